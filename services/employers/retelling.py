"""All that this service told and that still stands, told once more: for whoever cannot read what
was told before, or never heard it. Those who know it change nothing."""

from __future__ import annotations

from amuddu.contracts.employers import VacancyClosed, VacancyPublished
from amuddu.kit.db import Session
from amuddu.kit.events import outbox
from services.employers.rulebook import service as rulebook
from services.employers.schemes import catalogue
from services.employers.vacancies import mapping, repository


def retell(session: Session) -> int:
    """Write the events; how many."""
    told: list[VacancyPublished | VacancyClosed] = []
    for row, employer in repository.lock_told(session):
        last = mapping.published_event(row, employer)
        if row.status == "published":
            told.append(last)
        elif row.closing_reason is not None:
            told.append(
                VacancyClosed(
                    vacancy_id=row.id,
                    revision=row.revision,
                    reason=row.closing_reason,
                    vacancy=last,
                )
            )
    outbox.add_all(session, told)
    return len(told) + catalogue.retell(session) + rulebook.retell(session)
