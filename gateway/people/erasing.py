"""Erase everything about a person, and what they are shown afterwards: a receipt, no name."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.kit.db import SessionDep
from amuddu.kit.i18n import N_
from gateway.accounts import signing_in
from gateway.people.person_view import KNOWN, OWN, PersonByPasswordDep
from gateway.sessions.security import SESSION_COOKIE, FormDep
from gateway.web import rendering
from gateway.web.page import PageDep

router = APIRouter(include_in_schema=False)

_CONFIRM = N_("Cochez la case pour confirmer.")


@router.get(f"{OWN}/effacer")
@router.get(f"{KNOWN}/effacer")
def confirm(person: PersonByPasswordDep) -> Response:
    """Before everything about a person is erased."""
    return person.page("person_erase.html", profile=person.profile())


@router.post(f"{OWN}/effacer")
@router.post(f"{KNOWN}/effacer")
def erase(form: FormDep, person: PersonByPasswordDep, session: SessionDep) -> Response:
    """Erase everything; the person themselves are signed out.

    The form is read first: sent twice, it is answered though nobody is signed in any more.
    """
    if not form.get("confirm"):
        errors = {"confirm": person.say(_CONFIRM)}
        return person.page("person_erase.html", status=422, profile=person.profile(), errors=errors)
    done = signing_in.erase_profile(session, person.services, person.caller, person.id)
    response = rendering.redirect(f"/efface/{done.receipt}")
    if person.own:
        response.delete_cookie(SESSION_COOKIE)
    return response


@router.get("/efface/{receipt}")
def erased(page: PageDep, receipt: UUID) -> Response:
    """The receipt. It says nothing of anybody, so it may be opened again, by anybody."""
    own = page.viewer.identity is None
    return page.render("person_erased.html", receipt=receipt, own=own)
