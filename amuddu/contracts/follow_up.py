"""What those who follow people ask of profiles: whose papers end soon, and notes about them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from amuddu.contracts.operations import Limit, Operations, Query
from amuddu.contracts.profiles import STAFF
from amuddu.contracts.types import Contract, Day, LongText

# --- matching ---------------------------------------------------------------------------------


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
    replace: bool = False
    """Keep the note without what it tells that it must not, rather than refuse it."""


class Note(Contract):
    """A note as the agency reads it. What tells a status or a contact is not in it."""

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
