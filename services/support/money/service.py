"""Use cases of the coordination: envelopes, their entries, the bank's file."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from amuddu.contracts.support.money import (
    BankFileIn,
    BankOut,
    MoneyBackIn,
    Purse,
    PurseBook,
    PurseFundIn,
    PurseIn,
    Purses,
)
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.errors import invalid, known
from amuddu.kit.i18n import N_
from amuddu.kit.ledger import bank, book
from amuddu.kit.ledger.book import Balance
from amuddu.kit.ledger.tables import PurseRow
from amuddu.kit.observability import logs
from services.support.money import presenting

log = logs.get(__name__)

_BACKWARDS = N_("La fin vient avant le début : corrigez l'un des deux.")
_NOTHING = N_("Indiquez un montant différent de zéro.")


def purses(session: Session) -> Purses:
    """Every envelope."""
    return Purses(items=tuple(map(presenting.purse, book.envelopes(session))))


def open_purse(session: Session, body: PurseIn, *, actor: Actor) -> Purse:
    """Put money aside for a period."""
    if body.ends_on < body.starts_on:
        raise invalid("ends_on", _BACKWARDS)
    row = PurseRow(**body.model_dump(exclude={"total"}))
    book.opened(session, row, book.centimes(body.total), by=actor, reason=body.label)
    log.info("support envelope opened", envelope_id=str(row.id))
    return presenting.purse(row)


def fund(session: Session, envelope_id: UUID, body: PurseFundIn, *, actor: Actor) -> Purse:
    """Add to an envelope, or take back what is free."""
    row = book.locked(session, envelope_id)
    amount = book.centimes(body.amount)
    if amount == 0:
        raise invalid("amount", _NOTHING)
    book.move(session, row, "fund", amount, by=actor, reference="fund", reason=body.reason)
    return presenting.purse(row)


def recover(session: Session, envelope_id: UUID, body: MoneyBackIn, *, actor: Actor) -> Purse:
    """Write down that money of a payment came back."""
    row = book.locked(session, envelope_id)
    amount = book.centimes(body.amount)
    book.recover(session, row, body.reference, amount, by=actor, reason=body.reason)
    log.info("support payment recovered", envelope_id=str(envelope_id))
    return presenting.purse(row)


def read(
    session: Session, envelope_id: UUID, *, limit: int, offset: int, balance: Balance | None
) -> PurseBook:
    """An envelope, a page of its entries, and what the bank is to pay."""
    row = known(book.envelope(session, envelope_id))
    lines, total = book.entries(session, envelope_id, limit=limit, offset=offset, balance=balance)
    return PurseBook(
        envelope=presenting.purse(row),
        items=tuple(map(presenting.movement, lines)),
        total=total,
        ordered=tuple(map(presenting.ordered, book.ordered(session, envelope_id))),
    )


def reconcile(
    session: Session, envelope_id: UUID, body: BankFileIn, *, actor: Actor, on: date
) -> BankOut:
    """Pay what the bank paid as it was ordered; name every other line, which pays nothing."""
    lines = bank.read(body.text)
    judged = presenting.bank(bank.reconcile(session, envelope_id, lines, on=on, by=actor))
    log.info("bank file read", envelope_id=str(envelope_id), lines=len(lines), paid=judged.paid)
    return judged
