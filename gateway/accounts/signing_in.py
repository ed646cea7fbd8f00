"""Use cases that touch accounts and services at once: sign in, make a profile, erase oneself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from fastapi import Request

from amuddu.contracts.profiles.account import AccountEventIn
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Role
from amuddu.kit.db import Database, Session
from amuddu.kit.errors import AmudduError, Gone, NotFound, NotSignedIn
from amuddu.kit.observability import logs
from gateway.accounts import cards, second_step
from gateway.clients import Services
from gateway.clients.base import Caller
from gateway.credentials import proofs
from gateway.credentials.proofs import Given, Site
from gateway.sessions import devices, logins, passwords, strength, tries
from gateway.sessions import repository as sessions_repository
from gateway.sessions import service as accounts
from gateway.sessions.devices import Device
from gateway.sessions.security import FormExpired, browser_kind, client_address
from gateway.sessions.service import SessionKind, SignInRefused
from gateway.sessions.tables import Account
from gateway.sessions.tries import Counted
from gateway.settings import GatewaySettings

log = logs.get(__name__)

_BAD_LINKS = 40
"""Links that are not ours that one address may try at once: old messages exist."""
_QUESTIONS = 30
"""Enterprises or messages that one address may ask about at once: nobody reads a register here."""
_SIGN_UPS = 20
"""Accounts that one address may make at once: a training room, not a machine."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A session that has just begun, and the device that is known from now on."""

    account: Account
    token: str
    device: Device
    kind: SessionKind
    """`half` where a second proof is asked before anything opens."""
    new_device: bool = False


def sign_in(
    request: Request,
    *,
    login: str,
    password: str,
    kind: Literal["page", "api"],
    device: Device | None = None,
    code: str = "",
) -> Signed:
    """Begin a session. `device`: what a program says it is; a browser has its cookie.

    Where a second proof is asked, a program sends it along as `code`; a browser gets a half
    session, in which it is asked for.

    Each try is counted before the password is looked at: for a device that signed in to this
    account before apart from all others, so that nobody shuts a person out of their own phone.
    Nothing tells whether the login exists. Raises `TooManyRequests`, `Busy`, `SignInRefused`.
    """
    database: Database = request.app.state.database
    with database.session() as session:
        account = accounts.usable(session, login)
    secret = account.password_hash if account else passwords.decoy
    device = device or device_of(request)
    known = account is not None and device.knows(account.id, secret)
    settings: GatewaySettings = request.app.state.settings
    free = settings.sign_in_attempts
    counters = _counters(
        request, f"login:{accounts.fold(login)}", device if known else None, free=free
    )
    tries.take(database, counters, scope=request.scope)
    with passwords.room(known=known).place(client_address(request)):
        right = passwords.matches(secret, password)
    if account is None or not right:
        with database.session() as session:
            accounts.note_refusal(session, login=login)
        raise SignInRefused
    with database.session() as session:
        tries.give_back(session, counters)
    if kind == "api" and account.proof_since is not None:
        second_step.at_once(request, account, code)
    opened: SessionKind = "half" if kind == "page" and account.proof_since else kind
    with database.session() as session:
        token = accounts.open_session(
            session,
            account,
            kind=opened,
            hours=settings.session_hours,
            browser=browser_kind(request),
            proved=kind == "api" and account.proof_since is not None,
        )
    return Signed(account, token, device.with_mark(account.id, secret), opened, not known)


def prove(request: Request, token: str, given: Given, where: Site) -> Signed | None:
    """Take the second proof of a session. A half one becomes a whole one, under another token;
    `None` where the session went on. Raises `NotSignedIn`, `TooManyRequests`, `ProofRefused`."""
    database: Database = request.app.state.database
    settings: GatewaySettings = request.app.state.settings
    digest = accounts.digest(token)
    with database.session() as session:
        asked = proofs.asked_in(session, digest)
    if asked is None:
        raise NotSignedIn
    account, half = asked
    second_step.take(request, account.id, given, digest=digest, where=where)
    with database.session() as session:
        if not half:
            proofs.proved(session, digest)
            return None
        accounts.close_session(session, token)
        whole = accounts.open_session(
            session,
            account,
            kind="page",
            hours=settings.session_hours,
            browser=browser_kind(request),
            proved=True,
        )
    return Signed(account, whole, device_of(request), "page")


def begin(request: Request, account: Account) -> Signed:
    """Begin a session for somebody who has just shown a link, a code or an invitation; a half one
    where a second proof is asked."""
    database: Database = request.app.state.database
    settings: GatewaySettings = request.app.state.settings
    kind: SessionKind = "half" if account.proof_since else "page"
    with database.session() as session:
        token = accounts.open_session(
            session,
            account,
            kind=kind,
            hours=settings.session_hours,
            browser=browser_kind(request),
        )
    device = device_of(request).with_mark(account.id, account.password_hash)
    return Signed(account, token, device, kind)


def open_card(request: Request, card_id: UUID, *, pin: str) -> Signed:
    """Begin a session with a card and its number, counted like a password.

    Raises `CardStopped`, `TooManyRequests`, `Busy`, `WrongNumber`.
    """
    database: Database = request.app.state.database
    with database.session() as session:
        card, account = cards.living(session, card_id)
    device = device_of(request)
    known = device.knows(account.id, card.pin_hash)
    counters = _counters(request, f"card:{card_id}", device if known else None, free=cards.TRIES)
    tries.take(database, counters)
    # In a transaction of its own as well: the tenth number in a row stops the card.
    with database.session() as session:
        cards.take_number(session, card_id)
    try:
        with passwords.room(known=known).place(client_address(request)):
            right = passwords.matches(card.pin_hash, pin)
    except passwords.Busy:
        with database.session() as session:
            cards.not_looked_at(session, card_id)
            tries.give_back(session, counters)
        raise
    if not right:
        with database.session() as session:
            cards.number_was_wrong(session, card)
        raise cards.WrongNumber
    with database.session() as session:
        cards.number_was_right(session, card)
        tries.give_back(session, counters)
        token = accounts.open_session(
            session,
            account,
            kind="card",
            hours=accounts.CARD_HOURS,
            browser=browser_kind(request),
        )
    return Signed(account, token, device.with_mark(account.id, card.pin_hash), "card", not known)


def tell_new_device(services: Services, signed: Signed) -> None:
    """Note on the person's page, and tell them, that a device signed in that is not known.

    Signing in does not wait for a service that is away.
    """
    account = signed.account
    person = account.profile_id is not None and account.role == Role.JOBSEEKER
    if not signed.new_device or not person or signed.kind == "half":
        return
    assert account.profile_id is not None
    caller = Caller(accounts.asking(account, signed.token, kind=signed.kind), "fr")
    try:
        services.profiles.note_account_event(
            caller, account.profile_id, AccountEventIn(kind="signed_in")
        )
    except AmudduError as error:
        log.warning("new device not told", code=error.code)


def device_of(request: Request) -> Device:
    """The browser that asks, and the accounts it signed in to before."""
    settings: GatewaySettings = request.app.state.settings
    return devices.read(request.cookies.get(devices.COOKIE), settings.accepted_keys)


def device_named(request: Request, mark: str | None) -> Device:
    """The program that asks, by what it was given when it signed in before."""
    settings: GatewaySettings = request.app.state.settings
    return devices.read(mark, settings.accepted_keys)


def _counters(request: Request, of: str, known: Device | None, *, free: int) -> tuple[Counted, ...]:
    """What a try counts against: a known device's own counter, or the address and the account."""
    if known is not None:
        return (_counted(f"device:{known.id}:{of}", free),)
    address = _counted(f"address:{client_address(request)}", free * 10)
    return address, _counted(of, free)


def _counted(name: str, free: int) -> Counted:
    return Counted(accounts.digest(name), free)


@dataclass(frozen=True, slots=True)
class Offer:
    """A login that is offered, and the turn that comes after it."""

    login: str
    turn: int
    next: int


def offer(session: Session, request: Request, browser_id: str, turn: int) -> Offer:
    """The login that a browser is offered: the first of its own that is free, from a turn on."""
    settings: GatewaySettings = request.app.state.settings
    turns = range(turn, turn + logins.MOST)
    made = ((n % logins.MOST, settings.signing_key) for n in turns)
    offers = [(n, logins.offered(key, browser_id, n)) for n, key in made]
    free = (each for each in offers if accounts.is_free(session, each[1]))
    n, login = next(free, offers[0])
    return Offer(login, n, (n + 1) % logins.MOST)


def offered_login(request: Request, login: str, browser_id: str, turn: int) -> str:
    """The login that a form brings, where this browser was offered it. Raises `FormExpired`: of
    any other nothing is told, not even whether it exists."""
    settings: GatewaySettings = request.app.state.settings
    made = {logins.offered(key, browser_id, turn) for key in settings.accepted_keys}
    if login not in made:
        raise FormExpired
    return login


def sign_up(
    request: Request, *, login: str, password: str, lang: Lang, employer_id: UUID | None = None
) -> Signed:
    """Make a jobseeker's account and begin a session. The login was offered (`offered_login`).

    `employer_id`: the id of an enterprise that is new, whose first user this is.

    The same form sent twice finds the account that the first has made, and signs in to it.
    Raises `Invalid` beside the field, and `TooManyRequests` where one address makes many.
    """
    database: Database = request.app.state.database
    settings: GatewaySettings = request.app.state.settings
    address = client_address(request)
    tries.take(database, (_counted(f"sign-up:{address}", _SIGN_UPS),))
    with database.session() as session:
        role = Role.EMPLOYER if employer_id else Role.JOBSEEKER
        before = accounts.made_just_now(session, login, role)
    strength.check(password, role=role, about=(login,))
    with passwords.room(known=False).place(address):
        again = before is not None and passwords.matches(before.password_hash, password)
        secret = before.password_hash if before and again else passwords.hashed(password)
    with database.session() as session:
        account = before if before and again else None
        if account is None:
            account = Account(
                login=accounts.checked(session, login=login, password=password),
                password_hash=secret,
                role=role,
                employer_id=employer_id,
                employer_right="owner" if employer_id else None,
                display_name=login.strip(),
                language=lang,
            )
            sessions_repository.save(session, account)
        token = accounts.open_session(
            session,
            account,
            kind="page",
            hours=settings.session_hours,
            browser=browser_kind(request),
        )
    return Signed(account, token, device_of(request).with_mark(account.id, secret), "page")


def count_question(request: Request) -> None:
    """Count a question of somebody without an account. Raises `TooManyRequests`."""
    counters = (_counted(f"question:{client_address(request)}", _QUESTIONS),)
    tries.take(request.app.state.database, counters, scope=request.scope)


@contextmanager
def counting_bad_links(request: Request) -> Iterator[None]:
    """Count a link before it is looked at, and give it back unless it leads nowhere.

    Raises `TooManyRequests` where one address has tried many links that are not ours.
    """
    database: Database = request.app.state.database
    counters = (_counted(f"link:{client_address(request)}", _BAD_LINKS),)
    tries.take(database, counters)
    bad = False
    try:
        yield
    except AmudduError as error:
        bad = error.status in (NotFound.status, Gone.status)
        raise
    finally:
        if not bad:
            with database.session() as session:
                tries.give_back(session, counters)


def sign_out(session: Session, token: str) -> None:
    """End a session."""
    accounts.close_session(session, token)
