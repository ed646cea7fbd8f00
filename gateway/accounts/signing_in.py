"""Use cases that touch accounts and services at once: sign in, make a profile, erase oneself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from fastapi import Request

from amuddu.contracts.profiles import ErasureReceipt, Profile, ProfileIn
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Role
from amuddu.kit.db import Database, Session, SessionDep
from amuddu.kit.errors import AmudduError, Gone, NotFound, invalid
from amuddu.kit.i18n import N_
from gateway.clients import Services
from gateway.clients.base import Caller
from gateway.sessions import repository as sessions_repository
from gateway.sessions import service as accounts
from gateway.sessions.security import client_address
from gateway.sessions.service import SignInRefused
from gateway.sessions.tables import Account
from gateway.settings import GatewaySettings

_SIGN_UP = "sign-up:"
_LINK = "link:"
_BAD_LINKS = 40
"""Links that are not ours that one address may try in a quarter of an hour: old messages exist."""
_SIGN_UPS = 20
"""Accounts that one address may make in a quarter of an hour: a training room, not a machine."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A session that has just begun."""

    account: Account
    token: str


def sign_in(
    request: Request, session: Session, *, login: str, password: str, kind: Literal["page", "api"]
) -> Signed:
    """Begin a session. A refusal is counted in a transaction of its own, then raised."""
    settings: GatewaySettings = request.app.state.settings
    address = client_address(request)
    try:
        account = accounts.verify(
            session,
            login=login,
            password=password,
            address=address,
            attempts_allowed=settings.sign_in_attempts,
        )
    except SignInRefused:
        database: Database = request.app.state.database
        with database.session() as apart:
            accounts.record_failure(apart, login=login, address=address)
            accounts.note_refusal(apart, login=login)
        raise
    token = accounts.open_session(session, account, kind=kind, hours=settings.session_hours)
    return Signed(account, token)


def sign_up(request: Request, session: Session, *, login: str, password: str, lang: Lang) -> Signed:
    """Make a jobseeker's account and begin a session.

    The same form sent twice finds the account that the first has made, and signs in to it.
    Raises `Invalid` beside the field, and `TooManyRequests` where one address makes many.
    """
    settings: GatewaySettings = request.app.state.settings
    address = client_address(request)
    accounts.limit(session, login=f"{_SIGN_UP}{address}", address=address, allowed=_SIGN_UPS)
    accounts.record_failure(session, login=f"{_SIGN_UP}{address}", address=address)
    account = accounts.made_just_now(session, login=login, password=password) or accounts.create(
        session,
        Account(
            login=login,
            password_hash="",
            role=Role.JOBSEEKER,
            display_name=login.strip(),
            language=lang,
        ),
        password=password,
    )
    return Signed(
        account,
        accounts.open_session(session, account, kind="page", hours=settings.session_hours),
    )


def limit_links(request: Request, session: SessionDep) -> None:
    """Raise `TooManyRequests` where one address has tried many links that are not ours."""
    address = client_address(request)
    accounts.limit(session, login=f"{_LINK}{address}", address=address, allowed=_BAD_LINKS)


@contextmanager
def counting_bad_links(request: Request) -> Iterator[None]:
    """Count a link that leads nowhere, in a transaction of its own, and let its error go on."""
    try:
        yield
    except AmudduError as error:
        if error.status in (NotFound.status, Gone.status):
            address = client_address(request)
            database: Database = request.app.state.database
            with database.session() as apart:
                accounts.record_failure(apart, login=f"{_LINK}{address}", address=address)
        raise


def sign_out(session: Session, token: str) -> None:
    """End a session."""
    accounts.close_session(session, token)


def create_profile(
    session: Session, services: Services, caller: Caller, body: ProfileIn
) -> Profile:
    """Add a profile; a jobseeker's account is tied to their own."""
    _check_agency(session, caller, body)
    profile = services.profiles.create(caller, body)
    if caller.actor is not None and caller.actor.role == Role.JOBSEEKER:
        accounts.link_profile(session, caller.actor.id, profile.id)
    return profile


def change_profile(
    session: Session, services: Services, caller: Caller, profile_id: UUID, body: ProfileIn
) -> Profile:
    """Change a profile; a jobseeker may name another agency."""
    _check_agency(session, caller, body)
    return services.profiles.update(caller, profile_id, body)


def _check_agency(session: Session, caller: Caller, body: ProfileIn) -> None:
    """Agencies are known here alone. Raises `Invalid` for one that is none of them."""
    person = caller.actor is not None and caller.actor.role == Role.JOBSEEKER
    if person and body.agency_id and sessions_repository.agency(session, body.agency_id) is None:
        raise invalid("agency_id", N_("Agence inconnue : choisissez dans la liste."))


def with_account(session: Session, ids: Iterable[UUID]) -> tuple[UUID, ...]:
    """Those of the people who can sign in, be it with a card alone."""
    return tuple(
        one for one in ids if sessions_repository.account_of_profile(session, one) is not None
    )


def erase_profile(
    session: Session, services: Services, caller: Caller, profile_id: UUID
) -> ErasureReceipt:
    """Erase a person and the account they may have."""
    sessions_repository.end_all_of_profile(session, profile_id)
    return services.profiles.erase(caller, profile_id)


def confirm_erasure(
    session: Session, services: Services, caller: Caller, profile_id: UUID
) -> ErasureReceipt:
    """Erase what another of the staff has asked, and the account there may be."""
    sessions_repository.end_all_of_profile(session, profile_id)
    return services.profiles.confirm_erasure(caller, profile_id)


def carry_out_erasure(
    session: Session, services: Services, caller: Caller, profile_id: UUID
) -> ErasureReceipt:
    """Erase somebody whose erasure nobody stopped, and the account there may be."""
    sessions_repository.end_all_of_profile(session, profile_id)
    return services.profiles.carry_out_erasure(caller, profile_id)
