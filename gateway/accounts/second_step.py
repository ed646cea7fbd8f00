"""One more proof of somebody: the second one, or the password typed once more. Counted first."""

from __future__ import annotations

from uuid import UUID

from fastapi import Request

from amuddu.kit.db import Database
from amuddu.kit.errors import NotSignedIn, invalid
from amuddu.kit.i18n import N_
from gateway.credentials import proofs
from gateway.credentials.kept import Keys
from gateway.credentials.proofs import Given, Site
from gateway.sessions import passwords, strength, tries
from gateway.sessions import repository as sessions_repository
from gateway.sessions import service as accounts
from gateway.sessions.security import client_address
from gateway.sessions.tables import Account
from gateway.sessions.tries import Counted
from gateway.settings import GatewaySettings

PROOFS = 5
"""Second proofs that are free before each next one waits."""


def at_once(request: Request, account: Account, code: str) -> None:
    """Take a code with the password. Raises `Invalid` where none came, `ProofRefused`."""
    if not code:
        raise invalid("code", N_("Envoyez aussi le code de votre téléphone ou de votre papier."))
    take(request, account.id, Given(code), digest="", where=None)


def take(
    request: Request, account_id: UUID, given: Given, *, digest: str, where: Site | None
) -> None:
    """Take a second proof, counted before it is looked at. Raises `ProofRefused`."""
    database: Database = request.app.state.database
    counters = (Counted(accounts.digest(f"proof:{account_id}"), PROOFS),)
    tries.take(database, counters, scope=request.scope)
    keys = Keys.of(request.app.state.settings)
    with database.session() as session:
        if right := proofs.right(session, keys, account_id, given, digest=digest, where=where):
            tries.give_back(session, counters)
    if not right:
        raise proofs.ProofRefused


def confirm_password(request: Request, account_id: UUID, password: str, *, field: str) -> Account:
    """The account of whoever types its password once more, counted like a sign-in from a known
    device. Raises `Invalid` beside the field, `TooManyRequests`, `Busy`."""
    database: Database = request.app.state.database
    settings: GatewaySettings = request.app.state.settings
    with database.session() as session:
        account = sessions_repository.account(session, account_id)
    if account is None:
        raise NotSignedIn
    counters = (Counted(accounts.digest(f"confirm:{account_id}"), settings.sign_in_attempts),)
    tries.take(database, counters, scope=request.scope)
    with passwords.room(known=True).place(client_address(request)):
        right = passwords.matches(account.password_hash, password[: strength.LONGEST])
    if not right:
        raise invalid(field, N_("Ce n'est pas votre mot de passe actuel."))
    with database.session() as session:
        tries.give_back(session, counters)
    return account
