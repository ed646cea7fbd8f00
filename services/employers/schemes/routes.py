"""Routes of schemes and money: read by staff, written by a coordinator."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, status

from amuddu.contracts.schemes import (
    SchemeDetail,
    SchemeIn,
    SchemeRules,
    SchemeVersionIn,
)
from amuddu.contracts.types import Slug
from amuddu.kit import clock
from amuddu.kit.auth import Role, require
from amuddu.kit.db import SessionDep
from services.employers.organisations import access as organisations_access
from services.employers.organisations.caller import ALWAYS, MISSING, CallerDep
from services.employers.schemes import presenting, writing

router = APIRouter(prefix="/v1", responses=ALWAYS)

READERS = (Role.COORDINATOR, Role.COUNSELLOR, Role.ADMINISTRATOR)
WRITERS = (Role.COORDINATOR,)
SchemeId = Annotated[Slug, Path()]


@router.get("/schemes/{scheme_id}", tags=["schemes"], responses=MISSING)
def get_scheme(scheme_id: SchemeId, session: SessionDep, caller: CallerDep) -> SchemeDetail:
    """A scheme as in force today, and every version it had."""
    require(caller.actor, *READERS)
    return presenting.detail(session, scheme_id, on=clock.today(), lang=caller.lang)


@router.get("/schemes/{scheme_id}/rules", tags=["schemes"], responses=MISSING)
def get_scheme_rules(scheme_id: SchemeId, session: SessionDep, caller: CallerDep) -> SchemeRules:
    """A scheme as the rules read it: for whoever works out what a hire would cost."""
    require(caller.actor, *organisations_access.READERS, Role.SERVICE)
    return presenting.rules_of(session, scheme_id, on=clock.today())


@router.post("/schemes", status_code=status.HTTP_201_CREATED, tags=["schemes"])
def add_scheme(body: SchemeIn, session: SessionDep, caller: CallerDep) -> SchemeDetail:
    """Write a scheme that no file knows, with its first version."""
    require(caller.actor, *WRITERS)
    writing.create(session, body, on=clock.today(), caller=caller)
    return presenting.detail(session, body.id, on=clock.today(), lang=caller.lang)


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
    writing.new_version(session, scheme_id, body, on=clock.today(), caller=caller)
    return presenting.detail(session, scheme_id, on=clock.today(), lang=caller.lang)
