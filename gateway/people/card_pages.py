"""Cards with a square code: made by the agency, opened on any telephone, stopped by either."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.profiles.account import AccountEventIn
from amuddu.kit.db import Session, SessionDep
from amuddu.kit.errors import AmudduError
from gateway.accounts import cards as accounts_cards
from gateway.accounts import signing_in
from gateway.accounts.cards import Card
from gateway.accounts.pages import let_in
from gateway.people import person as pages
from gateway.people.person_view import KNOWN, OWN, PersonDep, PersonView
from gateway.sessions import service as accounts
from gateway.sessions.security import FormDep, RepeatableFormDep, client_address
from gateway.settings import GatewaySettings
from gateway.web import rendering
from gateway.web.forms import text_of
from gateway.web.page import PageDep

router = APIRouter(include_in_schema=False)


# --- the agency makes it ------------------------------------------------------------------------


@router.get(f"{KNOWN}/carte")
def show(person: PersonDep, session: SessionDep) -> Response:
    """The card to print, or the form that makes one."""
    return _page(person, session, accounts_cards.of_profile(session, person.id))


@router.post(f"{KNOWN}/carte")
def make(person: PersonDep, session: SessionDep, form: FormDep) -> Response:
    """Make a card with the number that the person has just typed."""
    try:
        accounts_cards.issue(
            session,
            person.profile(),
            pin=text_of(form, "pin"),
            again=text_of(form, "again"),
            by=person.viewer.actor,
            address=client_address(person.request),
        )
    except AmudduError as error:
        if error.status >= 500:
            raise
        errors = pages.problems_of(error, person.viewer)
        return _page(person, session, None, errors=errors, status=error.status)
    _note(person, "card_made")
    return rendering.redirect(f"{person.base}/carte")


@router.post(f"{OWN}/carte/bloquer")
@router.post(f"{KNOWN}/carte/bloquer")
def stop(person: PersonDep, session: SessionDep, _form: FormDep) -> Response:
    """The card is lost: stop it."""
    if not person.own:
        person.profile()  # raises for somebody else's people
    if accounts_cards.stop(session, person.id, by=person.viewer.actor):
        _note(person, "card_stopped")
    return rendering.redirect(f"{person.base}/carte?ok=bloquee")


def _note(person: PersonView, kind: Literal["card_made", "card_stopped"]) -> None:
    person.services.profiles.note_account_event(person.caller, person.id, AccountEventIn(kind=kind))


def _page(
    person: PersonView,
    session: Session,
    card: Card | None,
    *,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    settings: GatewaySettings = person.request.app.state.settings
    code = None
    if card is not None:
        token = accounts_cards.token_of(card.id, settings.signing_key)
        code = accounts_cards.square_code(f"{settings.public_url.rstrip('/')}/c/{token}")
    profile = person.profile()
    return person.page(
        "card.html",
        status=status,
        profile=profile,
        card=card,
        agency=accounts.agency(session, profile.agency_id),
        code=code,
        errors=errors or {},
        saved=person.query("ok"),
    )


# --- the person opens it ------------------------------------------------------------------------


@router.get("/c/{token}")
def ask_number(page: PageDep, session: SessionDep, token: str) -> Response:
    """The page behind the square code: asks for the number, names nobody."""
    settings: GatewaySettings = page.request.app.state.settings
    with signing_in.counting_bad_links(page.request):
        accounts_cards.living(session, accounts_cards.read_token(token, settings.signing_key))
    return page.render("card_open.html", token=token)


@router.post("/c/{token}")
def open_card(page: PageDep, token: str, form: RepeatableFormDep) -> Response:
    """The right number opens the person's pages for half an hour."""
    settings: GatewaySettings = page.request.app.state.settings
    try:
        with signing_in.counting_bad_links(page.request):
            card_id = accounts_cards.read_token(token, settings.signing_key)
            signed = signing_in.open_card(page.request, card_id, pin=text_of(form, "pin")[:9])
    except accounts_cards.WrongNumber as error:
        errors = {"pin": error.text.in_(page.lang)}
        return page.render("card_open.html", status=422, token=token, errors=errors)
    signing_in.tell_new_device(page.services, signed)
    return let_in(page.request, signed, "/")


# --- the person looks after it ------------------------------------------------------------------


@router.get(f"{OWN}/carte")
def own(person: PersonDep, session: SessionDep) -> Response:
    """My card: when it was made and used, and how to stop it."""
    card = accounts_cards.of_profile(session, person.id)
    return person.page("card_own.html", card=card, saved=person.query("ok"))
