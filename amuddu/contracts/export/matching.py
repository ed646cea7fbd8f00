"""What matching holds about a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from amuddu.contracts.export import ASKERS, PassIn
from amuddu.contracts.operations import Operations
from amuddu.contracts.types import Contract


class MatchedStep(Contract):
    """One step of a candidacy: by which role, when, why, and the agency's own words."""

    name: str
    from_state: str
    to_state: str
    at: datetime
    role: str
    reason: str | None = None
    note: str | None = None
    with_others: bool = False
    """Whether several people were decided about at once."""


class MatchedCandidacy(Contract):
    """The person for one vacancy: where it stands, how well they fit and why."""

    id: UUID
    vacancy_id: UUID
    vacancy_title: str | None = None
    state: str
    round: int
    fit: float | None = None
    reasons: dict[str, Any] | None = None
    glimpse: dict[str, Any] | None = None
    """What the employer could read before a yes: shared by several people."""
    meet_asked_at: datetime | None = None
    updated_at: datetime
    steps: tuple[MatchedStep, ...] = ()


class MatchedInterest(Contract):
    """An offer that the person said interests them."""

    id: UUID
    vacancy_id: UUID
    vacancy_title: str | None = None
    state: str
    expressed_at: datetime
    updated_at: datetime


class MatchedInterviewStep(Contract):
    """One step of an interview: on which side, when, why."""

    step: str
    state: str
    at: datetime
    by: str
    reason: str | None = None
    reason_told: bool
    """Whether the employer could read why."""


class MatchedInterview(Contract):
    """An interview for an offer: when, how and where, and what came of it."""

    id: UUID
    candidacy_id: UUID
    vacancy_id: UUID
    state: str
    sequence: int
    times: tuple[datetime, ...] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    how: str
    minutes: int
    address: str = ""
    directions: str = ""
    video_link: str = ""
    bring: tuple[str, ...] = ()
    reason: str | None = None
    reason_told: bool
    created_at: datetime
    updated_at: datetime
    steps: tuple[MatchedInterviewStep, ...] = ()


class MatchedSearch(Contract):
    """A search that the person saved, and when new offers were told last."""

    place: str | None = None
    occupation: str | None = None
    wanted: str | None = None
    """The hours of a week: full or part."""
    created_at: datetime
    sent_at: datetime | None = None


class MatchedFacts(Contract):
    """What is compared with vacancies: never a name, a contact or a title."""

    revision: int
    code: str
    agency_id: str | None = None
    place: str | None = None
    contactable: bool
    facts: dict[str, Any] | None = None
    model_id: str | None = None
    """The language model that turned the words into numbers, which say nothing more."""


class MatchingPart(Contract):
    """All that matching holds."""

    compared: tuple[MatchedFacts, ...] = ()
    candidacies: tuple[MatchedCandidacy, ...] = ()
    interests: tuple[MatchedInterest, ...] = ()
    interviews: tuple[MatchedInterview, ...] = ()
    searches: tuple[MatchedSearch, ...] = ()


_EXPORTS = Operations("matching", tag="privacy")
# fmt: off
EXPORT_MATCHING = _EXPORTS.post("/exports", MatchingPart, "export_matching", "What this service holds about the person of a pass.", body=PassIn, roles=ASKERS)
# fmt: on
