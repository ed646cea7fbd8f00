"""What hiring incentives would pay for a vacancy that may not exist yet."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from amuddu.contracts.employers import EvaluateIn, EvaluationOut, SchemeOut, VacancyIn
from amuddu.kit.i18n import N_
from gateway.web.page import Page

FIELDS = {
    "contract_type": N_("Type de contrat"),
    "contract_months": N_("Durée du contrat"),
    "wage_month": N_("Salaire minimum"),
    "starts_on": N_("Date de début"),
    "place": N_("Ville"),
    "occupation": N_("Métier"),
    "new_hire": N_("Embauche nouvelle"),
    "places": N_("Nombre de postes"),
}
"""Fields of the form that a criterion may wait for."""

_BEST_FIRST = {"eligible": 0, "ask": 1, "not_eligible": 2}


@dataclass(frozen=True, slots=True)
class Preview:
    """A scheme, and what it would pay."""

    scheme: SchemeOut
    evaluation: EvaluationOut


def previews(page: Page, content: VacancyIn, employer_id: UUID | None) -> tuple[Preview, ...]:
    """The scheme that the vacancy names, or every scheme on offer where it names none."""
    schemes = page.services.employers.schemes(page.caller)
    wanted = [scheme for scheme in schemes if scheme.id == content.incentive_scheme]
    found = [
        Preview(scheme, _evaluated(page, scheme.id, content, employer_id))
        for scheme in wanted or schemes
    ]
    return tuple(sorted(found, key=lambda preview: _BEST_FIRST[preview.evaluation.verdict]))


def _evaluated(
    page: Page, scheme_id: str, content: VacancyIn, employer: UUID | None
) -> EvaluationOut:
    asked = EvaluateIn(scheme_id=scheme_id, vacancy=content, employer_id=employer)
    return page.services.employers.evaluate(page.caller, asked)
