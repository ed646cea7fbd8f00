"""Events that this service consumes, as tests need them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.matching import CandidateShortlisted
from amuddu.contracts.types import ConceptRef


def published(**changed: Any) -> VacancyPublished:
    """A mason's vacancy in Rabat."""
    facts: dict[str, Any] = {
        "vacancy_id": uuid4(),
        "revision": 1,
        "employer_id": uuid4(),
        "employer_name": "Bâtisseurs du Bouregreg",
        "title": "Maçon",
        "occupation": ConceptRef(text="maçon"),
        "place": "rabat",
        "contract_type": "CDD",
        "contract_months": 6,
        "wage_month": Decimal(3500),
        "starts_on": date(2026, 9, 1),
    }
    return VacancyPublished.model_validate({**facts, **changed})


def shortlisted(
    vacancy: VacancyPublished,
    *,
    profile_id: UUID | None = None,
    candidacy_id: UUID | None = None,
    agency: str | None = "rabat",
) -> CandidateShortlisted:
    """Somebody put on the vacancy's shortlist."""
    return CandidateShortlisted(
        candidacy_id=candidacy_id or uuid4(),
        vacancy_id=vacancy.vacancy_id,
        profile_id=profile_id or uuid4(),
        employer_id=vacancy.employer_id,
        agency_id=agency,
    )
