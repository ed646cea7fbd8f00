"""The one way in which somebody opens an account for somebody else.

Today it ends with a login and a first password, shown once to whoever opens it, to be handed over.
An invitation by link takes its place here: whoever calls knows only that an account was opened.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Request

from amuddu.kit.audit import recording
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Database
from gateway.sessions import logins, organisations, passwords, trail
from gateway.sessions import repository as sessions_repository
from gateway.sessions import service as accounts
from gateway.sessions.security import client_address
from gateway.sessions.tables import Account
from gateway.settings import GatewaySettings

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are read for another: 0 and o, 1, i and l."""
_GROUPS, _OF = 3, 5


@dataclass(frozen=True, slots=True)
class Opened:
    """An account that was opened, and what its person needs to sign in."""

    account_id: UUID
    login: str
    password: str


def open_account(
    request: Request, *, role: Role, display_name: str, by: Actor, **of: Any
) -> Opened:
    """Open an account. `of`: the agency or enterprise, the language, the right there."""
    database: Database = request.app.state.database
    settings: GatewaySettings = request.app.state.settings
    password = "-".join(
        "".join(secrets.choice(_LETTERS) for _ in range(_OF)) for _ in range(_GROUPS)
    )
    with passwords.room(known=True).place(client_address(request)):
        secret = passwords.hashed(password)
    browser = secrets.token_urlsafe(24)
    with database.session() as session:
        offers = (logins.offered(settings.signing_key, browser, n) for n in range(logins.MOST))
        login = next(each for each in offers if accounts.is_free(session, each))
        row = Account(login=login, password_hash=secret, role=role, display_name=display_name, **of)
        sessions_repository.save(session, row)
        organisations.note(session, str(row.id), "opened", by=by, detail=role.value)
        trail.told(recording.of(session), accounts.actor(row), "account_added")
        return Opened(row.id, login, password)
