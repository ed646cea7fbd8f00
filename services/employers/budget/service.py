"""Money: envelopes, and the ledger whose lines move their balances.

    fund      total +
    reserve   reserved +                 a claim was sent in
    release   reserved -                 refused, taken back
    commit    reserved -, committed +    approved
    uncommit  committed -                will not be paid after all
    pay       committed -, paid +
    recover   paid -                     came back

Every move locks the envelope first, so two claims that race for the last money come one after
another; the database itself refuses a balance below zero or above the total.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from amuddu.contracts.schemes import (
    Envelope,
    EnvelopeIn,
    EnvelopePage,
    FundIn,
    Ledger,
    LedgerKind,
    LedgerLine,
)
from amuddu.contracts.types import Lang
from amuddu.kit import clock
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, invalid, known
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from amuddu.rules.base import in_language
from services.employers.budget import repository
from services.employers.budget.tables import EnvelopeRow, LedgerRow
from services.employers.common import writes
from services.employers.organisations.access import Caller
from services.employers.schemes import catalogue as schemes
from services.employers.schemes import repository as schemes_repository
from services.employers.schemes.book import Book

log = logs.get(__name__)

_ZERO = Decimal(0)
_SIGNS: dict[LedgerKind, tuple[int, int, int, int]] = {
    "fund": (1, 0, 0, 0),
    "reserve": (0, 1, 0, 0),
    "release": (0, -1, 0, 0),
    "commit": (0, -1, 1, 0),
    "uncommit": (0, 0, -1, 0),
    "pay": (0, 0, -1, 1),
    "recover": (0, 0, 0, -1),
}
"""What one dirham of each move does to total, reserved, committed, paid."""

_OVERLAPS = N_("L'enveloppe « {label} » couvre déjà une partie de cette période.")
_BACKWARDS = N_("La fin vient avant le début : corrigez l'un des deux.")
_TOO_MUCH = N_("Il reste {free} {currency} de libre : retirez au plus ce montant.")
_NOTHING = N_("Indiquez un montant différent de zéro.")
_UNKNOWN_SCHEME = N_("Aide inconnue : choisissez dans la liste des aides.")


class Exhausted(Conflict):
    """An envelope has less left than a claim asks."""

    code = "exhausted"
    default = N_(
        "L'enveloppe de cette aide est épuisée : il reste {free} {currency} et la demande est de "
        "{amount} {currency}. Votre demande est gardée : envoyez-la de nouveau quand l'enveloppe "
        "est complétée."
    )


def move(
    session: Session,
    envelope: EnvelopeRow,
    kind: LedgerKind,
    amount: Decimal,
    *,
    by: Actor,
    claim_id: UUID | None = None,
    reason: str = "",
) -> None:
    """Write one line of the ledger, which moves the balances of an envelope locked before.

    Raises `Exhausted` where a reservation asks for more than is free.
    """
    if amount == _ZERO:
        return
    if kind == "reserve" and amount > envelope.free:
        raise Exhausted(free=envelope.free, amount=amount, currency=envelope.currency)
    total, reserved, committed, paid = (sign * amount for sign in _SIGNS[kind])
    line = LedgerRow(
        envelope_id=envelope.id,
        claim_id=claim_id,
        kind=kind,
        total=total,
        reserved=reserved,
        committed=committed,
        paid=paid,
        actor_id=by.id,
        actor_role=by.role.value,
        reason=reason,
    )
    writes.add(session, line)
    repository.refreshed(session, envelope)


def locked(session: Session, envelope_id: UUID) -> EnvelopeRow:
    """An envelope that nobody else moves until this transaction ends."""
    return known(repository.lock_envelope(session, envelope_id))


# --- envelopes --------------------------------------------------------------------------------


def open_envelope(session: Session, body: EnvelopeIn, *, caller: Caller) -> Envelope:
    """Put money aside for a scheme and a period that no other envelope of it covers."""
    schemes_repository.one_writer_at_a_time(session)
    book = schemes.known(session, on=clock.today())
    if book.get(body.scheme_id) is None:
        raise invalid("scheme_id", _UNKNOWN_SCHEME)
    if body.ends_on < body.starts_on:
        raise invalid("ends_on", _BACKWARDS)
    other = repository.overlapping(session, body.scheme_id, body.starts_on, body.ends_on)
    if other is not None:
        raise invalid("starts_on", _OVERLAPS, label=other.label)
    row = EnvelopeRow(**body.model_dump(exclude={"total"}))
    writes.add(session, row)
    move(session, row, "fund", body.total, by=caller.actor, reason=body.label)
    log.info("envelope opened", envelope_id=str(row.id), scheme=row.scheme_id)
    return shown(row, book, caller.lang)


def fund(session: Session, envelope_id: UUID, body: FundIn, *, caller: Caller) -> Envelope:
    """Add to an envelope, or take away what is free."""
    row = locked(session, envelope_id)
    if body.amount == 0:
        raise invalid("amount", _NOTHING)
    if row.free + body.amount < 0:
        raise invalid("amount", _TOO_MUCH, free=row.free, currency=row.currency)
    if row.total + body.amount > Decimal("99999999999"):
        raise invalid("amount", N_("Ce montant est trop grand."))
    move(session, row, "fund", body.amount, by=caller.actor, reason=body.reason)
    return shown(row, schemes.known(session, on=clock.today()), caller.lang)


def envelopes(session: Session, *, caller: Caller) -> EnvelopePage:
    """Every envelope, the newest period first."""
    book = schemes.known(session, on=clock.today())
    return EnvelopePage(
        items=tuple(shown(row, book, caller.lang) for row in repository.envelopes(session))
    )


def ledger(
    session: Session, envelope_id: UUID, *, limit: int, offset: int, caller: Caller
) -> Ledger:
    """A page of an envelope's movements."""
    row = known(repository.envelope(session, envelope_id))
    lines, total = repository.ledger(session, envelope_id, limit=limit, offset=offset)
    book = schemes.known(session, on=clock.today())
    items = tuple(map(LedgerLine.of, lines))
    return Ledger(envelope=shown(row, book, caller.lang), items=items, total=total)


def for_claim(session: Session, scheme_id: str, *, on: date) -> EnvelopeRow | None:
    """The envelope that a claim sent in on a day is paid from, locked."""
    found = repository.envelope_on(session, scheme_id, on)
    return repository.lock_envelope(session, found.id) if found else None


def shown(row: EnvelopeRow, book: Book, lang: Lang) -> Envelope:
    """An envelope as staff read it."""
    version = book.get(row.scheme_id)
    name = in_language(version.scheme.name, lang) if version else row.scheme_id
    return Envelope.of(row, scheme_name=name)
