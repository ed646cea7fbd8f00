"""Matching: ranked candidates with reasons, and the pipeline from shortlist to hire.

Here are the words that all of it shares, and the events. What is asked over HTTP is in `ranking`
(who fits, words to concepts) and `candidacies` (from shortlist to hire).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.events.envelope import Event
from amuddu.contracts.types import Contract, Day, Slug

TOPIC = "matching.candidates"
HIRES = "matching.hires"
LOG = "matching.candidacies"
"""Matching's own state, told to nobody but itself."""
INTERESTS = "matching.interests"
"""Which offers people said they are interested in, for the agency that follows them."""
SEARCHES = "matching.searches"
"""That new offers answer to what somebody saved as a search."""

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
    "already_placed",
    "other",
]
RefusalReason = Literal["skills", "language", "experience", "filled", "no_show", "other"]
CancelReason = Literal["counsellor", "vacancy_closed", "person_withdrawn", "refused"]
InterestState = Literal["open", "taken_up", "withdrawn", "ended"]
"""A person's word that an offer interests them: it waits for their agency, the agency looks after
it, the person took it back, or the offer or the profile is gone."""


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
    filled: bool = False
    """All places of the vacancy are taken: whoever waited for word of it is told."""
    refusal: RefusalReason | None = None
    """Where the employer does not go on: the kind of reason, for a useful word to the person."""


class CandidateMeetAsked(Event):
    """The employer wants to meet a person who said yes."""

    type: ClassVar[str] = "candidate.meet_asked"
    topic: ClassVar[str] = TOPIC
    keyed_by: ClassVar[str] = "candidacy_id"

    candidacy_id: UUID
    vacancy_id: UUID
    profile_id: UUID
    round: int = Field(default=1, ge=1)


class CandidacyStep(Contract):
    """One step of a candidacy, as `Transition` says it, with who took it."""

    step: Slug
    from_state: CandidacyState
    to_state: CandidacyState
    at: datetime
    role: Slug
    actor_id: UUID | None = None
    reason: Slug | None = None


class Transition(Contract):
    """One named step of a candidacy: who took it, when, and why."""

    name: str
    from_state: CandidacyState
    to_state: CandidacyState
    at: datetime
    role: str
    reason: str | None = None


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
    glimpse: dict[str, Any] | None = None
    """`Glimpse` as it stood when the person was put forward; none once they withdrew."""
    meet_asked_at: datetime | None = None
    updated_at: datetime
    steps: tuple[CandidacyStep, ...] = ()


class CandidacyForgotten(Event):
    """A candidacy was kept long enough: a rebuild does not bring it back."""

    type: ClassVar[str] = "candidacy.forgotten"
    topic: ClassVar[str] = LOG
    keyed_by: ClassVar[str] = "candidacy_id"
    ends_state: ClassVar[bool] = True

    candidacy_id: UUID


class CandidateHired(Event):
    """An employer took a person on: the file of the hire begins.

    `code` is the one that the employer knows the person by, `agency_id` the agency that follows
    the person. Version 1 told the route and a verdict, which follow from a residence title.
    """

    type: ClassVar[str] = "candidate.hired"
    version: ClassVar[int] = 2
    no_longer_read: ClassVar[frozenset[str]] = frozenset({"route", "scheme_verdict"})
    topic: ClassVar[str] = HIRES
    keyed_by: ClassVar[str] = "candidacy_id"

    candidacy_id: UUID
    vacancy_id: UUID
    profile_id: UUID
    employer_id: UUID
    code: Slug
    agency_id: Slug | None = None
    scheme_id: Slug | None = None
    hired_on: Day
    young: bool = False
    """Under 18: the employer has duties of their own."""


class InterestChanged(Event):
    """Somebody's interest in an offer as it now stands, whole. It opens no contact and tells the
    employer nothing; `agency_id` is the agency that follows the person."""

    type: ClassVar[str] = "interest.changed"
    topic: ClassVar[str] = INTERESTS
    keyed_by: ClassVar[str] = "interest_id"

    interest_id: UUID
    vacancy_id: UUID
    profile_id: UUID
    agency_id: Slug | None = None
    state: InterestState
    expressed_at: datetime
    updated_at: datetime
    taken_by: UUID | None = None
    """The account of who looks after it."""


class InterestForgotten(Event):
    """An interest was kept long enough: a rebuild does not bring it back."""

    type: ClassVar[str] = "interest.forgotten"
    topic: ClassVar[str] = INTERESTS
    keyed_by: ClassVar[str] = "interest_id"
    ends_state: ClassVar[bool] = True

    interest_id: UUID


class SearchFound(Event):
    """Offers came that answer to a search that somebody saved. Told once a week at most for a
    person; it says neither what they look for nor which offers."""

    type: ClassVar[str] = "search.found"
    topic: ClassVar[str] = SEARCHES
    keyed_by: ClassVar[str] = "search_id"

    search_id: UUID
    profile_id: UUID
    found_on: Day
