"""What support holds about a person: places in training, certificates, scholarships."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from amuddu.contracts.export import ASKERS, PassIn
from amuddu.contracts.operations import Operations
from amuddu.contracts.types import Contract


class TrainingStep(Contract):
    """One thing done to a request."""

    name: str
    from_state: str | None = None
    to_state: str
    reason: str | None = None
    note: str = ""
    until: date | None = None
    actor_role: str
    at: datetime


class AskedTraining(Contract):
    """A request for a place, and what became of it."""

    id: UUID
    session_id: UUID
    course_title: str
    centre_name: str
    starts_on: date
    code: str
    agency_id: str | None = None
    state: str
    reason: str | None = None
    held_until: date | None = None
    moved_up: bool = False
    asked_at: datetime
    updated_at: datetime
    steps: tuple[TrainingStep, ...] = ()


class HeldCertificate(Contract):
    """A certificate, and what was done to it."""

    id: UUID
    number: str
    request_id: UUID
    code: str
    agency_id: str | None = None
    course_title: str
    centre_name: str
    hours: int | None = None
    completed_on: date
    state: str
    reason: str | None = None
    issued_at: datetime
    updated_at: datetime
    steps: tuple[TrainingStep, ...] = ()


class PaidMonth(Contract):
    """A month of a scholarship."""

    number: int
    amount: Decimal
    attendance: str | None = None
    state: str
    paid_on: date | None = None


class GivenPoints(Contract):
    """What a member of the committee said, without who."""

    conflict: bool
    need: int | None = None
    benefit: int | None = None
    chance: int | None = None
    at: datetime


class AskedScholarship(Contract):
    """An application for a scholarship, and what became of it."""

    id: UUID
    number: int
    call_title: str
    course_title: str | None = None
    code: str
    agency_id: str | None = None
    place_id: UUID | None = None
    state: str
    why: str
    reason: str | None = None
    refused_on: date | None = None
    appealed: bool
    household_id: UUID
    asked_at: datetime
    updated_at: datetime
    scores: tuple[GivenPoints, ...] = ()
    months: tuple[PaidMonth, ...] = ()
    steps: tuple[TrainingStep, ...] = ()


class SupportPart(Contract):
    """All that support holds."""

    trainings: tuple[AskedTraining, ...] = ()
    certificates: tuple[HeldCertificate, ...] = ()
    scholarships: tuple[AskedScholarship, ...] = ()


_EXPORTS = Operations("support", tag="privacy")
# fmt: off
EXPORT_SUPPORT = _EXPORTS.post("/exports", SupportPart, "export_support", "What this service holds about the person of a pass.", body=PassIn, roles=ASKERS)
# fmt: on
