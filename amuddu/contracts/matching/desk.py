"""What a counsellor's desk asks of matching: who waits, where people stand, many at once."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from amuddu.contracts.matching import CandidacyState, SetAsideReason
from amuddu.contracts.types import AboutSomebody, Contract, LongText

BulkAction = Literal["shortlist", "set_aside"]

MOST_AT_ONCE = 50
"""People that one action may be about."""


class StateCountsIn(Contract):
    """Ask how many people stand where, for the vacancies of one page."""

    ids: tuple[UUID, ...] = Field(max_length=100)


class StateCounts(Contract):
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


class BulkIn(Contract):
    """One decision about several people of a vacancy.

    `key` is chosen by whoever asks: the same key twice acts once, so a double click is harmless.
    """

    key: UUID
    action: BulkAction
    profile_ids: tuple[UUID, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)
    reason: SetAsideReason | None = None
    note: Annotated[LongText, AboutSomebody()] = ""

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
