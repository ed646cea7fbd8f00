"""What employers holds about a person: the files of their hires, and claims that concern them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from amuddu.contracts.export import ASKERS, PassIn
from amuddu.contracts.operations import Operations
from amuddu.contracts.types import Contract


class HiredStep(Contract):
    """One step of the file of a hire."""

    step_id: str
    position: int
    state: str
    started_on: date | None = None
    done_on: date | None = None
    note: str = ""


class HiredLine(Contract):
    """One thing done to a file or to a claim: by which role, when, why."""

    name: str
    step_id: str | None = None
    from_state: str | None = None
    to_state: str
    reason: str | None = None
    note: str = ""
    actor_role: str
    at: datetime


class HiredFile(Contract):
    """The file of a hire. The person said yes to this employer, so its name is told."""

    id: UUID
    vacancy_id: UUID
    vacancy_title: str
    employer_name: str
    code: str
    agency_id: str | None = None
    route: str
    scheme_id: str | None = None
    state: str
    stuck_on: str | None = None
    stuck_reason: str | None = None
    hired_on: date
    contract_type: str | None = None
    contract_months: int | None = None
    wage_month: Decimal | None = None
    starts_on: date | None = None
    papers_until: date | None = None
    young: bool
    domestic: bool
    updated_at: datetime
    steps: tuple[HiredStep, ...] = ()
    log: tuple[HiredLine, ...] = ()


class ConcernedClaim(Contract):
    """A claim of an incentive for one's hire: what was asked and decided."""

    id: UUID
    hire_id: UUID
    scheme_id: str
    scheme_version: int
    state: str
    starts_on: date | None = None
    monthly: Decimal | None = None
    months: int | None = None
    total: Decimal | None = None
    currency: str
    criteria: tuple[dict[str, Any], ...] = ()
    comment: str = ""
    refusal: str | None = None
    justification: str = ""
    signed_on: date | None = None
    retention_until: date | None = None
    ended_on: date | None = None
    end_cause: str | None = None
    submitted_at: datetime | None = None
    updated_at: datetime
    log: tuple[HiredLine, ...] = ()


class EmployersPart(Contract):
    """All that employers holds."""

    hires: tuple[HiredFile, ...] = ()
    claims: tuple[ConcernedClaim, ...] = ()


_EXPORTS = Operations("employers", tag="privacy")
# fmt: off
EXPORT_EMPLOYERS = _EXPORTS.post("/exports", EmployersPart, "export_employers", "What this service holds about the person of a pass.", body=PassIn, roles=ASKERS)
# fmt: on
