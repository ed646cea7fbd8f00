"""Identities that somebody has at a provider, each linked to one account.

An account is opened by issuer and subject alone, after its holder linked them, or accepted an
invitation with them: never because an e-mail address is alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from amuddu.kit import clock
from amuddu.kit.audit import recording
from amuddu.kit.auth import Role
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict
from amuddu.kit.i18n import N_
from gateway.credentials import messages
from gateway.credentials.kept import Keys
from gateway.credentials.tables import OutsideIdentityRow
from gateway.sessions import service as accounts
from gateway.sessions import trail
from gateway.sessions.tables import Account
from gateway.single_sign_on import repository


class Issuer(Protocol):
    """What is asked of a provider here (`gateway/single_sign_on/providers.py`)."""

    @property
    def id(self) -> str: ...
    @property
    def issuer(self) -> str: ...
    @property
    def roles(self) -> frozenset[Role]: ...


class LinkedElsewhere(Conflict):
    """This identity opens another account, or this account has another identity there."""

    default = N_(
        "Ce compte de votre organisation ouvre déjà un autre compte ici, ou le vôtre est déjà "
        "relié à un autre. Retirez d'abord l'ancien lien."
    )


def _named(provider: Issuer, subject: str) -> str:
    return f"identity:{provider.issuer}\x00{subject}"


def account_of(
    session: Session, keys: Keys, provider: Issuer, subject: str
) -> tuple[OutsideIdentityRow, Account] | None:
    """Whose account this identity opens now: linked, not suspended, of a role that may.

    What was refused stands in the audit.
    """
    found = repository.with_account(session, keys.digests(_named(provider, subject)))
    if found is None or found[0].provider != provider.id:
        trail.told(recording.of(session), None, "signed_in", outcome="refused")
        return None
    identity, account = found
    if account.disabled_at is not None or Role(account.role) not in provider.roles:
        trail.told(recording.of(session), accounts.actor(account), "signed_in", outcome="refused")
        return None
    identity.used_at = clock.now()
    identity.digest = keys.digest(_named(provider, subject))  # by the newest secret
    repository.save(session, identity)
    return identity, account


def of(session: Session, account_id: UUID) -> Sequence[OutsideIdentityRow]:
    """The identities that open an account."""
    return repository.of_account(session, account_id)


def in_session(session: Session, digest: str) -> OutsideIdentityRow | None:
    """The identity that a session was opened with."""
    return repository.in_session(session, digest)


def link(
    session: Session, keys: Keys, provider: Issuer, subject: str, account: Account
) -> OutsideIdentityRow:
    """Let an identity open an account from now on; the person is told. Raises `LinkedElsewhere`.

    Linked twice it is once.
    """
    found = repository.with_account(session, keys.digests(_named(provider, subject)))
    if found is not None and found[1].id == account.id:
        return found[0]
    has = [one for one in repository.of_account(session, account.id) if one.provider == provider.id]
    if found is not None or has or Role(account.role) not in provider.roles:
        raise LinkedElsewhere
    row = OutsideIdentityRow(
        account_id=account.id,
        provider=provider.id,
        digest=keys.digest(_named(provider, subject)),
    )
    repository.save(session, row)
    messages.tell(session, keys, account, "identity_changed")
    trail.must(recording.of(session), accounts.actor(account), "identity_linked")
    return row


def unlink(session: Session, keys: Keys, provider_id: str, account: Account) -> None:
    """Take an identity away; the sessions that it opened end, the person is told."""
    if repository.forget(session, account.id, provider_id):
        messages.tell(session, keys, account, "identity_changed")
        trail.told(recording.of(session), accounts.actor(account), "identity_unlinked")


def outside_digest(provider: Issuer, outside: str) -> str | None:
    """How a session at a provider is kept."""
    return accounts.digest(f"outside:{provider.issuer}\x00{outside}") if outside else None


def signed_out(
    session: Session, keys: Keys, provider: Issuer, *, subject: str | None, outside: str | None
) -> int:
    """Somebody signed out at the provider: end what it opened here; how many."""
    digests = keys.digests(_named(provider, subject)) if subject else ()
    kept = outside_digest(provider, outside) if outside else None
    return repository.end_sessions(session, provider.id, digests=digests, outside=kept)
