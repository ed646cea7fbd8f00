"""Vacancies that are likely the same ad: a question to the employer and the agency."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amuddu.contracts.employers import WRITERS, Vacancy, VacancyStatus
from amuddu.contracts.operations import Operations
from amuddu.contracts.types import Contract


class AlikeVacancy(Contract):
    """A vacancy that is likely the same ad as another one."""

    id: UUID
    title: str
    employer_name: str
    status: VacancyStatus
    external_ref: str | None = None
    created_at: datetime


_PUBLIC = Operations("employers", tag="vacancies", public=True)

# fmt: off
ALIKE_VACANCIES = _PUBLIC.get("/vacancies/{vacancy_id}/alike", tuple[AlikeVacancy, ...], "alike_vacancies", "Vacancies that are likely the same ad: a question, nothing is decided.", roles=WRITERS)
TELL_APART = _PUBLIC.post("/vacancies/{vacancy_id}/alike/{other_id}/different", Vacancy, "tell_vacancies_apart", "Say that two vacancies are not the same ad.", roles=WRITERS)
# fmt: on
