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
    kept = content.model_dump(include=set(VacancyIn.model_fields))
    return {name: _column(value) for name, value in kept.items()} | {"words": _words(content)}


def _column(value: Any) -> Any:
    """A value as the database gives it back."""
    if isinstance(value, Decimal):
        return value.quantize(_CENT)
    return list(value) if isinstance(value, tuple) else value


def _words(content: VacancyIn) -> str:
    occupation = content.occupation.text if content.occupation else ""
    return fold(" ".join((content.title, occupation, content.external_ref or "")))


def content_of(source: VacancyIn | VacancyRow) -> VacancyIn:
    """What a row, or a body that holds more, says of the vacancy itself."""
    return VacancyIn.of(source)


def terms_column(terms: Terms | None) -> dict[str, Any] | None:
    """Terms as they are kept."""
    return terms.model_dump(mode="json") if terms else None


def terms_of(row: VacancyRow) -> IncentiveTerms | None:
    """The terms it was last published with."""
    return Terms.model_validate(row.incentive).told if row.incentive else None


def vacancy_out(row: VacancyRow, employer: EmployerRow) -> Vacancy:
    return Vacancy.of(
        row,
        employer_name=employer.name,
        agency_id=employer.agency_id,
        employer_state=employer.state,
        incentive=terms_of(row),
        closes_on=silence.closes_on(row) if row.status == "published" else None,
    )


def transition_out(row: TransitionRow) -> VacancyLogLine:
    return VacancyLogLine.of(row)


_CODES = frozenset({"place", "contract_type"})
"""Texts that are no words: everything else that somebody wrote may hold a telephone number."""


def published_event(row: VacancyRow, employer: EmployerRow) -> VacancyPublished:
    """What the other services learn of a published vacancy: whole, without contact data."""
    return VacancyPublished.model_validate(
        {
            **{name: _copied(name, value) for name, value in content_of(row) if name in _COPIED},
            "vacancy_id": row.id,
            "revision": row.revision,
            "employer_id": employer.id,
            "employer_name": employer.name,
            "agency_id": employer.agency_id,
            "incentive": terms_of(row),
            "hidden": row.hidden_until is not None,
        }
    )


_COPIED = frozenset(VacancyPublished.model_fields)


def _copied(name: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_copied(name, each) for each in value)
    if isinstance(value, ConceptRef):
        return value.model_copy(update={"text": mask_contacts(value.text)})
    return mask_contacts(value) if isinstance(value, str) and name not in _CODES else value
