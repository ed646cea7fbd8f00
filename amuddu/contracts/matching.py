"""Matching: ranked candidates with reasons, and the pipeline from shortlist to hire."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.employers import IncentiveTerms
from amuddu.contracts.events.envelope import Event
from amuddu.contracts.types import (
    Contract,
    ContractType,
    Day,
    HiringRouteCode,
    LongText,
    Money,
    ShortText,
    Slug,
    Verdict,
)

TOPIC = "matching.candidates"
HIRES = "matching.hires"
LOG = "matching.candidacies"
"""Matching's own state, told to nobody but itself."""

CandidacyState = Literal[
    "proposed",
    "shortlisted",
    "told",
    "unreachable",
    "accepted",
    "declined",
    "set_aside",
    "cancelled",
    "hired",
    "refused",
]
SetAsideReason = Literal[
    "too_far",
    "skills",
    "language",
    "experience",
    "not_available",
    "route",
    "already_placed",
    "other",
]
RefusalReason = Literal["skills", "language", "experience", "filled", "no_show", "other"]
CancelReason = Literal["counsellor", "vacancy_closed", "person_withdrawn", "refused"]


# --- events -----------------------------------------------------------------------------------


class CandidateShortlisted(Event):
    """A counsellor put a person on a vacancy's shortlist: the person is to be told."""

    type: ClassVar[str] = "candidate.shortlisted"
    topic: ClassVar[str] = TOPIC
    keyed_by: ClassVar[str] = "candidacy_id"

    candidacy_id: UUID
    vacancy_id: UUID
    profile_id: UUID
    employer_id: UUID
    agency_id: Slug | None = None
    round: int = Field(default=1, ge=1)
    """How many times the person was put forward for this vacancy, this time included."""
    tell_after: datetime | None = None
    """The person is told no earlier: until then the counsellor may still change their mind."""


class CandidateCancelled(Event):
    """A candidacy ended without a hire: links stop working, a shown contact is hidden again."""

    type: ClassVar[str] = "candidate.cancelled"
    topic: ClassVar[str] = TOPIC
    keyed_by: ClassVar[str] = "candidacy_id"

    candidacy_id: UUID
    vacancy_id: UUID
    profile_id: UUID
    reason: CancelReason
    round: int = Field(default=1, ge=1)
    """The round that ended: a later one is not touched."""


class CandidacyStep(Contract):
    """One step of a candidacy, as `Transition` says it, with who took it."""

    step: Slug
    from_state: CandidacyState
    to_state: CandidacyState
    at: datetime
    role: Slug
    actor_id: UUID | None = None
    reason: Slug | None = None


class CandidacyChanged(Event):
    """A candidacy as it now stands, whole: matching is rebuilt from the newest of each.

    No service but matching reads it. Counsellors' notes are their own words about somebody and
    stay out of it.
    """

    type: ClassVar[str] = "candidacy.changed"
    topic: ClassVar[str] = LOG
    keyed_by: ClassVar[str] = "candidacy_id"

    candidacy_id: UUID
    vacancy_id: UUID
    profile_id: UUID
    state: CandidacyState
    round: int = Field(ge=0)
    fit: float | None = None
    reasons: dict[str, Any] | None = None
    """`Reasons` as they stood; none once the person withdrew."""
    meet_asked_at: datetime | None = None
    updated_at: datetime
    steps: tuple[CandidacyStep, ...] = ()


class CandidateHired(Event):
    """An employer took a person on: the file of the hire begins.

    `code` is the one that the employer knows the person by. The route says what to do, never
    why; the verdict on the person is that of the scheme the vacancy names, and no other's.
    """

    type: ClassVar[str] = "candidate.hired"
    topic: ClassVar[str] = HIRES
    keyed_by: ClassVar[str] = "candidacy_id"

    candidacy_id: UUID
    vacancy_id: UUID
    profile_id: UUID
    employer_id: UUID
    code: Slug
    route: HiringRouteCode
    scheme_id: Slug | None = None
    scheme_verdict: Verdict | None = None
    hired_on: Day


# --- HTTP bodies ------------------------------------------------------------------------------

FeatureName = Literal[
    "occupation",
    "essential_skills",
    "wanted_skills",
    "text",
    "experience",
    "languages",
    "distance",
    "availability",
    "contract",
]


class SkillMatch(Contract):
    """A wanted skill and the words of the profile that meet it, if any."""

    wanted: str
    wanted_concept: Slug | None = None
    found: str | None = None
    found_concept: Slug | None = None
    essential: bool = False
    closeness: float = Field(ge=0, le=1)


class LanguageMatch(Contract):
    """A language the vacancy asks for, the level asked, and the level the person has."""

    code: str
    wanted: str
    have: str | None
    met: bool


class Feature(Contract):
    """One part of the fit: value in [0, 1] or unknown (neutral), weight, share of the total."""

    name: FeatureName
    value: float | None = Field(ge=0, le=1)
    weight: float = Field(ge=0, le=1)


class Reasons(Contract):
    """Why this match: evidence that can be said to the person, the counsellor, the employer."""

    features: tuple[Feature, ...]
    occupation_wanted: str
    occupation_found: str | None = None
    occupation_found_concept: Slug | None = None
    skills: tuple[SkillMatch, ...] = ()
    languages: tuple[LanguageMatch, ...] = ()
    distance_km: float | None = None
    max_distance_km: int | None = None
    experience_months: int | None = None
    available_from: Day | None = None
    unknown: tuple[FeatureName, ...] = ()
    """What the profile or the vacancy does not say; it was counted as neutral."""


class Transition(Contract):
    """One named step of a candidacy: who took it, when, and why."""

    name: str
    from_state: CandidacyState
    to_state: CandidacyState
    at: datetime
    role: str
    reason: str | None = None


class RankedCandidate(Contract):
    """A person in a vacancy's ranked list. Route and incentive stand beside the fit, not in it."""

    profile_id: UUID
    code: str
    rank: int
    fit: float = Field(ge=0, le=1)
    reasons: Reasons
    route: HiringRouteCode
    scheme_verdict: Verdict | None = None
    place: Slug | None = None
    state: CandidacyState = "proposed"
    candidacy_id: UUID | None = None
    contactable: bool = False
    agency_id: Slug | None = None
    log: tuple[Transition, ...] = ()


class MatchVacancy(Contract):
    """What matching knows of a vacancy."""

    id: UUID
    title: str
    employer_id: UUID
    employer_name: str
    agency_id: Slug | None
    occupation: str
    place: Slug
    contract_type: ContractType
    contract_months: int | None
    wage_month: Money | None
    wage_month_max: Money | None
    starts_on: Day | None
    places: int
    incentive: IncentiveTerms | None
    open: bool


class Ranking(Contract):
    """The ranked candidates of one vacancy; `considered` counts all, `total` those that pass.

    `standing`: how many people, on whatever page, stand at each state.
    """

    vacancy: MatchVacancy
    items: tuple[RankedCandidate, ...]
    total: int
    considered: int
    standing: dict[CandidacyState, int]
    took_ms: float


class RankedVacancy(Contract):
    """A vacancy in a person's list, with the same reasons that its employer's agency sees."""

    vacancy: MatchVacancy
    rank: int
    fit: float = Field(ge=0, le=1)
    reasons: Reasons
    state: CandidacyState = "proposed"


class VacancyRanking(Contract):
    """The vacancies that fit a person best."""

    items: tuple[RankedVacancy, ...]
    total: int
    considered: int


class MissingSkill(Contract):
    """A skill that a person does not list, and open vacancies of their kind that ask for it."""

    skill: str
    concept: Slug | None
    asked_by: int = Field(ge=1)
    """How many of the vacancies looked at ask for it."""
    vacancies: tuple[MatchVacancy, ...]
    """The best fitting ones of these."""


class SkillGap(Contract):
    """The few skills that would open most vacancies to a person, the most asked first."""

    skills: tuple[MissingSkill, ...]
    considered: int
    """Vacancies near to the person's trades that were looked at."""


class SetAsideIn(Contract):
    """Why a candidate is set aside; a note is for the agency alone."""

    reason: SetAsideReason
    note: LongText = ""


class RefuseIn(Contract):
    """Why an employer does not go on with a candidate."""

    reason: RefusalReason


class Candidacy(Contract):
    """Where a person stands for a vacancy."""

    id: UUID
    vacancy_id: UUID
    profile_id: UUID | None
    """Hidden (`null`) from the employer."""
    code: str
    state: CandidacyState
    fit: float | None = None
    reasons: Reasons | None = None
    route: HiringRouteCode | None = None
    meet_asked_at: datetime | None = None
    """When the employer said that they want to meet the person."""
    updated_at: datetime
    log: tuple[Transition, ...] = ()


class CandidacyPage(Contract):
    """The candidacies of a vacancy."""

    items: tuple[Candidacy, ...]
    total: int


class LinkedConcept(Contract):
    """A concept that some words may stand for."""

    concept: Slug
    label: str
    isco: str | None = None
    esco: str | None = None
    score: float = Field(ge=0, le=1)


class Linked(Contract):
    """Concepts proposed for a text, best first."""

    items: tuple[LinkedConcept, ...]


class LinkManyIn(Contract):
    """Several texts whose concepts are wanted, at most `limit` of each."""

    texts: tuple[ShortText, ...] = Field(max_length=20)
    kind: Literal["occupation", "skill"] = "occupation"
    limit: int = Field(default=5, ge=1, le=20)


class LinkedMany(Contract):
    """What was found for each text, in their order."""

    texts: tuple[Linked, ...]
