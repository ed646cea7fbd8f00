"""Public API of schemes and money: the same steps as the pages take.

Each route makes one call to the employers service, which decides who may see and do what.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, status

from amuddu.contracts.schemes import (
    Envelope,
    EnvelopeIn,
    EnvelopePage,
    FundIn,
    Ledger,
    SchemeDetail,
    SchemeIn,
    SchemeRow,
    SchemeVersionIn,
)
from amuddu.kit.web.paging import Limit, Offset
from amuddu.kit.web.problems import PROBLEMS
from gateway.clients import ServicesDep
from gateway.sessions.security import CallerDep

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)

Id = Annotated[UUID, Path()]
SchemeId = Annotated[str, Path(pattern=r"^[A-Z0-9_]{2,60}$")]


@router.get("/schemes/all", tags=["incentives"])
def every_scheme(caller: CallerDep, services: ServicesDep) -> tuple[SchemeRow, ...]:
    """Every scheme with its version in force, open or past."""
    return services.employers.every_scheme(caller)


@router.get("/schemes/{scheme_id}", tags=["incentives"])
def scheme(caller: CallerDep, services: ServicesDep, scheme_id: SchemeId) -> SchemeDetail:
    """A scheme as in force today, and every version it had."""
    return services.employers.scheme(caller, scheme_id)


@router.post("/schemes", status_code=status.HTTP_201_CREATED, tags=["incentives"])
def add_scheme(caller: CallerDep, services: ServicesDep, body: SchemeIn) -> SchemeDetail:
    """Write a scheme that nobody has kept yet, with its first version."""
    return services.employers.add_scheme(caller, body)


@router.post(
    "/schemes/{scheme_id}/versions", status_code=status.HTTP_201_CREATED, tags=["incentives"]
)
def add_version(
    caller: CallerDep, services: ServicesDep, scheme_id: SchemeId, body: SchemeVersionIn
) -> SchemeDetail:
    """Add a version; the ones before stay as they are."""
    return services.employers.add_version(caller, scheme_id, body)


@router.get("/envelopes", tags=["money"])
def envelopes(caller: CallerDep, services: ServicesDep) -> EnvelopePage:
    """Every envelope and its balances."""
    return EnvelopePage(items=services.employers.envelopes(caller))


@router.post("/envelopes", status_code=status.HTTP_201_CREATED, tags=["money"])
def open_envelope(caller: CallerDep, services: ServicesDep, body: EnvelopeIn) -> Envelope:
    """Put money aside for a scheme and a period."""
    return services.employers.open_envelope(caller, body)


@router.post("/envelopes/{envelope_id}/fund", tags=["money"])
def fund_envelope(
    caller: CallerDep, services: ServicesDep, envelope_id: Id, body: FundIn
) -> Envelope:
    """Add to an envelope, or take away what is free."""
    return services.employers.fund_envelope(caller, envelope_id, body)


@router.get("/envelopes/{envelope_id}/ledger", tags=["money"])
def ledger(
    caller: CallerDep,
    services: ServicesDep,
    envelope_id: Id,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Ledger:
    """Every movement of an envelope, oldest first."""
    return services.employers.ledger(caller, envelope_id, limit=limit, offset=offset)
