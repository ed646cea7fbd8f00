"""Routes of opened contacts: parse, authorise, one call."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from amuddu.contracts.profiles import (
    Disclosure,
    DisclosureGrant,
    Disclosures,
    DisclosuresIn,
)
from amuddu.kit.auth import ActorDep
from amuddu.kit.db import SessionDep
from amuddu.kit.web.paging import Limit, Offset
from services.profiles.common.dependencies import RESPONSES
from services.profiles.disclosures import service

router = APIRouter(prefix="/v1", responses=RESPONSES)


@router.get("/profiles/{profile_id}/disclosures", tags=["privacy"])
def list_disclosures(
    profile_id: UUID,
    actor: ActorDep,
    session: SessionDep,
    limit: Limit = 20,
    offset: Offset = 0,
) -> list[DisclosureGrant]:
    """To whom the person's contact was opened, newest first."""
    return service.grants(session, profile_id, actor=actor, limit=limit, offset=offset)


@router.post("/disclosures/batch", tags=["privacy"])
def read_disclosures(body: DisclosuresIn, actor: ActorDep, session: SessionDep) -> Disclosures:
    """The contacts of several candidacies; those that one may not see are left out."""
    return service.disclosures(session, body.candidacies, actor=actor)


@router.get("/disclosures/{candidacy_id}", tags=["privacy"])
def read_disclosure(candidacy_id: UUID, actor: ActorDep, session: SessionDep) -> Disclosure:
    """Contact of a person who said yes, for the employer of that vacancy."""
    return service.disclosure(session, candidacy_id, actor=actor)
