"""Calls for scholarships: what is given, from which envelope, and what is asked, as versions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.support.catalogue import Age, SchoolLevel
from amuddu.contracts.support.money import Amount
from amuddu.contracts.types import Contract, Day, ShortText

CallState = Literal["draft", "open", "closed"]


class CallTermsIn(Contract):
    """What a call asks. What is empty is not asked; `courses`: any course where none is named."""

    courses: Annotated[tuple[UUID, ...], Field(max_length=100)] = ()
    school_level: SchoolLevel | None = None
    age_least: Age | None = None
    age_most: Age | None = None
    one_per_household: bool = True
    one_per_course: bool = True


class CallTerms(CallTermsIn):
    """What a call asks from a day on; an application is judged by the version it was begun with."""

    version: int
    valid_from: date


class CallIn(Contract):
    """A call: from which envelope, how much a month, for how long. `quorum`: how many members of
    the committee must have scored before anybody decides."""

    title: ShortText
    envelope_id: UUID
    closes_on: Day
    monthly: Amount
    months: Annotated[int, Field(ge=1, le=24)]
    quorum: Annotated[int, Field(ge=3, le=15)] = 3
    terms: CallTermsIn = CallTermsIn()


class CommitteeIn(Contract):
    """Who scores: accounts of staff."""

    members: Annotated[tuple[UUID, ...], Field(min_length=3, max_length=15)]


class ScholarshipCall(Contract):
    """A call as everybody signed in reads it."""

    id: UUID
    title: str
    state: CallState
    closes_on: date
    currency: str
    monthly: Decimal
    months: int
    terms: CallTerms
    takes_applications: bool
    to_decide: int = 0
    """For the coordination: applications that have their points and wait for a choice."""
    to_order: int = 0
    """For the coordination: months that are noted and that the bank is not asked for yet."""


class ScholarshipCalls(Contract):
    """Calls, those that take applications first."""

    items: tuple[ScholarshipCall, ...]


class KeptCall(ScholarshipCall):
    """A call as the coordination reads it."""

    envelope_id: UUID
    quorum: int
    members: tuple[UUID, ...]
    free: Decimal
    applications: dict[str, int]
    """How many stand in which state."""
