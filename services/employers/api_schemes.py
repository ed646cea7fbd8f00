"""Routes of schemes and money: read by staff, written by a coordinator."""

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
    SchemeRow,
    SchemeVersionIn,
)
from amuddu.contracts.types import Slug
from amuddu.kit.auth import Role, require
from amuddu.kit.db import SessionDep
from services.employers import budget, clock, schemes
from services.employers.api_parts import ALWAYS, MISSING, TAKEN, CallerDep, Limit, Offset

router = APIRouter(prefix="/v1", responses=ALWAYS)

READERS = (Role.COORDINATOR, Role.COUNSELLOR, Role.ADMINISTRATOR)
WRITERS = (Role.COORDINATOR,)
SchemeId = Annotated[Slug, Path()]
EnvelopeId = Annotated[UUID, Path()]


@router.get("/schemes/all", tags=["schemes"])
def list_scheme_versions(session: SessionDep, caller: CallerDep) -> list[SchemeRow]:
    """Every scheme with its version in force, open or past."""
    require(caller.actor, *READERS)
    return schemes.listed(session, on=clock.today(), lang=caller.lang)


@router.get("/schemes/{scheme_id}", tags=["schemes"], responses=MISSING)
def get_scheme(scheme_id: SchemeId, session: SessionDep, caller: CallerDep) -> SchemeDetail:
    """A scheme as in force today, and every version it had."""
    require(caller.actor, *READERS)
    return schemes.detail(session, scheme_id, on=clock.today(), lang=caller.lang)


@router.post(
    "/schemes/{scheme_id}/versions",
    status_code=status.HTTP_201_CREATED,
    tags=["schemes"],
    responses=MISSING,
)
def add_scheme_version(
    scheme_id: SchemeId, body: SchemeVersionIn, session: SessionDep, caller: CallerDep
) -> SchemeDetail:
    """Add a version; the ones before stay as they are."""
    require(caller.actor, *WRITERS)
    schemes.new_version(session, scheme_id, body, on=clock.today(), caller=caller)
    return schemes.detail(session, scheme_id, on=clock.today(), lang=caller.lang)


@router.get("/envelopes", tags=["money"])
def list_envelopes(session: SessionDep, caller: CallerDep) -> EnvelopePage:
    """Every envelope and its balances."""
    require(caller.actor, *READERS)
    return budget.envelopes(session, caller=caller)


@router.post("/envelopes", status_code=status.HTTP_201_CREATED, tags=["money"])
def open_envelope(body: EnvelopeIn, session: SessionDep, caller: CallerDep) -> Envelope:
    """Put money aside for a scheme and a period."""
    require(caller.actor, *WRITERS)
    return budget.open_envelope(session, body, caller=caller)


@router.post("/envelopes/{envelope_id}/fund", tags=["money"], responses=MISSING | TAKEN)
def fund_envelope(
    envelope_id: EnvelopeId, body: FundIn, session: SessionDep, caller: CallerDep
) -> Envelope:
    """Add to an envelope, or take away what is free."""
    require(caller.actor, *WRITERS)
    return budget.fund(session, envelope_id, body, caller=caller)


@router.get("/envelopes/{envelope_id}/ledger", tags=["money"], responses=MISSING)
def envelope_ledger(
    envelope_id: EnvelopeId,
    session: SessionDep,
    caller: CallerDep,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Ledger:
    """Every movement of an envelope, oldest first."""
    require(caller.actor, *READERS)
    return budget.ledger(session, envelope_id, limit=limit, offset=offset, caller=caller)
