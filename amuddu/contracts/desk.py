"""What a counsellor's desk asks of the services: who waits, where people stand, many at once."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from amuddu.contracts.matching import CandidacyState, SetAsideReason
from amuddu.contracts.operations import Limit, Operations, Query
from amuddu.contracts.profiles import STAFF
from amuddu.contracts.types import Contract, Day, LongText

MOST_AT_ONCE = 50
"""People that one action may be about."""

# --- matching ---------------------------------------------------------------------------------


class StandingIn(Contract):
    """Ask how many people stand where, for the vacancies of one page."""

    ids: tuple[UUID, ...] = Field(max_length=100)


class Standing(Contract):
    """How many people stand at each state, by vacancy; a vacancy that nobody knows is left out."""

    vacancies: dict[UUID, dict[CandidacyState, int]]


class Pending(Contract):
    """A candidacy on which somebody waits: no answer, no contact, or a yes without a follow-up."""

    candidacy_id: UUID
    vacancy_id: UUID
    vacancy_title: str
    employer_name: str
    profile_id: UUID
    code: str
    state: CandidacyState
    since: datetime
    meet_asked_at: datetime | None = None


class PendingPage(Contract):
    """What waits longest, first; `total` counts all of it."""

    items: tuple[Pending, ...]
    total: int


BulkAction = Literal["shortlist", "set_aside"]


class BulkIn(Contract):
    """One decision about several people of a vacancy.

    `key` is chosen by whoever asks: the same key twice acts once, so a double click is harmless.
    """

    key: UUID
    action: BulkAction
    profile_ids: tuple[UUID, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)
    reason: SetAsideReason | None = None
    note: LongText = ""

    @model_validator(mode="after")
    def _set_aside_has_reason(self) -> Self:
        if self.action == "set_aside" and self.reason is None:
            raise PydanticCustomError("reason_missing", "reason missing")
        return self


class BulkLine(Contract):
    """What became of one person: the step was taken, or why it was not."""

    profile_id: UUID
    done: bool
    problem: str | None = None


class BulkOut(Contract):
    """What became of a decision about several people, and until when it can be undone."""

    key: UUID
    action: BulkAction
    lines: tuple[BulkLine, ...]
    undo_until: datetime
    undone: bool = False


# --- profiles ---------------------------------------------------------------------------------


class Renewal(Contract):
    """Somebody of one's agency whose title or consent is to be renewed soon, or is past its day.

    `consent_ends_on` is the day on which the consent to be proposed is to be asked again.
    """

    profile_id: UUID
    code: str
    display_name: str
    title_ends_on: Day | None = None
    consent_ends_on: Day | None = None


class Renewals(Contract):
    """The most urgent renewals first; `total` counts them all."""

    items: tuple[Renewal, ...]
    total: int


class NoteIn(Contract):
    """A counsellor's note about a person, for the agency alone."""

    key: UUID
    """Chosen by whoever writes: the same key twice keeps one note."""
    text: LongText = Field(min_length=1, max_length=2000)


class Note(Contract):
    """A note as the agency reads it. What tells a status or a contact was taken out of it."""

    id: UUID
    at: datetime
    role: str
    """Role of whoever wrote it."""
    own: bool
    """Whether the reader wrote it, and so may delete it."""
    text: str


class Notes(Contract):
    """Notes about a person, newest first."""

    items: tuple[Note, ...]


class Upcoming(Query):
    """Within how many days something ends."""

    days: Annotated[int, Field(ge=0, le=366)] = 45
    limit: Limit = 20


_PEOPLE = Operations("profiles", tag="profiles")
_NOTES = Operations("profiles", tag="notes")

# fmt: off
LIST_RENEWALS = _PEOPLE.get("/profiles/renewals", Renewals, "list_renewals", "People one follows whose title or consent is to be renewed soon, or is past its day.", query=Upcoming, roles=STAFF)
LIST_NOTES = _NOTES.get("/profiles/{profile_id}/notes", Notes, "list_notes", "The agency's notes about a person, newest first.", roles=STAFF)
ADD_NOTE = _NOTES.post("/profiles/{profile_id}/notes", Notes, "add_note", "Keep a note about a person, for the agency alone.", body=NoteIn, roles=STAFF)
DELETE_NOTE = _NOTES.delete("/profiles/{profile_id}/notes/{note_id}", Notes, "delete_note", "Take a note of one's own away.", roles=STAFF)
# fmt: on
