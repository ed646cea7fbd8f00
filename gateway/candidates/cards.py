"""What the pages about candidates show of one person: evidence, steps to hire, what can be done.

Everything here is read from the contracts; sentences are made by the templates, in the reader's
language. The machine proposes: route and incentive stand apart, because they are not in the fit.
They come from profiles, for who follows the person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from amuddu.contracts.matching import CandidacyState, Transition
from amuddu.contracts.matching.candidacies import Candidacy
from amuddu.contracts.matching.ranking import Feature, RankedCandidate, Reasons, SkillMatch
from amuddu.contracts.profiles import Disclosure
from amuddu.contracts.types import HiringRouteCode, Lang, Verdict
from amuddu.kit import clock
from amuddu.rules import hiring
from amuddu.rules.base import in_language
from amuddu.rules.book import Book, standing
from amuddu.rules.protection import ages
from amuddu.rules.protection.data import DutyFacts

NEUTRAL = 0.5
"""What a feature counts that nobody told anything about."""

ACTIONS: Mapping[CandidacyState, tuple[str, ...]] = {
    "proposed": ("shortlist", "set_aside"),
    "shortlisted": ("cancel",),
    "told": ("cancel",),
    "unreachable": ("shortlist", "set_aside", "cancel"),
    "accepted": ("hire", "refuse", "cancel"),
    "declined": ("set_aside",),
    "set_aside": ("restore",),
    "cancelled": ("shortlist", "set_aside"),
    "hired": (),
    "refused": (),
}
"""What a counsellor may do with somebody who stands there; the matching service decides."""

BANDS_KM = (10, 30, 60, 100)
"""An employer reads a band: a distance to the metre would point at a home."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table that explains a fit, in points out of a hundred."""

    name: str
    value: float | None
    weight: float

    @property
    def counted(self) -> float:
        """The value, or midway where it is not known."""
        return NEUTRAL if self.value is None else self.value

    @property
    def points(self) -> float:
        return self.counted * self.weight


@dataclass(frozen=True, slots=True)
class Evidence:
    """The reasons of a match, sorted for reading."""

    reasons: Reasons

    @property
    def met(self) -> list[SkillMatch]:
        """Skills asked for that the person has, the essential ones first."""
        found = [skill for skill in self.reasons.skills if skill.closeness > 0]
        return sorted(found, key=lambda skill: (not skill.essential, -skill.closeness))

    @property
    def missing(self) -> list[SkillMatch]:
        """Skills asked for that the profile does not mention, the essential ones first."""
        absent = [skill for skill in self.reasons.skills if skill.closeness == 0]
        return sorted(absent, key=lambda skill: not skill.essential)

    @property
    def essentials(self) -> tuple[int, int] | None:
        """How many of the essential skills have a tick, of how many; none where none is asked."""
        asked = [skill for skill in self.reasons.skills if skill.essential]
        return (sum(skill.closeness > 0 for skill in asked), len(asked)) if asked else None

    @property
    def rows(self) -> list[Row]:
        """What the vacancy asks, heaviest first."""
        asked = (self._row(feature) for feature in self.reasons.features if feature.weight > 0)
        return sorted(asked, key=lambda row: -row.weight)

    @property
    def unknown(self) -> list[str]:
        """What counts here and nobody told."""
        return [row.name for row in self.rows if row.value is None]

    @property
    def too_far(self) -> bool:
        away, reach = self.reasons.distance_km, self.reasons.max_distance_km
        return away is not None and reach is not None and away > reach

    @property
    def band(self) -> int | None:
        """The least of `BANDS_KM` that holds the distance; 0 beyond them, `None` if unknown."""
        away = self.reasons.distance_km
        if away is None:
            return None
        return next((limit for limit in BANDS_KM if away <= limit), 0)

    def late(self, starts_on: date | None) -> bool:
        """Whether the person is free only after the job begins."""
        free = self.reasons.available_from
        return free is not None and starts_on is not None and free > starts_on

    @staticmethod
    def _row(feature: Feature) -> Row:
        return Row(feature.name, feature.value, feature.weight)


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step of hiring somebody, in the reader's language."""

    actor: str
    what: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RouteShown:
    """What an employer has to do to hire somebody. Fees in dirhams without VAT."""

    code: HiringRouteCode
    summary: str
    steps: tuple[StepShown, ...]
    fee_low: Decimal | None
    fee_high: Decimal | None
    days_low: int | None
    days_high: int | None
    check_again: str | None = None
    """Who is to check it again, a year after its last check."""


@dataclass(frozen=True, slots=True)
class Card:
    """A person in the counsellor's ranked list."""

    candidate: RankedCandidate
    name: str | None
    log: tuple[Transition, ...]
    may: tuple[str, ...]
    route: RouteShown | None = None
    """What hiring them takes, of one's own people; of others their agency looks at it."""
    verdict: Verdict | None = None
    """Whether the vacancy's incentive is open to somebody of one's own."""

    @property
    def evidence(self) -> Evidence:
        return Evidence(self.candidate.reasons)

    @property
    def code(self) -> str:
        return self.candidate.code

    @property
    def closed(self) -> bool:
        """Whether nobody can hire them today, of one's own people."""
        return self.route is not None and self.route.code == "not_now"


@dataclass(frozen=True, slots=True)
class PseudonymCard:
    """A person as the employer sees them; `contact` only after their yes."""

    candidacy: Candidacy
    route: RouteShown | None
    contact: Disclosure | None
    duties: tuple[StepShown, ...] = ()
    """What else the employer has to do, told after a yes."""

    @property
    def evidence(self) -> Evidence | None:
        reasons = self.candidacy.reasons
        return Evidence(reasons) if reasons else None


def route_shown(code: HiringRouteCode, lang: Lang) -> RouteShown:
    """The steps behind a route's code, the same for everybody who has it."""
    return _route_shown(standing(), code, lang, clock.today())


@lru_cache(maxsize=128)
def _route_shown(_book: Book, code: HiringRouteCode, lang: Lang, on: date) -> RouteShown:
    route = hiring.route(code, on=on)
    fee, days = route.fee_mad, route.usual_days
    owner = hiring.check_again(code, on=on, today=on)
    return RouteShown(
        code=code,
        summary=in_language(route.summary, lang),
        steps=tuple(_step(step, lang) for step in route.steps),
        fee_low=fee.low if fee else None,
        fee_high=fee.high if fee else None,
        days_low=int(days.low) if days and days.low is not None else None,
        days_high=int(days.high) if days else None,
        check_again=in_language(owner, lang) if owner else None,
    )


@cache
def duties_of_young(lang: Lang) -> tuple[StepShown, ...]:
    """What an employer does who hires somebody under 18."""
    return tuple(_step(duty, lang) for duty in ages.duties())


def _step(step: hiring.Step | DutyFacts, lang: Lang) -> StepShown:
    return StepShown(
        actor=in_language(step.actor, lang),
        what=in_language(step.what, lang),
        documents=tuple(in_language(document, lang) for document in step.documents),
    )
