"""A card with a square code instead of a password, for people who have neither mail nor habit.

The code on the paper holds a signed address and nothing about the person. It opens nothing by
itself: the person also types a short number that they chose, and that is printed nowhere. A card
belongs to one person, can be stopped at any time by them or by their agency, and stops by itself
after ten wrong numbers. What it opens is short and less than a password does: see
`docs/decisions/0030-card-instead-of-password.md`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from uuid import UUID

import segno
from markupsafe import Markup

from amuddu.contracts.profiles import Profile
from amuddu.kit import clock
from amuddu.kit.audit import recording
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import Gone, NotSignedIn
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from gateway.accounts import pins
from gateway.sessions import passwords, trail
from gateway.sessions import repository as sessions_repository
from gateway.sessions.tables import Account
from gateway.sessions.tables import Card as Card

log = logs.get(__name__)

TRIES = 5
"""Wrong numbers from devices that are not known, after which each next one waits longer."""
WRONG_IN_A_ROW = 10
"""Wrong numbers one after the other, after which the card is stopped for good."""
_SIGNATURE = 12


class CardStopped(Gone):
    """The card was stopped, replaced, or never ours; which of them is not told."""

    default = N_("Cette carte ne marche plus. Demandez-en une autre à votre agence.")


class WrongNumber(NotSignedIn):
    """The number is not the one that the person chose."""

    default = N_("Ce n'est pas le bon code. Essayez encore.")


def token_of(card_id: UUID, key: str) -> str:
    """The end of the address on a card: its id, signed."""
    return base64.urlsafe_b64encode(card_id.bytes + _signed(card_id, key)).decode().rstrip("=")


def read_token(token: str, key: str) -> UUID:
    """The card of a token. Raises `CardStopped` for one that we did not sign."""
    try:
        raw = base64.urlsafe_b64decode(token.encode("ascii") + b"==")
        card_id = UUID(bytes=raw[:16])
    except ValueError:
        raise CardStopped from None
    if not hmac.compare_digest(raw[16:], _signed(card_id, key)):
        raise CardStopped
    return card_id


def _signed(card_id: UUID, key: str) -> bytes:
    message = b"card:" + card_id.bytes
    return hmac.new(key.encode(), message, hashlib.sha256).digest()[:_SIGNATURE]


def square_code(address: str) -> Markup:
    """The address as a drawing that telephones read."""
    drawn = segno.make(address, error="m", micro=False)
    return Markup(drawn.svg_inline(border=2, omitsize=True))  # noqa: S704 - drawn, not typed


def issue(
    session: Session, profile: Profile, *, pin: str, again: str, by: Actor, address: str
) -> Card:
    """Give a person a card; the one they had stops, and what it opened ends.

    Raises `Invalid` for a weak number.
    """
    pins.check(pin, again, profile.birth_year)
    with passwords.room(known=True).place(address):
        pin_hash = passwords.hashed(pin)
    account = sessions_repository.account_of_profile(session, profile.id) or _account(
        session, profile
    )
    _stop(session, account.id)
    card = Card(
        account_id=account.id,
        pin_hash=pin_hash,
        issued_by=by.id,
        issued_by_role=by.role.value,
    )
    sessions_repository.save(session, card)
    trail.told(recording.of(session), by, "card_made")
    log.info("card issued", card_id=str(card.id), role=by.role.value, account_id=str(by.id))
    return card


def _account(session: Session, profile: Profile) -> Account:
    """An account that the card alone opens: its password is known to nobody."""
    account = Account(
        login=f"carte-{secrets.token_hex(8)}",
        password_hash=passwords.decoy,
        role=Role.JOBSEEKER.value,
        display_name="",  # names stay in profiles
        profile_id=profile.id,
        language=profile.language,
    )
    sessions_repository.save(session, account)
    return account


def living(session: Session, card_id: UUID) -> tuple[Card, Account]:
    """A card that still works, and its account. Raises `CardStopped`."""
    card = sessions_repository.card(session, card_id)
    if card is None or card.stopped_at is not None:
        raise CardStopped
    account = sessions_repository.account(session, card.account_id)
    if account is None or account.disabled_at is not None:
        raise CardStopped
    return card, account


def take_number(session: Session, card_id: UUID) -> None:
    """Count a number before it is looked at. Raises `CardStopped` where no more are taken."""
    if sessions_repository.take_number(session, card_id, most=WRONG_IN_A_ROW) is None:
        raise CardStopped


def not_looked_at(session: Session, card_id: UUID) -> None:
    """A number that was counted and then could not be looked at: it counts no more."""
    sessions_repository.give_number_back(session, card_id)


def number_was_wrong(session: Session, card: Card) -> None:
    """The tenth in a row stops the card."""
    now = clock.now()
    if sessions_repository.stop_worn(session, card.id, most=WRONG_IN_A_ROW, now=now):
        sessions_repository.end_card_sessions(session, card.account_id)
        log.warning("card stopped after wrong numbers", card_id=str(card.id))


def number_was_right(session: Session, card: Card) -> None:
    """The count begins again. Raises `CardStopped` for a card that was stopped meanwhile."""
    if not sessions_repository.card_opened(session, card.id, now=clock.now()):
        raise CardStopped
    log.info("card used", card_id=str(card.id))


def stop(session: Session, profile_id: UUID, *, by: Actor) -> bool:
    """Stop a person's card and end what was opened with it; whether there was one."""
    account = sessions_repository.account_of_profile(session, profile_id)
    stopped = account is not None and _stop(session, account.id)
    if stopped:
        trail.told(recording.of(session), by, "card_stopped")
        log.info("card stopped", role=by.role.value, account_id=str(by.id))
    return stopped


def _stop(session: Session, account_id: UUID) -> bool:
    """Stop the card of an account, and end what it opened whether or not there still is one."""
    stopped = sessions_repository.stop_cards(session, account_id, now=clock.now())
    sessions_repository.end_card_sessions(session, account_id)
    return stopped


def of_profile(session: Session, profile_id: UUID) -> Card | None:
    """A person's card, if they have one that works."""
    account = sessions_repository.account_of_profile(session, profile_id)
    return sessions_repository.living_card(session, account.id) if account else None
