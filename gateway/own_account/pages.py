"""What happened with an account, for the person and those who follow them; the link to confirm.

The link goes to the contact of before, so whoever opens it is asked nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.operations import Offset
from amuddu.contracts.profiles.account import AccountEvent, AccountEventIn, ContactAnswer
from amuddu.kit.auth import Role
from amuddu.kit.db import Session, SessionDep
from amuddu.kit.errors import known
from gateway.accounts import signing_in
from gateway.clients.base import Caller
from gateway.credentials import recovery
from gateway.credentials.kept import Keys
from gateway.own_account.words import HAPPENED
from gateway.people.person_view import KNOWN, OWN, PersonDep, PersonView
from gateway.people.words import say
from gateway.sessions.security import LANGUAGE_COOKIE, FormDep, RepeatableFormDep
from gateway.web import rendering
from gateway.web.forms import read_model, text_of
from gateway.web.page import PageDep

router = APIRouter(include_in_schema=False)

PAGE = 20


@router.get(f"{OWN}/compte")
@router.get(f"{KNOWN}/compte")
def happened(person: PersonDep, session: SessionDep, offset: Offset = 0) -> Response:
    """What happened with the account, and the change of contact that waits."""
    return _page(person, session, offset=offset)


def _page(person: PersonView, session: Session, *, offset: int = 0, code: str = "") -> Response:
    profile = person.profile()
    profiles = person.services.profiles
    # One more than is shown tells whether there is a next page.
    events = profiles.account_events(person.caller, person.id, limit=PAGE + 1, offset=offset)
    return person.page(
        "own_account.html",
        profile=profile,
        events=events[:PAGE],
        more=len(events) > PAGE,
        limit=PAGE,
        offset=offset,
        words=say(HAPPENED, person.lang),
        undoable=_undoable(events) if offset == 0 else None,
        confirms=person.role in (Role.COUNSELLOR, Role.AGENT),
        saved=person.query("ok"),
        code=code,
        gives_code=_gives_code(person) and recovery.of_profile(session, person.id) is not None,
    )


def _gives_code(person: PersonView) -> bool:
    """Whether this is somebody of the person's agency who may let them in again."""
    return not person.own and person.role is Role.COUNSELLOR


@router.post(f"{KNOWN}/compte/code")
def give_code(person: PersonDep, session: SessionDep, _form: RepeatableFormDep) -> Response:
    """A code for somebody who forgot their password and stands here; shown this once.

    Who is of another agency does not find the person. The person is told.
    """
    person.viewer.require(Role.COUNSELLOR)
    person.profile()  # raises for somebody else's people
    account = known(recovery.of_profile(session, person.id))
    keys = Keys.of(person.request.app.state.settings)
    code = recovery.give_code(session, keys, account, by=person.viewer.actor)
    body = AccountEventIn(kind="code_given")
    person.services.profiles.note_account_event(person.caller, person.id, body)
    return _page(person, session, code=code)


def _undoable(events: Sequence[AccountEvent]) -> UUID | None:
    """The last change of contact, where nothing came of it since."""
    last = next((event for event in events if event.kind.startswith("contact_")), None)
    return last.id if last is not None and last.kind == "contact_changed" else None


@router.post(f"{OWN}/compte/contact")
@router.post(f"{KNOWN}/compte/contact")
def settle(person: PersonDep, form: FormDep) -> Response:
    """The agency says in person whether a change is the person's; the person takes one back."""
    body = read_model(ContactAnswer, {"answer": text_of(form, "answer")})
    person.services.profiles.settle_contact(person.caller, person.id, body)
    return rendering.redirect(f"{person.base}/compte?ok=contact")


# --- the link -----------------------------------------------------------------------------------


@router.get("/k/{token}")
def ask(page: PageDep, token: str) -> Response:
    """Is it you? Opening the page answers nothing: previews of links stay harmless."""
    with signing_in.counting_bad_links(page.request):
        found = page.services.profiles.contact_change(Caller(None, page.lang), token)
    chosen = page.query("lang") or page.request.cookies.get(LANGUAGE_COOKIE)
    shown = page if chosen else replace(page, viewer=replace(page.viewer, lang=found.language))
    return shown.render("contact_change.html", token=token, change=found)


@router.post("/k/{token}")
def answer(page: PageDep, token: str, form: FormDep) -> Response:
    """Say so."""
    body = read_model(ContactAnswer, {"answer": text_of(form, "answer")})
    with signing_in.counting_bad_links(page.request):
        page.services.profiles.answer_contact_change(Caller(None, page.lang), token, body)
    return rendering.redirect(f"/k/{token}")
