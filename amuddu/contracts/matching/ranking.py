"""Who fits which vacancy, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.employers import IncentiveTerms
from amuddu.contracts.matching import CandidacyState, InterestState, Transition
from amuddu.contracts.operations import Limit, Offset, Operations, Paged, Query
from amuddu.contracts.types import (
    Contract,
    ContractType,
    Day,
    LanguageCode,
    Level,
    Money,
    Role,
    ShortText,
    Slug,
    Slugs,
)

Few = Annotated[int, Field(ge=1, le=20)]
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


LimitName = Literal["distance", "languages", "licence", "contract", "start"]
"""What a person or a vacancy said, and somebody stands outside of."""
RankingPart = Literal["inside", "outside", "all"]
RankingSort = Literal["fit", "distance", "day"]
"""By fit; the nearest first; or who is free soonest. What is not known stands last, of equals the
better fit first."""
NEAR_KM = (10, 30, 100)
"""Distances for which a list says how many people live within."""


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
    contract_types: tuple[ContractType, ...] = ()
    """Contracts that the person takes; none said: any."""
    outside: tuple[LimitName, ...] = ()
    """What the person or the vacancy said that does not go together; the facts say by how much."""
    stated: float | None = Field(default=None, ge=0, le=1)
    """Share of the essential skills that the profile states; none where none is asked."""
    factor: float = Field(default=1.0, ge=0, le=1)
    """What that share leaves of the sum of the features: the fit is the one times the other."""
    unknown: tuple[FeatureName, ...] = ()
    """What the profile or the vacancy does not say; it was counted as neutral."""


class Glimpse(Contract):
    """What an employer reads of somebody before their yes: each reading is that of several people.

    What is `null` is not told: it would point at too few people, or nobody knows.
    """

    trade: Literal["same", "near", "other"] | None = None
    """The trade that the vacancy asks for, one near to it, or another."""
    skills: tuple[bool | None, ...] = ()
    """For each skill asked, the essential ones first, as in the vacancy: whether it is met."""
    essentials: Literal["all", "some", "none"] | None = None
    fit: Literal["high", "fair", "low"] | None = None
    languages: bool | None = None
    """Whether the languages asked are met, all together: of those that many people in Morocco
    speak, and not as a mother tongue. Who speaks another one is told of nobody."""
    distance: Literal["near", "region", "far"] | None = None
    """Up to 30 km, up to 100 km, farther."""
    experience: Literal["little", "some", "long"] | None = None
    """In the trade or one near to it: under one year, under three, or more."""
    start: bool | None = None
    """Whether the person is free on the day of the start."""


class RankedCandidate(Contract):
    """A person in a vacancy's ranked list. What a hire takes is not known here: see
    `amuddu.contracts.profiles.hireability`."""

    profile_id: UUID
    code: str
    rank: int
    """The place in the list, as it is sorted and filtered."""
    fit: float = Field(ge=0, le=1)
    reasons: Reasons
    place: Slug | None = None
    state: CandidacyState = "proposed"
    candidacy_id: UUID | None = None
    contactable: bool = False
    young: bool = False
    """Under 18: the counsellor sees a mark, and the law closes some work to them."""
    age_unknown: bool = False
    """Nobody gave the year of birth: it is to be asked, and opens more work once it is known."""
    agency_id: Slug | None = None
    log: tuple[Transition, ...] = ()
    interested_since: datetime | None = None
    """When the person said that the offer interests them, for staff of their own agency alone."""


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
    hours_week: int | None = None
    incentive: IncentiveTerms | None
    open: bool


class Neighbour(Contract):
    """A trade near to the one wanted, and how many people of it could be looked at."""

    concept: Slug
    label: str
    people: int


class Wider(Contract):
    """What would bring more people into a list."""

    outside: int = 0
    """People of the trade who stand outside of something that was said."""
    by: dict[LimitName, int] = Field(default_factory=dict)
    """How many of them stand outside of one thing alone, by that thing."""
    trades: tuple[Neighbour, ...] = ()


class Within(Contract):
    """How many people of a list live within a distance of the work."""

    km: int
    people: int


class Narrower(Contract):
    """How many people of a list would stay in it with one filter more."""

    all_essentials: int = 0
    in_time: int = 0
    languages_met: int = 0
    interested: int = 0
    """People of the reader's own agency who said that the offer interests them."""
    within: tuple[Within, ...] = ()


class Ranking(Contract):
    """The ranked candidates of one vacancy; `considered` counts all, `total` those that pass.

    `standing`: how many people, on whatever page, stand at each state.
    """

    wider: Wider = Wider()
    narrower: Narrower = Narrower()

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
    interest: InterestState | None = None
    """Whether the person said that it interests them, and what came of it."""


OfferSearchName = Literal["q", "trade", "place", "hours"]
HoursWanted = Literal["full", "part"]
"""A full week, or less than `FULL_WEEK` hours; where an offer says none, it is a full one."""
FULL_WEEK = 40


class VacancyRanking(Contract):
    """The vacancies that fit a person best; `outside` counts those beyond what was said."""

    items: tuple[RankedVacancy, ...]
    total: int
    outside: int = 0
    considered: int
    without: dict[OfferSearchName, int] = Field(default_factory=dict)
    """Where a search finds nothing: how many vacancies there would be without one thing asked."""


class MissingSkill(Contract):
    """A skill that a person does not list, and open vacancies of their kind that ask for it."""

    skill: str
    concept: Slug | None
    asked_by: int = Field(ge=1)
    """How many of the vacancies looked at ask for it."""
    vacancies: tuple[MatchVacancy, ...]
    """The best fitting ones of these."""
    asked_in: tuple[UUID, ...] = ()
    """All of these by id: vacancies that ask for two skills are counted once."""


class SkillGap(Contract):
    """The few skills that would open most vacancies to a person, the most asked first."""

    skills: tuple[MissingSkill, ...]
    considered: int
    """Vacancies near to the person's trades that were looked at."""


# --- parameters -------------------------------------------------------------------------------


class RankingFilter(Query):
    """Whom a ranking shows; `None` does not filter. Filters hide people, they move no fit.

    `level` is the least level of `language`.
    """

    max_km: Annotated[int, Field(ge=0, le=2000)] | None = None
    language: LanguageCode | None = None
    level: Level | None = None
    min_fit: Annotated[float, Field(ge=0, le=1)] | None = None
    state: CandidacyState | None = None
    part: RankingPart = "inside"
    """`inside`: people of the trade within what they and the vacancy said. `outside`: those of
    the trade who are not, with what is passed. `all`: everybody, of whatever trade."""
    trade: Slug | None = None
    """People who name this trade, near to the vacancy's or not."""
    all_essentials: bool = False
    """People whose profile states every essential skill."""
    in_time: bool = False
    """People who said that they are free by the day of the start, or today where none is told."""
    languages_met: bool = False
    """People who speak every language asked, at the level asked."""
    interested: bool = False
    """People of the reader's own agency who said that the offer interests them, wherever they
    stand."""
    sort: RankingSort = "fit"
    limit: Limit = 20
    offset: Offset = 0


class RankingQuery(RankingFilter):
    """The same, of these people alone, wherever they stand; none named: of everybody."""

    only: tuple[UUID, ...] = Field(default=(), max_length=100)


class OffersQuery(Paged):
    """`inside`: vacancies of the person's trades within what they and the vacancies said;
    `outside`: the others, with what is passed; `all`: both, by fit.

    A search looks through every open vacancy, of whatever trade.
    """

    part: RankingPart = "inside"
    q: ShortText | None = None
    """Words in any of the languages: of the trade, or of the vacancy itself."""
    trade: Slug | None = None
    place: Slug | None = None
    hours: HoursWanted | None = None


class GapQuery(Query):
    """How many missing skills are told; `skills`: of these alone, ids divided by commas."""

    limit: Few = 5
    skills: Slugs = ""


# --- who may ask what, by which call ----------------------------------------------------------

_STAFF = (Role.COUNSELLOR, Role.AGENT, Role.ADMINISTRATOR)

_CALLS = Operations("matching", tag="matching", public=True)

RANK = _CALLS.get(
    "/vacancies/{vacancy_id}/ranking",
    Ranking,
    "ranking",
    "Candidates for a vacancy, best first, with the reasons.",
    query=RankingFilter,
    roles=_STAFF,
)
RANK_NAMED = replace(RANK, query=RankingQuery, public=False)
"""What the service serves: the public API names nobody."""
VACANCIES_FOR = _CALLS.get(
    "/profiles/{profile_id}/vacancies",
    VacancyRanking,
    "vacancies_for",
    "Open vacancies that fit a person, best first, with the reasons.",
    query=OffersQuery,
    roles=(Role.JOBSEEKER, *_STAFF),
)
SKILL_GAP = _CALLS.get(
    "/profiles/{profile_id}/skill-gap",
    SkillGap,
    "skill_gap",
    "The few skills that would open most vacancies to a person, with those vacancies.",
    query=GapQuery,
    roles=(Role.JOBSEEKER, *_STAFF),
)
