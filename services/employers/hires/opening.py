"""A person was hired: the file of the hire begins, and the vacancy has a place less."""

from __future__ import annotations

from amuddu.contracts.matching import CandidateHired
from amuddu.kit.auth import service_actor
from amuddu.kit.db import Session
from amuddu.kit.observability import logs
from services.employers.common import writes
from services.employers.hires import duties, repository
from services.employers.hires.steps import MOVES
from services.employers.hires.tables import HireRow, HireStepRow
from services.employers.vacancies import checks as vacancies_checks
from services.employers.vacancies import filling
from services.employers.vacancies import mapping as vacancies_mapping
from services.employers.vacancies import repository as vacancies_repository

log = logs.get(__name__)


def open_file(session: Session, event: CandidateHired) -> None:
    """A person was hired: their file begins, for everybody alike.

    News that comes twice, or of a vacancy that is not ours, opens nothing.
    """
    vacancy = vacancies_repository.vacancy(session, event.vacancy_id)
    begun = repository.lock_hire(session, event.candidacy_id)
    if vacancy is None or begun is not None:
        log.info("hire skipped", hire_id=str(event.candidacy_id))
        return
    content = vacancies_mapping.content_of(vacancy)
    row = HireRow(
        id=event.candidacy_id,
        vacancy_id=vacancy.id,
        employer_id=vacancy.employer_id,
        profile_id=event.profile_id,
        code=event.code,
        agency_id=event.agency_id,
        scheme_id=event.scheme_id,
        hired_on=event.hired_on,
        contract_type=content.contract_type,
        contract_months=content.contract_months,
        wage_month=content.wage_month,
        starts_on=content.starts_on,
        young=event.young,
        domestic=vacancies_checks.is_domestic(content),
    )
    writes.add(session, row)
    writes.add(session, *first_steps(row))
    writes.add(session, MOVES.begin(row, "open", by=service_actor("matching")))
    filling.take_place(session, vacancy.id)
    log.info("hire opened", hire_id=str(row.id))


def first_steps(hire: HireRow) -> list[HireStepRow]:
    """The steps of the route that a file follows."""
    return [
        HireStepRow(hire_id=hire.id, step_id=step.id, position=number)
        for number, step in enumerate(duties.steps_of(hire), start=1)
    ]
