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
from itertools import pairwise
from uuid import UUID

import segno
from markupsafe import Markup

from amuddu.contracts.profiles import Profile
from amuddu.kit import clock
from amuddu.kit.audit import recording
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import Gone, NotSignedIn, invalid
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from gateway.sessions import repository as sessions_repository
from gateway.sessions import service as accounts
from gateway.sessions import trail
from gateway.sessions.tables import Account
from gateway.sessions.tables import Card as Card

log = logs.get(__name__)

TRIES = 5
"""Wrong numbers in a quarter of an hour, after which one waits."""
WRONG_IN_A_ROW = 10
"""Wrong numbers one after the other, after which the card is stopped for good."""
_SIGNATURE = 12
_SHORTEST, _LONGEST = 4, 8


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


def issue(session: Session, profile: Profile, *, pin: str, again: str, by: Actor) -> Card:
    """Give a person a card; the one they had stops. Raises `Invalid` for a weak number."""
    _check(pin, again, profile.birth_year)
    account = sessions_repository.account_of_profile(session, profile.id) or _account(
        session, profile
    )
    sessions_repository.stop_cards(session, account.id, now=clock.now())
    card = Card(
        account_id=account.id,
        pin_hash=accounts.hashed(pin),
        issued_by=by.id,
        issued_by_role=by.role.value,
    )
    sessions_repository.save(session, card)
    trail.told(recording.of(session), by, "card_made")
    log.info("card issued", card_id=str(card.id), role=by.role.value, account_id=str(by.id))
    return card


def _check(pin: str, again: str, birth_year: int | None) -> None:
    if not (pin.isascii() and pin.isdigit() and _SHORTEST <= len(pin) <= _LONGEST):
        raise invalid("pin", N_("Choisissez un code de 4 à 8 chiffres."))
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    if len(steps) == 1 and steps <= {-1, 0, 1}:
        raise invalid("pin", N_("Ce code est trop facile à deviner : choisissez-en un autre."))
    if birth_year and str(birth_year) in pin:
        raise invalid("pin", N_("N'utilisez pas l'année de naissance : choisissez un autre code."))
    if pin != again:
        raise invalid("again", N_("Les deux codes ne sont pas les mêmes. Tapez-les encore."))


def _account(session: Session, profile: Profile) -> Account:
    """An account that the card alone opens: its password is known to nobody."""
    account = Account(
        login=f"carte-{secrets.token_hex(8)}",
        password_hash="",
        role=Role.JOBSEEKER.value,
        display_name=profile.given_name,
        profile_id=profile.id,
        language=profile.language,
    )
    return accounts.create(session, account, password=secrets.token_urlsafe(32))


def living(session: Session, card_id: UUID) -> Card:
    """A card that still works. Raises `CardStopped`."""
    card = sessions_repository.card(session, card_id)
    if card is None or card.stopped_at is not None:
        raise CardStopped
    return card


def open_with(session: Session, card_id: UUID, *, pin: str, address: str) -> Account:
    """The account of a card and its number.

    Raises `CardStopped`, `TooManyRequests`, and `WrongNumber`, which the caller has counted
    (`count_wrong`) in a transaction of its own.
    """
    card = living(session, card_id)
    accounts.limit(session, login=_counted(card_id), address=address, allowed=TRIES)
    if not accounts.matches(card.pin_hash, pin):
        raise WrongNumber
    account = sessions_repository.account(session, card.account_id)
    if account is None or account.disabled_at is not None:
        raise CardStopped
    card.wrong, card.used_at = 0, clock.now()
    sessions_repository.save(session, card)
    log.info("card used", card_id=str(card.id))
    return account


def count_wrong(session: Session, card_id: UUID, *, address: str) -> None:
    """Count a wrong number; the tenth in a row stops the card."""
    accounts.record_failure(session, login=_counted(card_id), address=address)
    card = sessions_repository.card(session, card_id, lock=True)
    if card is None:
        return
    card.wrong += 1
    if card.wrong >= WRONG_IN_A_ROW and card.stopped_at is None:
        card.stopped_at = clock.now()
        log.warning("card stopped after wrong numbers", card_id=str(card.id))
    sessions_repository.save(session, card)


def stop(session: Session, profile_id: UUID, *, by: Actor) -> None:
    """Stop a person's card and end what was opened with it."""
    account = sessions_repository.account_of_profile(session, profile_id)
    if account is not None and sessions_repository.stop_cards(session, account.id, now=clock.now()):
        sessions_repository.end_card_sessions(session, account.id)
        trail.told(recording.of(session), by, "card_stopped")
        log.info("card stopped", role=by.role.value, account_id=str(by.id))


def of_profile(session: Session, profile_id: UUID) -> Card | None:
    """A person's card, if they have one that works."""
    account = sessions_repository.account_of_profile(session, profile_id)
    return sessions_repository.living_card(session, account.id) if account else None


def _counted(card_id: UUID) -> str:
    return f"card:{card_id}"
