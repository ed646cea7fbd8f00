"""Routes of the profiles service: parse, authorise, one call.

Who may open which profile is decided in `access.py` and `policy.py`: the person, a counsellor of
the agency, the person's agent, an administrator. To everybody else it is "not found".
"""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, status

from amuddu.contracts.batch import BatchIn, BatchOut
from amuddu.contracts.desk import NoteIn, Notes, Renewals
from amuddu.contracts.profiles import (
    AccessRecord,
    ConsentIn,
    ConsentRecord,
    ContactRoute,
    Disclosure,
    DisclosureGrant,
    Disclosures,
    DisclosuresIn,
    ErasureReceipt,
    Labels,
    LabelsIn,
    Profile,
    ProfileIn,
    ProfilePage,
    Purpose,
    RightsOut,
)
from amuddu.contracts.statistics import Figures
from amuddu.contracts.types import Lang
from amuddu.kit.auth import ActorDep
from amuddu.kit.db import SessionDep
from amuddu.kit.web.http import request_language
from amuddu.kit.web.paging import Limit, Offset
from services.profiles import disclosures, imports, notes, queries, renewals, service, statistics
from services.profiles.settings import ProfilesSettings

_FIELD = {
    "type": "object",
    "required": ["field", "message"],
    "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "errors": {"type": "array", "items": _FIELD},
    },
}


def _problem(description: str) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": _PROBLEM}}
    return {"description": description, "content": content}


router = APIRouter(
    prefix="/v1",
    responses={
        400: _problem("The body cannot be read."),
        401: _problem("No actor token, or one that is forged or too old."),
        403: _problem("The role does not allow this."),
        404: _problem("Nothing of this id, or nothing that the actor may see."),
        409: _problem("The situation does not allow it; `title` says why."),
        422: _problem("Some fields are to be mended; `errors` names each and says how."),
        503: _problem("The database is out of reach; try again after Retry-After seconds."),
    },
)

Words = Annotated[str, Query(max_length=80)]
LangDep = Annotated[Lang, Depends(request_language)]


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
    return renewals.renewals(session, actor=actor, on=service.today(), days=days, limit=limit)


@router.get("/profiles/{profile_id}/notes", tags=["notes"])
def list_notes(profile_id: UUID, actor: ActorDep, session: SessionDep) -> Notes:
    """The agency's notes about a person, newest first."""
    return notes.of_person(session, profile_id, actor=actor)


@router.post("/profiles/{profile_id}/notes", tags=["notes"])
def add_note(profile_id: UUID, body: NoteIn, actor: ActorDep, session: SessionDep) -> Notes:
    """Keep a note about a person, for the agency alone."""
    return notes.add(session, profile_id, body, actor=actor)


@router.delete("/profiles/{profile_id}/notes/{note_id}", tags=["notes"])
def delete_note(profile_id: UUID, note_id: UUID, actor: ActorDep, session: SessionDep) -> Notes:
    """Take a note of one's own away."""
    return notes.delete(session, profile_id, note_id, actor=actor)


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


@router.get("/profiles/{profile_id}/disclosures", tags=["privacy"])
def list_disclosures(
    profile_id: UUID,
    actor: ActorDep,
    session: SessionDep,
    limit: Limit = 20,
    offset: Offset = 0,
) -> list[DisclosureGrant]:
    """To whom the person's contact was opened, newest first."""
    return queries.grants(session, profile_id, actor=actor, limit=limit, offset=offset)


@router.get("/profiles/{profile_id}/rights", tags=["rights"])
def read_rights(profile_id: UUID, actor: ActorDep, session: SessionDep, lang: LangDep) -> RightsOut:
    """What is open to the person today, in the reader's language."""
    return queries.rights_of(session, profile_id, actor=actor, lang=lang, on=service.today())


@router.get("/profiles/{profile_id}/contact-route", tags=["privacy"])
def read_contact_route(profile_id: UUID, actor: ActorDep, session: SessionDep) -> ContactRoute:
    """Where and in which language the person agreed to be told. For other services alone."""
    return queries.contact_route(session, profile_id, actor=actor)


@router.get("/statistics", tags=["statistics"])
def count_people(
    actor: ActorDep, session: SessionDep, months: Annotated[int, Query(ge=1, le=36)] = 12
) -> Figures:
    """People by region, sex, language and month, and how far they got; small numbers hidden."""
    return statistics.people(session, actor=actor, on=service.today(), months=months)


@router.post("/disclosures/batch", tags=["privacy"])
def read_disclosures(body: DisclosuresIn, actor: ActorDep, session: SessionDep) -> Disclosures:
    """The contacts of several candidacies; those that one may not see are left out."""
    return disclosures.disclosures(session, body.candidacies, actor=actor)


@router.get("/disclosures/{candidacy_id}", tags=["privacy"])
def read_disclosure(candidacy_id: UUID, actor: ActorDep, session: SessionDep) -> Disclosure:
    """Contact of a person who said yes, for the employer of that vacancy."""
    return disclosures.disclosure(session, candidacy_id, actor=actor)
