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
    SchemeIn,
    SchemeRow,
    SchemeRules,
    SchemeVersionIn,
)
from amuddu.contracts.types import Slug
from amuddu.kit.auth import Role, require
from amuddu.kit.db import SessionDep
from amuddu.kit.web.paging import Limit, Offset
from services.employers import access, budget, clock, scheme_writing, schemes_shown
from services.employers.api_parts import ALWAYS, MISSING, TAKEN, CallerDep

router = APIRouter(prefix="/v1", responses=ALWAYS)

READERS = (Role.COORDINATOR, Role.COUNSELLOR, Role.ADMINISTRATOR)
WRITERS = (Role.COORDINATOR,)
SchemeId = Annotated[Slug, Path()]
EnvelopeId = Annotated[UUID, Path()]


@router.get("/schemes/all", tags=["schemes"])
def list_scheme_versions(session: SessionDep, caller: CallerDep) -> list[SchemeRow]:
    """Every scheme with its version in force, open or past."""
    require(caller.actor, *READERS)
    return schemes_shown.listed(session, on=clock.today(), lang=caller.lang)


@router.get("/schemes/{scheme_id}", tags=["schemes"], responses=MISSING)
def get_scheme(scheme_id: SchemeId, session: SessionDep, caller: CallerDep) -> SchemeDetail:
    """A scheme as in force today, and every version it had."""
    require(caller.actor, *READERS)
    return schemes_shown.detail(session, scheme_id, on=clock.today(), lang=caller.lang)


@router.get("/schemes/{scheme_id}/rules", tags=["schemes"], responses=MISSING)
def get_scheme_rules(scheme_id: SchemeId, session: SessionDep, caller: CallerDep) -> SchemeRules:
    """A scheme as the rules read it: for whoever works out what a hire would cost."""
    require(caller.actor, *access.READERS, Role.SERVICE)
    return schemes_shown.rules_of(session, scheme_id, on=clock.today())


@router.post("/schemes", status_code=status.HTTP_201_CREATED, tags=["schemes"])
def add_scheme(body: SchemeIn, session: SessionDep, caller: CallerDep) -> SchemeDetail:
    """Write a scheme that no file knows, with its first version."""
    require(caller.actor, *WRITERS)
    scheme_writing.create(session, body, on=clock.today(), caller=caller)
    return schemes_shown.detail(session, body.id, on=clock.today(), lang=caller.lang)


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
    scheme_writing.new_version(session, scheme_id, body, on=clock.today(), caller=caller)
    return schemes_shown.detail(session, scheme_id, on=clock.today(), lang=caller.lang)


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
