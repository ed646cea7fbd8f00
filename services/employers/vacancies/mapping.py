"""Between the tables and the contracts: what was written, what is shown, what is told."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from amuddu.contracts.employers import (
    IncentiveTerms,
    Vacancy,
    VacancyIn,
    VacancyLogLine,
    VacancyPublished,
)
from amuddu.contracts.types import ConceptRef
from amuddu.reference.text import fold
from services.employers.organisations.tables import EmployerRow
from services.employers.schemes.evaluating import Terms
from services.employers.vacancies import silence
from services.employers.vacancies.masking import mask_contacts
from services.employers.vacancies.tables import TransitionRow, VacancyRow

_CENT = Decimal("0.01")
"""Amounts read the same before and after the database kept them: 4000 is 4000.00."""


def vacancy_values(content: VacancyIn) -> dict[str, Any]:
    """Columns of a vacancy's content."""
    values = content.model_dump(include=set(VacancyIn.model_fields))
    for field in ("essential_skills", "wanted_skills", "languages"):
        values[field] = list(values[field])
    for field in ("wage_month", "wage_month_max"):
        values[field] = values[field] and values[field].quantize(_CENT)
    return {**values, "words": _words(content)}


def _words(content: VacancyIn) -> str:
    occupation = content.occupation.text if content.occupation else ""
    return fold(" ".join((content.title, occupation, content.external_ref or "")))


def content_in(body: VacancyIn) -> VacancyIn:
    """What a body that holds more says of the vacancy itself."""
    return VacancyIn.model_validate({name: getattr(body, name) for name in VacancyIn.model_fields})


def content_of(row: VacancyRow) -> VacancyIn:
    """The vacancy as its employer last wrote it."""
    return VacancyIn.model_validate({name: getattr(row, name) for name in VacancyIn.model_fields})


def terms_column(terms: Terms | None) -> dict[str, Any] | None:
    """Terms as they are kept."""
    return terms.model_dump(mode="json") if terms else None


def terms_of(row: VacancyRow) -> IncentiveTerms | None:
    """The terms it was last published with."""
    return Terms.model_validate(row.incentive).told if row.incentive else None


def vacancy_out(row: VacancyRow, employer: EmployerRow) -> Vacancy:
    return Vacancy(
        **dict(content_of(row)),
        id=row.id,
        employer_id=employer.id,
        employer_name=employer.name,
        agency_id=employer.agency_id,
        status=row.status,
        revision=row.revision,
        incentive=terms_of(row),
        closing_reason=row.closing_reason,
        created_at=row.created_at,
        updated_at=row.updated_at,
        published_at=row.published_at,
        closes_on=silence.closes_on(row) if row.status == "published" else None,
    )


def transition_out(row: TransitionRow) -> VacancyLogLine:
    return VacancyLogLine.model_validate(row.model_dump(exclude={"id", "vacancy_id"}))


_TOLD_AS_WRITTEN = (
    "languages",
    "place",
    "contract_type",
    "contract_months",
    "wage_month",
    "wage_month_max",
    "starts_on",
    "places",
)


def published_event(row: VacancyRow, employer: EmployerRow) -> VacancyPublished:
    """What the other services learn of a published vacancy: whole, without contact data."""
    content = content_of(row)
    return VacancyPublished.model_validate(
        {
            "vacancy_id": row.id,
            "revision": row.revision,
            "employer_id": employer.id,
            "employer_name": employer.name,
            "agency_id": employer.agency_id,
            "title": mask_contacts(content.title),
            "description": mask_contacts(content.description),
            "occupation": content.occupation and _masked(content.occupation),
            "essential_skills": tuple(map(_masked, content.essential_skills)),
            "wanted_skills": tuple(map(_masked, content.wanted_skills)),
            "incentive": terms_of(row),
            **{name: getattr(content, name) for name in _TOLD_AS_WRITTEN},
        }
    )


def _masked(ref: ConceptRef) -> ConceptRef:
    return ref.model_copy(update={"text": mask_contacts(ref.text)})
