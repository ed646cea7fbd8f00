"""What is told of an offer beside a person: one true reason, and by how much it is outside of what
was said. Codes and figures; the sentences are the templates'."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from amuddu.contracts.matching.ranking import RankedVacancy, Reasons
from gateway.people.words import trade

ReasonCode = Literal[
    "trade_and_skills", "trade", "skills", "near_trade", "town", "experience", "language", "other"
]
MOST_SKILLS = 2
"""Skills that one line names."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an offer is shown, in one thing that is true of it."""

    code: ReasonCode
    words: str = ""


def reason_of(reasons: Reasons) -> Reason:
    """The strongest thing that speaks for an offer."""
    near = trade(reasons)
    own = reasons.occupation_found or ""
    met = [skill.wanted for skill in reasons.skills if skill.found is not None]
    checks: tuple[tuple[bool, Callable[[], Reason]], ...] = (
        (near == "same" and reasons.stated == 1, lambda: Reason("trade_and_skills")),
        (near == "same", lambda: Reason("trade")),
        (bool(met), lambda: Reason("skills", " · ".join(met[:MOST_SKILLS]))),
        (near == "near", lambda: Reason("near_trade", own)),
        (_in_town(reasons), lambda: Reason("town")),
        (bool(reasons.experience_months), lambda: Reason("experience")),
        (_speaks(reasons), lambda: Reason("language", reasons.languages[0].code)),
    )
    return next((say() for holds, say in checks if holds), Reason("other"))


def _in_town(reasons: Reasons) -> bool:
    return reasons.distance_km is not None and reasons.distance_km < 1


def _speaks(reasons: Reasons) -> bool:
    return bool(reasons.languages) and all(one.met for one in reasons.languages)


@dataclass(frozen=True, slots=True)
class Beyond:
    """One thing in which an offer is outside of what was said, and by how much."""

    code: Literal["trade", "distance", "languages", "licence", "contract", "start"]
    by: dict[str, Any] = field(default_factory=dict)


def beyond(item: RankedVacancy) -> tuple[Beyond, ...]:
    """All that keeps an offer out of those within what was said."""
    reasons, job = item.reasons, item.vacancy
    facts: dict[str, Callable[[], dict[str, Any]]] = {
        "distance": lambda: _farther(reasons),
        "languages": lambda: {"short": [one for one in reasons.languages if not one.met]},
        "licence": dict,
        "contract": lambda: {"takes": reasons.contract_types, "offered": job.contract_type},
        "start": lambda: _later(reasons.available_from, job.starts_on),
    }
    found = [Beyond(name, facts[name]()) for name in reasons.outside]
    stated = any(skill.found for skill in reasons.skills if skill.essential)
    other = trade(reasons) == "other" and not stated
    return (*([Beyond("trade")] if other else []), *found)


def why_apart(item: RankedVacancy) -> tuple[Beyond, ...]:
    """The same of an offer that stands apart: where nothing that was said is passed, it is the
    trade that is too far from the person's."""
    return beyond(item) or (Beyond("trade"),)


def _farther(reasons: Reasons) -> dict[str, Any]:
    away, reach = reasons.distance_km or 0, reasons.max_distance_km or 0
    return {"more": max(1, round(away - reach)), "reach": reach}


def _later(free: date | None, starts: date | None) -> dict[str, Any]:
    return {"free": free, "starts": starts, "days": (free - starts).days if free and starts else 0}
