"""A forgotten password: asked for by anybody, set by whoever holds the link or the code.

ask()       keeps what was typed and answers alike, whoever it is: nothing is looked up
look()      later, apart from any request, sends a link to a verified contact
give_code() in person: the agency for its people, an administrator for staff
use()       the new password, with the link or code spent in the same transaction
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID, uuid4

from fastapi import FastAPI

from amuddu.kit import clock
from amuddu.kit.audit import recording
from amuddu.kit.auth import Actor
from amuddu.kit.db import Database, Session
from amuddu.kit.errors import Gone
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from amuddu.kit.periodic import Periodic
from amuddu.kit.trust.sealing import SealBroken
from gateway.credentials import contacts, kept, messages, proofs_repository, repository
from gateway.credentials.kept import Keys
from gateway.credentials.tables import ContactRow, OneTimeRow, RequestRow
from gateway.sessions import service as accounts
from gateway.sessions import trail
from gateway.sessions.tables import Account

log = logs.get(__name__)

LIFE = timedelta(minutes=30)
CODE_LIFE = timedelta(minutes=30)
EVERY_SECONDS = 2.0
_LINKS_AN_HOUR = 3
_OF_ONE_ADDRESS = 5
"""Accounts that share a telephone and are told at once."""
_CODE = 12


class LinkOver(Gone):
    """The link was used, replaced, too old, or never ours; which of them is not told."""

    default = N_("Ce lien ne marche plus. Demandez-en un autre.")


class CodeOver(Gone):
    """The same of a code."""

    default = N_("Ce code ne marche pas. Vérifiez les chiffres, ou demandez-en un autre.")


@dataclass(frozen=True, slots=True)
class Way:
    """What somebody holds that lets them choose a new password."""

    purpose: Literal["recover", "code"]
    value: str


def ask(session: Session, keys: Keys, typed: str) -> None:
    """Keep that somebody forgot; whether there is such an account is looked up by nobody now."""
    row_id = uuid4()
    sealed = keys.sealed(json.dumps(typed[:254]), row=row_id, purpose="request")
    repository.save(session, RequestRow(id=row_id, sealed=sealed))


def look(database: Database, keys: Keys) -> int:
    """Send links to those who asked; how many requests were looked at."""
    with database.session() as session:
        rows = repository.take_requests(session, most=50)
        for row in rows:
            try:
                typed = json.loads(keys.opened(row.sealed, row=row.id, purpose="request"))
            except SealBroken:
                continue  # the secret was changed meanwhile: they ask again
            for account, contact in _meant(session, keys, typed):
                _send(session, keys, account, contact)
    return len(rows)


def _meant(session: Session, keys: Keys, typed: str) -> list[tuple[Account, ContactRow]]:
    """Whose account was meant, and where its link goes."""
    found: dict[UUID, tuple[Account, ContactRow]] = {}
    account = accounts.usable(session, typed)
    if account is not None and (reached := repository.verified(session, account.id)):
        found[account.id] = account, reached[0]
    address = contacts.read(typed)
    if address is not None:
        digests = keys.digests(address[1])
        for contact in repository.verified_of(session, digests, most=_OF_ONE_ADDRESS):
            owner = repository.account(session, contact.account_id)
            if owner is not None and owner.disabled_at is None:
                found[owner.id] = owner, contact
    return list(found.values())


def _send(session: Session, keys: Keys, account: Account, contact: ContactRow) -> None:
    now = clock.now()
    hour = timedelta(hours=1)
    if repository.made_since(session, account.id, "recover", now - hour) >= _LINKS_AN_HOUR:
        return
    repository.void(session, account.id, ("recover",), now=now)
    link = OneTimeRow(
        account_id=account.id, purpose="recover", contact_id=contact.id, expires_at=now + LIFE
    )
    repository.save(session, link)
    messages.post(session, keys, "recover", contact, account, link=link)
    log.info("recovery link asked for", account_id=str(account.id))


@contextmanager
def following(app: FastAPI) -> Iterator[None]:
    """Look who forgot, and hand over what is to be told, at once and again and again."""
    state = app.state
    keys = Keys.of(state.settings)

    def turn() -> int:
        return look(state.database, keys) + messages.hand_over(state.database, state.services)

    with Periodic("account-messages", turn, every=EVERY_SECONDS):
        yield


# --- in person ------------------------------------------------------------------------------------


def give_code(
    session: Session, keys: Keys, account: Account, *, by: Actor, frees_proofs: bool = False
) -> str:
    """A code to read aloud or print, told this once; the one before works no more.

    Recorded, and told to every contact. Whoever calls has checked that `by` may.
    """
    now = clock.now()
    repository.void(session, account.id, ("code",), now=now)
    code = "".join(secrets.choice("0123456789") for _ in range(_CODE))
    row = OneTimeRow(
        account_id=account.id,
        purpose="code",
        digest=keys.digest(code),
        frees_proofs=frees_proofs,
        expires_at=now + CODE_LIFE,
    )
    repository.save(session, row)
    trail.must(recording.of(session), by, "access_code_given", subject=account.profile_id)
    messages.tell(session, keys, account, "code_given")
    log.info("access code given", account_id=str(account.id), by=str(by.id))
    return " ".join(code[at : at + 4] for at in range(0, _CODE, 4))


def of_profile(session: Session, profile_id: UUID) -> Account | None:
    """The account that a person signs in to by themselves; none where a card alone opens it."""
    found = repository.accounts_of_profile(session, profile_id)
    return next((each for each in found if each.disabled_at is None), None)


# --- the new password -----------------------------------------------------------------------------


def account_of(session: Session, keys: Keys, way: Way) -> Account:
    """Whose password may be set. Raises `LinkOver`, `CodeOver`."""
    return _opened(session, keys, way)[1]


def _opened(session: Session, keys: Keys, way: Way) -> tuple[OneTimeRow, Account]:
    if way.purpose == "recover":
        digests: tuple[str, ...] = (kept.token_digest(way.value),)
    else:
        digests = keys.digests(kept.as_digits(way.value).replace("-", ""))
    row = repository.living(session, digests, way.purpose, now=clock.now())
    account = repository.account(session, row.account_id) if row else None
    if row is None or account is None or account.disabled_at is not None:
        raise LinkOver if way.purpose == "recover" else CodeOver
    return row, account


def use(session: Session, keys: Keys, way: Way, password_hash: str) -> Account:
    """Set the new password: the link is spent, every session ended, the person told.

    Raises `LinkOver`, `CodeOver`: of two who use it at once, one.
    """
    row, account = _opened(session, keys, way)
    if not repository.spend(session, row.id, now=clock.now()):
        raise LinkOver if way.purpose == "recover" else CodeOver
    if row.frees_proofs:
        proofs_repository.forget_all(session, account.id)
        account.proof_since = None
    set_password(session, keys, account, password_hash, but_contact=row.contact_id)
    return account


def set_password(
    session: Session,
    keys: Keys,
    account: Account,
    password_hash: str,
    *,
    keep: str = "",
    but_contact: UUID | None = None,
) -> None:
    """Set a password: other sessions end, what was sent before works no more, the person is told
    by another way than the one they came by, where there is one."""
    account.password_hash = password_hash
    repository.save(session, account)
    repository.end_sessions(session, account.id, but=keep)
    repository.void(session, account.id, ("recover", "code"), now=clock.now())
    if not messages.tell(session, keys, account, "password_changed", but=but_contact):
        messages.tell(session, keys, account, "password_changed")
    trail.told(recording.of(session), accounts.actor(account), "password_changed")
