"""The people whom a counsellor or a community agent follows, and their pages on their behalf."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from amuddu.contracts.profiles import LIST_PROFILES, STAFF, Purpose
from amuddu.kit.auth import Role
from amuddu.kit.db import SessionDep
from amuddu.kit.web.paging import Offset
from gateway.clients import Services, ServicesDep
from gateway.people import person as pages
from gateway.people.person_view import PersonView
from gateway.sessions.security import FormDep, Viewer, ViewerDep
from gateway.web import rendering

router = APIRouter(include_in_schema=False)


def _newcomer(request: Request, viewer: ViewerDep, services: ServicesDep) -> PersonView:
    viewer.require(*STAFF)
    base = "/personnes/nouvelle"
    return PersonView(
        request, viewer, services, base=base, offers_url="", own=False, profile_id=None
    )


def _known(
    request: Request, viewer: ViewerDep, services: ServicesDep, profile_id: UUID
) -> PersonView:
    viewer.require(*STAFF, Role.ADMINISTRATOR)
    return PersonView.known(request, viewer, services, profile_id)


NewcomerDep = Annotated[PersonView, Depends(_newcomer)]
KnownDep = Annotated[PersonView, Depends(_known)]


@router.get("/personnes")
def people(
    request: Request,
    viewer: ViewerDep,
    services: ServicesDep,
    q: Annotated[str, Query(max_length=80)] = "",
    offset: Offset = 0,
) -> Response:
    """The people one follows; a search looks in names, phones, references and codes."""
    viewer.allowed(LIST_PROFILES)
    words = " ".join(q.replace("\x00", " ").split())
    found = services.profiles.list(viewer.caller, q=words, limit=pages.PAGE, offset=offset)
    return rendering.page(
        request,
        viewer,
        "people.html",
        found=found,
        q=words,
        limit=pages.PAGE,
        offset=offset,
        ending=pages.ending_state,
        twice=0 if words or offset else _entered_twice(viewer, services),
    )


def _entered_twice(viewer: Viewer, services: Services) -> int:
    """How many pairs of people are likely one, for those who may say so."""
    if viewer.actor.role is not Role.COUNSELLOR:
        return 0
    return services.profiles.duplicates(viewer.caller, limit=1).total


@router.get("/personnes/nouvelle")
def enter(person: NewcomerDep, session: SessionDep) -> Response:
    """An empty form."""
    return pages.edit(person, session)


@router.post("/personnes/nouvelle")
def add(person: NewcomerDep, session: SessionDep, form: FormDep) -> Response:
    """Add a person on their behalf."""
    return pages.save(person, session, form)


@router.get("/personnes/{profile_id}")
def summary(person: KnownDep) -> Response:
    """What is stored about a person."""
    return pages.summary(person)


@router.get("/personnes/{profile_id}/modifier")
def edit(person: KnownDep, session: SessionDep) -> Response:
    """The form."""
    return pages.edit(person, session)


@router.post("/personnes/{profile_id}/modifier")
def save(person: KnownDep, session: SessionDep, form: FormDep) -> Response:
    """Change the profile on the person's behalf."""
    return pages.save(person, session, form)


@router.post("/personnes/{profile_id}/accord/{purpose}")
def set_consent(person: KnownDep, purpose: Purpose, form: FormDep) -> Response:
    """Note a consent that the person gave or withdrew."""
    return pages.set_consent(person, purpose, form)


@router.post("/personnes/{profile_id}/tuteur")
def set_guardian(person: KnownDep, form: FormDep) -> Response:
    """Note that a parent or guardian agrees, or no longer."""
    person.viewer.require(Role.COUNSELLOR)
    return pages.set_guardian(person, form)


@router.get("/personnes/{profile_id}/titre")
def edit_title(person: KnownDep) -> Response:
    """Papers, on a page of their own."""
    return pages.edit_title(person)


@router.post("/personnes/{profile_id}/titre")
def save_title(person: KnownDep, form: FormDep) -> Response:
    """Keep what was said about papers."""
    return pages.save_title(person, form)


@router.get("/personnes/{profile_id}/droits")
def rights(person: KnownDep) -> Response:
    """What is open to the person."""
    return pages.rights(person)


@router.get("/personnes/{profile_id}/offres")
def offers(person: KnownDep, offset: Offset = 0) -> Response:
    """Vacancies that fit the person."""
    return pages.offers(person, offset)


@router.get("/personnes/{profile_id}/acces")
def accesses(person: KnownDep, offset: Offset = 0) -> Response:
    """Who looked at the profile."""
    return pages.accesses(person, offset)
