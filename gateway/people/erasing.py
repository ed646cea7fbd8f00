"""Erase everything about a person, and what they are shown afterwards: a receipt, no name."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.kit.db import Session, SessionDep
from amuddu.kit.i18n import N_
from gateway.accounts import signing_in
from gateway.people.own_pages import OwnByPasswordDep
from gateway.people.person_view import PersonView
from gateway.people.staff_pages import KnownDep
from gateway.sessions.security import SESSION_COOKIE, FormDep, ViewerDep
from gateway.web import rendering

router = APIRouter(include_in_schema=False)

_CONFIRM = N_("Cochez la case pour confirmer.")


@router.get("/profil/effacer")
def confirm_own(person: OwnByPasswordDep) -> Response:
    """Before everything about me is erased."""
    return _confirm(person)


@router.post("/profil/effacer")
def erase_own(form: FormDep, person: OwnByPasswordDep, session: SessionDep) -> Response:
    """Erase everything, and sign out.

    The form is read first: sent twice, it is answered though nobody is signed in any more.
    """
    return _erase(person, session, form)


@router.get("/personnes/{profile_id}/effacer")
def confirm_known(person: KnownDep) -> Response:
    """Before everything about a person is erased."""
    return _confirm(person)


@router.post("/personnes/{profile_id}/effacer")
def erase_known(person: KnownDep, session: SessionDep, form: FormDep) -> Response:
    """Erase everything about a person who asked for it."""
    return _erase(person, session, form)


@router.get("/efface/{receipt}")
def erased(request: Request, viewer: ViewerDep, receipt: UUID) -> Response:
    """The receipt. It says nothing of anybody, so it may be opened again, by anybody."""
    own = viewer.identity is None
    return rendering.page(request, viewer, "person_erased.html", receipt=receipt, own=own)


def _confirm(person: PersonView) -> Response:
    return person.page("person_erase.html", profile=person.profile(), errors={}, values={})


def _erase(person: PersonView, session: Session, form: FormData) -> Response:
    if not form.get("confirm"):
        errors = {"confirm": rendering.say(person.viewer, _CONFIRM)}
        profile = person.profile()
        return person.page(
            "person_erase.html", status=422, profile=profile, errors=errors, values={}
        )
    done = signing_in.erase_profile(session, person.services, person.caller, person.id)
    response = rendering.redirect(f"/efface/{done.receipt}")
    if person.own:
        response.delete_cookie(SESSION_COOKIE)
    return response
