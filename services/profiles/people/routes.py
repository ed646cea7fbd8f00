"""Routes of the profiles service: parse, authorise, one call.

Who may open which profile is decided in `access.py` and `policy.py`: the person, a counsellor of
the agency, the person's agent, an administrator. To everybody else it is "not found".
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, status

from amuddu.contracts.batch import BatchIn, BatchOut
from amuddu.contracts.desk import Renewals
from amuddu.contracts.profiles import (
    AccessRecord,
    ConsentIn,
    ConsentRecord,
    ContactRoute,
    ErasureReceipt,
    Labels,
    LabelsIn,
    Profile,
    ProfileIn,
    ProfilePage,
    Purpose,
    RightsOut,
)
from amuddu.kit import clock
from amuddu.kit.auth import ActorDep
from amuddu.kit.db import SessionDep
from amuddu.kit.web.paging import Limit, Offset
from services.profiles.common.dependencies import RESPONSES, LangDep
from services.profiles.people import imports, queries, renewals, service
from services.profiles.settings import ProfilesSettings

router = APIRouter(prefix="/v1", responses=RESPONSES)

Words = Annotated[str, Query(max_length=80)]


def _keys(request: Request) -> tuple[str, ...]:
    settings: ProfilesSettings = request.app.state.settings
    return settings.accepted_keys


KeysDep = Annotated[tuple[str, ...], Depends(_keys)]
"""The key that marks who is erased, then those that did before."""


@router.post("/profiles", status_code=status.HTTP_201_CREATED, tags=["profiles"])
def create_profile(body: ProfileIn, actor: ActorDep, session: SessionDep) -> Profile:
    """Make one's own profile, or somebody's of one's agency."""
    return service.create(session, body, actor=actor)


@router.get("/profiles", tags=["profiles"])
def list_profiles(
    actor: ActorDep, session: SessionDep, q: Words = "", limit: Limit = 20, offset: Offset = 0
) -> ProfilePage:
    """The people one follows, the last changed first; `q` looks in names and codes."""
    return queries.page(session, actor=actor, q=q, limit=limit, offset=offset)


@router.post("/profiles/labels", tags=["profiles"])
def label_profiles(body: LabelsIn, actor: ActorDep, session: SessionDep) -> Labels:
    """How people may be called: by name for those one follows, by code for all others."""
    return queries.labels(session, body.ids, actor=actor)


@router.post("/profiles/batch", tags=["profiles"])
def import_profiles(
    body: BatchIn, actor: ActorDep, session: SessionDep, lang: LangDep, keys: KeysDep
) -> BatchOut:
    """Create or update people from the rows of a file, each judged alone."""
    return imports.batch(session, body, actor=actor, lang=lang, keys=keys)


@router.get("/profiles/renewals", tags=["profiles"])
def list_renewals(
    actor: ActorDep,
    session: SessionDep,
    days: Annotated[int, Query(ge=0, le=366)] = 45,
    limit: Limit = 20,
) -> Renewals:
    """People one follows whose title or consent is to be renewed soon, or is past its day."""
    return renewals.renewals(session, actor=actor, on=clock.today(), days=days, limit=limit)


@router.get("/profiles/{profile_id}", tags=["profiles"])
def read_profile(profile_id: UUID, actor: ActorDep, session: SessionDep) -> Profile:
    """A whole profile. Whoever is not the person leaves their trace."""
    return queries.read(session, profile_id, actor=actor)


@router.put("/profiles/{profile_id}", tags=["profiles"])
def change_profile(
    profile_id: UUID, body: ProfileIn, actor: ActorDep, session: SessionDep
) -> Profile:
    """Replace what a profile says. Consents that the body does not mention are kept."""
    return service.change(session, profile_id, body, actor=actor)


@router.delete("/profiles/{profile_id}", tags=["profiles"])
def erase_profile(
    profile_id: UUID, actor: ActorDep, session: SessionDep, keys: KeysDep
) -> ErasureReceipt:
    """Erase everything about a person, for good."""
    return service.erase(session, profile_id, actor=actor, key=keys[0])


@router.get("/profiles/{profile_id}/consents", tags=["consents"])
def list_consents(
    profile_id: UUID,
    actor: ActorDep,
    session: SessionDep,
    limit: Limit = 20,
    offset: Offset = 0,
) -> list[ConsentRecord]:
    """Consents given and withdrawn, newest first."""
    return queries.consents(session, profile_id, actor=actor, limit=limit, offset=offset)


@router.put("/profiles/{profile_id}/consents/{purpose}", tags=["consents"])
def set_consent(
    profile_id: UUID, purpose: Purpose, body: ConsentIn, actor: ActorDep, session: SessionDep
) -> ConsentRecord:
    """Give or withdraw consent to one purpose."""
    return service.set_consent(session, profile_id, purpose, body, actor=actor)


@router.get("/profiles/{profile_id}/accesses", tags=["privacy"])
def list_accesses(
    profile_id: UUID,
    actor: ActorDep,
    session: SessionDep,
    limit: Limit = 20,
    offset: Offset = 0,
) -> list[AccessRecord]:
    """Who looked at or changed what, newest first."""
    return queries.accesses(session, profile_id, actor=actor, limit=limit, offset=offset)


@router.get("/profiles/{profile_id}/rights", tags=["rights"])
def read_rights(profile_id: UUID, actor: ActorDep, session: SessionDep, lang: LangDep) -> RightsOut:
    """What is open to the person today, in the reader's language."""
    return queries.rights_of(session, profile_id, actor=actor, lang=lang, on=clock.today())


@router.get("/profiles/{profile_id}/contact-route", tags=["privacy"])
def read_contact_route(profile_id: UUID, actor: ActorDep, session: SessionDep) -> ContactRoute:
    """Where and in which language the person agreed to be told. For other services alone."""
    return queries.contact_route(session, profile_id, actor=actor)
