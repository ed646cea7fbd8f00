"""Routes of the envelopes: parse, authorise by role, make one call."""

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
)
from amuddu.kit.auth import require
from amuddu.kit.db import SessionDep
from amuddu.kit.web.paging import Limit, Offset
from services.employers.budget import service
from services.employers.organisations.caller import ALWAYS, MISSING, TAKEN, CallerDep
from services.employers.schemes.routes import READERS, WRITERS

router = APIRouter(prefix="/v1", responses=ALWAYS, tags=["money"])

EnvelopeId = Annotated[UUID, Path()]


@router.get("/envelopes")
def list_envelopes(session: SessionDep, caller: CallerDep) -> EnvelopePage:
    """Every envelope and its balances."""
    require(caller.actor, *READERS)
    return service.envelopes(session, caller=caller)


@router.post("/envelopes", status_code=status.HTTP_201_CREATED)
def open_envelope(body: EnvelopeIn, session: SessionDep, caller: CallerDep) -> Envelope:
    """Put money aside for a scheme and a period."""
    require(caller.actor, *WRITERS)
    return service.open_envelope(session, body, caller=caller)


@router.post("/envelopes/{envelope_id}/fund", responses=MISSING | TAKEN)
def fund_envelope(
    envelope_id: EnvelopeId, body: FundIn, session: SessionDep, caller: CallerDep
) -> Envelope:
    """Add to an envelope, or take away what is free."""
    require(caller.actor, *WRITERS)
    return service.fund(session, envelope_id, body, caller=caller)


@router.get("/envelopes/{envelope_id}/ledger", responses=MISSING)
def envelope_ledger(
    envelope_id: EnvelopeId,
    session: SessionDep,
    caller: CallerDep,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Ledger:
    """Every movement of an envelope, oldest first."""
    require(caller.actor, *READERS)
    return service.ledger(session, envelope_id, limit=limit, offset=offset, caller=caller)
