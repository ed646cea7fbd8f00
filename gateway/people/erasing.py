"""Erase everything about a person; what follows is their receipt (`gateway/erasures`).

A person who asks is erased at once. Staff who ask for somebody wait for another of the agency, or
a week, in which the person reads of it and can stop it.
"""

from __future__ import annotations

from typing import get_args

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.profiles.erasure import ErasureIn, ErasureReason
from amuddu.kit.auth import Role
from amuddu.kit.db import SessionDep
from amuddu.kit.errors import Forbidden
from amuddu.kit.i18n import N_
from gateway.accounts import profiles as account_profiles
from gateway.people import words
from gateway.people.person_view import KNOWN, OWN, PersonByPasswordDep, PersonView
from gateway.people.words import say
from gateway.sessions.security import SESSION_COOKIE, FormDep
from gateway.web import rendering
from gateway.web.forms import text_of

router = APIRouter(include_in_schema=False)

_CONFIRM = N_("Cochez la case pour confirmer.")
_REASON = N_("Choisissez une raison.")


@router.get(f"{OWN}/effacer")
@router.get(f"{KNOWN}/effacer")
def confirm(person: PersonByPasswordDep) -> Response:
    """Before everything about a person is erased."""
    return _page(person)


@router.post(f"{OWN}/effacer")
def erase(form: FormDep, person: PersonByPasswordDep, session: SessionDep) -> Response:
    """Erase everything about oneself, and be signed out.

    The form is read first: sent twice, it is answered though nobody is signed in any more.
    """
    if not form.get("confirm"):
        return _page(person, confirm=_CONFIRM)
    done = account_profiles.erase_profile(session, person.services, person.caller, person.id)
    response = rendering.redirect(f"/effacement/{done.token}")
    response.delete_cookie(SESSION_COOKIE)
    return response


@router.post(f"{KNOWN}/effacer")
def ask(form: FormDep, person: PersonByPasswordDep) -> Response:
    """Ask that somebody be erased."""
    reason = text_of(form, "reason")
    if reason not in get_args(ErasureReason):
        return _page(person, reason=_REASON)
    if not form.get("confirm"):
        return _page(person, confirm=_CONFIRM)
    body = ErasureIn.model_validate({"reason": reason})
    person.services.profiles.ask_erasure(person.caller, person.id, body)
    return rendering.redirect(f"{person.base}/effacer")


@router.post(f"{KNOWN}/effacer/confirmer")
def confirm_asked(form: FormDep, person: PersonByPasswordDep, session: SessionDep) -> Response:
    """Confirm what another of the agency has asked."""
    if not form.get("confirm"):
        return _page(person, confirm=_CONFIRM)
    done = account_profiles.confirm_erasure(session, person.services, person.caller, person.id)
    return rendering.redirect(f"/effacement/{done.token}")


@router.post(f"{OWN}/effacer/arreter")
@router.post(f"{KNOWN}/effacer/arreter")
def stop(_form: FormDep, person: PersonByPasswordDep) -> Response:
    """Stop an erasure that waits."""
    person.services.profiles.stop_erasure(person.caller, person.id)
    return rendering.redirect(person.base)


def _page(person: PersonView, **errors: str) -> Response:
    if person.viewer.actor.role is Role.ADMINISTRATOR:
        raise Forbidden
    return person.page(
        "person_erase.html",
        status=422 if errors else 200,
        profile=person.profile(),
        asked=person.services.profiles.erasure(person.caller, person.id).asked,
        reasons=say(words.ERASURE_REASONS, person.lang),
        errors={name: person.say(text) for name, text in errors.items()},
    )
