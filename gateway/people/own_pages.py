"""A jobseeker's own pages: what is stored, what is open, vacancies, who looked, erasure."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from amuddu.contracts.profiles import Purpose
from amuddu.kit.auth import Role
from amuddu.kit.db import SessionDep
from amuddu.kit.errors import Forbidden
from amuddu.kit.i18n import N_
from amuddu.kit.web.paging import Offset
from gateway.clients import ServicesDep
from gateway.people import person as pages
from gateway.people.person_view import PersonView
from gateway.sessions.security import FormDep, ViewerDep

router = APIRouter(include_in_schema=False)


def _own(request: Request, viewer: ViewerDep, services: ServicesDep) -> PersonView:
    actor = viewer.require(Role.JOBSEEKER)
    return PersonView(
        request,
        viewer,
        services,
        base="/profil",
        offers_url="/offres-pour-moi",
        own=True,
        profile_id=actor.profile_id,
    )


OwnDep = Annotated[PersonView, Depends(_own)]


def _by_password(person: OwnDep) -> PersonView:
    """The same, for what a card does not open: whoever finds or takes a card must not do it."""
    if person.viewer.identity is not None and person.viewer.identity.by_card:
        raise Forbidden(
            N_("La carte n'ouvre pas cette page. Demandez à votre agence de le faire avec vous.")
        )
    return person


OwnByPasswordDep = Annotated[PersonView, Depends(_by_password)]


@router.get("/profil")
def summary(person: OwnDep) -> Response:
    """What is stored; an invitation to start where nothing is."""
    return pages.summary(person)


@router.get("/profil/modifier")
def edit(person: OwnDep, session: SessionDep) -> Response:
    """The form."""
    return pages.edit(person, session)


@router.post("/profil/modifier")
def save(person: OwnDep, session: SessionDep, form: FormDep) -> Response:
    """Make the profile, or change it."""
    return pages.save(person, session, form)


@router.post("/profil/accord/{purpose}")
def set_consent(person: OwnDep, purpose: Purpose, form: FormDep) -> Response:
    """Give or withdraw one consent."""
    return pages.set_consent(person, purpose, form)


@router.get("/profil/titre")
def edit_title(person: OwnByPasswordDep) -> Response:
    """Papers, on a page of their own."""
    return pages.edit_title(person)


@router.post("/profil/titre")
def save_title(person: OwnByPasswordDep, form: FormDep) -> Response:
    """Keep what was said about papers."""
    return pages.save_title(person, form)


@router.get("/profil/droits")
def rights(person: OwnDep) -> Response:
    """What is open to me."""
    return pages.rights(person)


@router.get("/profil/acces")
def accesses(person: OwnDep, offset: Offset = 0) -> Response:
    """Who looked at my profile."""
    return pages.accesses(person, offset)


@router.get("/offres-pour-moi")
def offers(person: OwnDep, offset: Offset = 0) -> Response:
    """Vacancies that fit me."""
    return pages.offers(person, offset)
