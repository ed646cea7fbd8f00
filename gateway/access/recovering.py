"""A forgotten password: asking for a link, the page behind it, the code that the agency gives."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from amuddu.contracts.profiles.account import AccountEventIn
from amuddu.kit.auth import Role
from amuddu.kit.db import Database, SessionDep
from amuddu.kit.errors import AmudduError, Invalid, invalid
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from gateway.access import whose
from gateway.accounts import second_step, signing_in
from gateway.accounts.pages import let_in
from gateway.accounts.signing_in import Signed
from gateway.clients import Services
from gateway.clients.base import Caller
from gateway.credentials import contacts, recovery
from gateway.credentials import sessions as own_sessions
from gateway.credentials.recovery import Way
from gateway.sessions import service as accounts
from gateway.sessions import strength, tries
from gateway.sessions.security import RepeatableFormDep, client_address
from gateway.sessions.tries import Counted
from gateway.web.forms import text_of
from gateway.web.page import Page, PageDep

router = APIRouter(include_in_schema=False)
log = logs.get(__name__)

_OF_AN_ADDRESS, _OF_AN_ACCOUNT = 20, 5


@router.get("/mot-de-passe-oublie")
def ask_page(page: PageDep) -> Response:
    """What to do when the password is forgotten: a link, or a code of the agency."""
    return page.render("forgotten.html", sent=page.query("ok") == "1")


@router.post("/mot-de-passe-oublie")
def ask(page: PageDep, form: RepeatableFormDep) -> Response:
    """Ask for a link. The answer is the same for whoever it is, and nothing is looked up for it."""
    typed = text_of(form, "login")[:254]
    if not typed:
        return page.render("forgotten.html", sent=False, status=422)
    try:
        counted(page.request, typed)
    except AmudduError as error:
        return page.render("forgotten.html", sent=False, refused=error)
    database: Database = page.request.app.state.database
    with database.session() as session:
        recovery.ask(session, whose.keys(page.request), typed)
    return page.render("forgotten.html", sent=True)


def counted(request: Request, typed: str) -> None:
    """Count that somebody asked: by address, and by what they typed. Raises `TooManyRequests`."""
    database: Database = request.app.state.database
    found = contacts.read(typed)
    name = found[1] if found else accounts.fold(typed)
    tries.take(
        database,
        (
            Counted(accounts.digest(f"forgot-from:{client_address(request)}"), _OF_AN_ADDRESS),
            Counted(accounts.digest(f"forgot:{name}"), _OF_AN_ACCOUNT),
        ),
        scope=request.scope,
    )


# --- the link, the code ---------------------------------------------------------------------------


@router.get("/mot-de-passe/{token}")
def choose_page(page: PageDep, session: SessionDep, token: str) -> Response:
    """Choose a new password. Opening the page uses nothing up: previews stay harmless."""
    with signing_in.counting_bad_links(page.request):
        account = recovery.account_of(session, whose.keys(page.request), Way("recover", token))
    return page.render("new_password.html", token=token, staff=account.role != Role.JOBSEEKER)


@router.post("/mot-de-passe/{token}")
def choose(page: PageDep, token: str, form: RepeatableFormDep) -> Response:
    """Set it: the link is used, every session ends, the person is told and signed in."""
    way = Way("recover", token)
    try:
        signed = reset(page, way, password=str(form.get("password", "")))
    except Invalid as error:
        return page.render("new_password.html", refused=error, token=token, staff=False)
    return let_in(page.request, signed, "/mon-acces?ok=mot-de-passe")


@router.get("/code")
def code_page(page: PageDep) -> Response:
    """The code that an agency gave in person."""
    return page.render("access_code.html")


@router.post("/code")
def with_code(page: PageDep, form: RepeatableFormDep) -> Response:
    """Set a new password with it."""
    way = Way("code", text_of(form, "code")[:40])
    try:
        signed = reset(page, way, password=str(form.get("password", "")))
    except (Invalid, recovery.CodeOver) as error:
        values = {"code": text_of(form, "code")[:40]}
        return page.render("access_code.html", refused=error, values=values)
    return let_in(page.request, signed, "/mon-acces?ok=mot-de-passe")


def reset(page: Page, way: Way, *, password: str) -> Signed:
    """Set a new password with a link or a code, and begin a session.

    Looked at, hashed and written in three steps: no transaction waits for the hash.
    """
    request, keys = page.request, whose.keys(page.request)
    database: Database = request.app.state.database
    with signing_in.counting_bad_links(request), database.session() as session:
        before = recovery.account_of(session, keys, way)
    password = password[: strength.LONGEST]
    about = (before.login, before.display_name, before.organisation or "")
    strength.check(password, role=Role(before.role), about=about)
    secret = whose.hashed(request, password, known=False)
    with database.session() as session:
        account = recovery.use(session, keys, way, secret)
    signed = signing_in.begin(request, account)
    if signed.kind != "half":
        asks = accounts.asking(account, signed.token, kind=signed.kind)
        note_changed(page.services, Caller(asks, page.lang))
    return signed


def change(request: Request, account_id: UUID, *, old: str, new: str, keep: str) -> None:
    """Change one's own password; sessions end, but for the one to keep.

    Raises `Invalid` beside `old` or `password`, `TooManyRequests`.
    """
    database: Database = request.app.state.database
    account = second_step.confirm_password(request, account_id, old, field="old")
    about = (account.login, account.display_name, account.organisation or "")
    strength.check(new, role=Role(account.role), about=about)
    if new == old:
        raise invalid("password", N_("C'est le même mot de passe : choisissez-en un autre."))
    secret = whose.hashed(request, new, known=True)
    with database.session() as session:
        changed = own_sessions.account(session, account_id)
        recovery.set_password(session, whose.keys(request), changed, secret, keep=keep)


def note_changed(services: Services, caller: Caller) -> None:
    """List it on the person's page, and tell them by the contact of their profile.

    A service that is away holds nobody up.
    """
    actor = caller.actor
    if actor is None or actor.profile_id is None or actor.role is not Role.JOBSEEKER:
        return
    try:
        body = AccountEventIn(kind="password_changed")
        services.profiles.note_account_event(caller, actor.profile_id, body)
    except AmudduError as error:
        log.warning("new password not told", code=error.code)
