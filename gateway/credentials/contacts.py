"""Contacts of accounts: an e-mail address, a telephone, each verified before it counts.

Nothing but the link that verifies it goes to an address that nobody confirmed. They are asked for
on one's own page, with the password, and are no contact for offers: those stay in the profile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, cast
from uuid import UUID, uuid4

from pydantic import EmailStr, TypeAdapter, ValidationError

from amuddu.contracts.news import Addressee, Addressees, AddresseesIn
from amuddu.contracts.phone_numbers import e164
from amuddu.contracts.types import LANGS
from amuddu.kit import clock
from amuddu.kit.db import Session
from amuddu.kit.errors import Gone, TooManyRequests, invalid
from amuddu.kit.i18n import N_
from gateway.credentials import kept, messages, repository
from gateway.credentials.kept import Keys
from gateway.credentials.tables import ContactRow, OneTimeRow
from gateway.sessions.tables import Account

Channel = Literal["email", "sms"]
LIFE = timedelta(days=1)
_A_DAY = 5
_EMAIL: TypeAdapter[str] = TypeAdapter(EmailStr)


@dataclass(frozen=True, slots=True)
class Shown:
    """A contact on the page of one's account, in part."""

    id: UUID
    channel: Channel
    hint: str
    verified_at: datetime | None


def read(written: str) -> tuple[Channel, str] | None:
    """The address that somebody typed, and by which way it is reached; `None` where it is none."""
    text = written.strip()
    if "@" in text:
        try:
            return "email", _EMAIL.validate_python(text).casefold()
        except ValidationError:
            return None
    number = e164(text)
    return ("sms", number) if number else None


def ask(session: Session, keys: Keys, account: Account, written: str) -> None:
    """Send a link to an address, which counts once the link was answered. Raises `Invalid`."""
    found = read(written)
    if found is None:
        raise invalid(
            "address",
            N_("Écrivez une adresse e-mail (nom@exemple.ma) ou un numéro de téléphone."),
        )
    channel, address = found
    if _asked_lately(session, account) >= _A_DAY:
        raise TooManyRequests(
            N_("Trop de liens demandés aujourd'hui. Réessayez demain."), retry_after=86400
        )
    repository.forget_contacts(session, account.id, channel, waiting=True)
    row_id = uuid4()
    contact = ContactRow(
        id=row_id,
        account_id=account.id,
        channel=channel,
        sealed=keys.sealed(address, row=row_id, purpose="contact"),
        digest=keys.digest(address),
    )
    repository.save(session, contact)
    link = OneTimeRow(
        account_id=account.id,
        purpose="verify",
        contact_id=contact.id,
        expires_at=clock.now() + LIFE,
    )
    repository.save(session, link)
    messages.post(session, keys, "verify", contact, account, link=link)


def _asked_lately(session: Session, account: Account) -> int:
    return repository.made_since(session, account.id, "verify", clock.now() - timedelta(days=1))


def waiting(session: Session, token: str) -> None:
    """Look at a link that verifies. Raises `Gone`."""
    _living(session, token)


def verify(session: Session, keys: Keys, token: str) -> None:
    """Whoever reads at the address says that it is theirs: it counts, the one before does not.

    The contacts of before are told. Raises `Gone`.
    """
    link = _living(session, token)
    contact = repository.contact(session, link.contact_id) if link.contact_id else None
    account = repository.account(session, link.account_id)
    if (
        contact is None
        or account is None
        or not repository.spend(session, link.id, now=clock.now())
    ):
        raise Gone
    messages.tell(session, keys, account, "contact_changed")
    repository.forget_contacts(session, account.id, contact.channel, waiting=False)
    contact.verified_at = clock.now()
    repository.save(session, contact)


def _living(session: Session, token: str) -> OneTimeRow:
    digest = kept.token_digest(token)
    link = repository.living(session, (digest,), "verify", now=clock.now())
    if link is None:
        raise Gone
    return link


def remove(session: Session, keys: Keys, account: Account, channel: str) -> None:
    """Forget a contact; all of them are told."""
    messages.tell(session, keys, account, "contact_changed")
    for waits in (True, False):
        repository.forget_contacts(session, account.id, channel, waiting=waits)


def shown(session: Session, keys: Keys, account_id: UUID) -> tuple[Shown, ...]:
    """The contacts of an account, in part: enough for who knows them."""
    return tuple(
        Shown(row.id, cast(Channel, row.channel), _hint(address), row.verified_at)
        for row, address in opened(session, keys, account_id)
    )


def opened(session: Session, keys: Keys, account_id: UUID) -> list[tuple[ContactRow, str]]:
    """The contacts of an account, whole: for messages and for the person's own copy."""
    rows = repository.contacts(session, account_id)
    return [(row, keys.opened(row.sealed, row=row.id, purpose="contact")) for row in rows]


def addressees(session: Session, keys: Keys, wanted: AddresseesIn) -> Addressees:
    """Where people at work are told what happened: at an e-mail that they confirmed, while their
    account is open. Nobody else, and no address that nobody confirmed."""
    place = None if wanted.who == "coordinator" else wanted.organisation or ""
    people = []
    for account, row in repository.reached_at(session, wanted.who, place):
        address = keys.opened(row.sealed, row=row.id, purpose="contact")
        language = next((lang for lang in LANGS if lang == account.language), "fr")
        people.append(Addressee(account_id=account.id, address=address, language=language))
    return Addressees(people=tuple(people))


def _hint(address: str) -> str:
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}•••@{domain[:1]}•••" if at else f"•••• {address[-2:]}"
