"""Moving money: each move is one entry, and the database adds it to the envelope's balances.

    fund      total +
    reserve   reserved +                 put aside for somebody
    release   reserved -                 will not be needed
    commit    reserved -, committed +    signed
    uncommit  committed -                will not be paid after all
    pay       committed -, paid +        the bank says so
    recover   paid -                     came back

Whoever moves money holds its envelope first (`locked`), so two who race for the last dirham come
one after another.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from amuddu.kit.auth import Actor
from amuddu.kit.errors import Conflict, invalid, known
from amuddu.kit.i18n import N_
from amuddu.kit.ledger.tables import EntryKind, EntryRow, LedgerBase, PaymentRow, PurseRow

_SIGNS: Mapping[EntryKind, tuple[int, int, int, int]] = {
    "fund": (1, 0, 0, 0),
    "reserve": (0, 1, 0, 0),
    "release": (0, -1, 0, 0),
    "commit": (0, -1, 1, 0),
    "uncommit": (0, 0, -1, 0),
    "pay": (0, 0, -1, 1),
    "recover": (0, 0, 0, -1),
}
"""What one centime of each move does to total, reserved, committed, paid."""
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 10
Balance = Literal["total", "reserved", "committed", "paid"]
MOST = 10**13
"""Centimes that an envelope may hold: far from what the column can."""
_TOO_LITTLE = N_(
    "Il reste {free} {currency} dans cette enveloppe, et il en faut {amount}. Complétez "
    "l'enveloppe, ou attendez que de l'argent se libère."
)
_TOO_MUCH_BACK = N_("Il n'y a que {there} {currency} à reprendre : indiquez au plus ce montant.")
_NOT_PAID = N_(
    "Aucun paiement de cette enveloppe ne porte cette référence. Copiez-la depuis une ligne "
    "« payé » du journal."
)
_TOO_BIG = N_("Ce montant est trop grand.")


class Exhausted(Conflict):
    """An envelope has less left than is asked."""

    code = "exhausted"
    default = _TOO_LITTLE


def dirhams(centimes: int) -> Decimal:
    """Centimes as people write money."""
    return Decimal(centimes) / 100


def centimes(amount: Decimal) -> int:
    """Money as people write it, as whole centimes. Raises `ValueError` for a part of one."""
    whole = amount * 100
    if whole != whole.to_integral_value():
        raise ValueError("part of a centime")
    return int(whole)


def _write(session: Session, row: LedgerBase) -> None:
    session.add(row)
    session.flush()


def opened(session: Session, row: PurseRow, total: int, *, by: Actor, reason: str = "") -> None:
    """Keep a new envelope and put its first money in."""
    _write(session, row)
    move(session, row, "fund", total, by=by, reference="fund", reason=reason)


def locked(session: Session, envelope_id: UUID) -> PurseRow:
    """An envelope that nobody else moves until this transaction ends. Raises `NotFound`."""
    return known(session.get(PurseRow, envelope_id, with_for_update=True, populate_existing=True))


def move(
    session: Session,
    envelope: PurseRow,
    kind: EntryKind,
    amount: int,
    *,
    by: Actor,
    reference: str,
    about: UUID | None = None,
    reason: str = "",
) -> None:
    """Write one entry for an envelope that is held. Raises `Exhausted` where too little is left.

    Only `fund` may be below zero: what is free is taken back.
    """
    _guard(envelope, kind, amount)
    total, reserved, committed, paid = (sign * amount for sign in _SIGNS[kind])
    entry = EntryRow(
        envelope_id=envelope.id,
        about=about,
        kind=kind,
        amount=amount,
        total=total,
        reserved=reserved,
        committed=committed,
        paid=paid,
        reference=reference,
        reason=reason,
        actor_id=by.id,
        actor_role=by.role.value,
    )
    _write(session, entry)
    session.refresh(envelope)


def _guard(envelope: PurseRow, kind: EntryKind, amount: int) -> None:
    if amount == 0 or (amount < 0 and kind != "fund"):
        raise ValueError(f"{kind} of {amount}")
    if kind == "fund" and envelope.total + amount > MOST:
        raise Conflict(_TOO_BIG)
    needs_free = amount if kind == "reserve" else -amount if kind == "fund" else 0
    if needs_free > envelope.free:
        raise Exhausted(
            free=dirhams(envelope.free),
            amount=dirhams(needs_free),
            currency=envelope.currency,
        )
    there = {
        "release": envelope.reserved,
        "commit": envelope.reserved,
        "uncommit": envelope.committed,
        "pay": envelope.committed,
        "recover": envelope.paid,
    }.get(kind)
    if there is not None and amount > there:
        raise Conflict(_TOO_MUCH_BACK, there=dirhams(there), currency=envelope.currency)


# --- payments ---------------------------------------------------------------------------------


def order(session: Session, envelope: PurseRow, amount: int, *, about: UUID) -> PaymentRow:
    """Ask the bank for a payment of money that is committed; its reference names nobody."""
    reference = "AM" + "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    row = PaymentRow(envelope_id=envelope.id, about=about, reference=reference, amount=amount)
    _write(session, row)
    return row


def cancel(session: Session, payment: PaymentRow) -> None:
    """Take an order back, before the bank paid it. Its envelope is held."""
    payment.state = "cancelled"
    _write(session, payment)


def pay(session: Session, envelope: PurseRow, payment: PaymentRow, *, on: date, by: Actor) -> None:
    """Say that the bank paid an order. The envelope is held."""
    assert payment.state == "ordered"
    payment.state, payment.paid_on = "paid", on
    _write(session, payment)
    move(
        session,
        envelope,
        "pay",
        payment.amount,
        by=by,
        about=payment.about,
        reference=payment.reference,
    )


def recover(
    session: Session, envelope: PurseRow, reference: str, amount: int, *, by: Actor, reason: str
) -> None:
    """Write down that money of a payment came back. The envelope is held. Raises `Invalid`."""
    payment = session.exec(
        select(PaymentRow).where(
            PaymentRow.reference == reference.strip().upper(),
            PaymentRow.envelope_id == envelope.id,
        )
    ).first()
    if payment is None or payment.state != "paid":
        raise invalid("reference", _NOT_PAID)
    back = select(func.coalesce(func.sum(EntryRow.amount), 0)).where(
        EntryRow.kind == "recover", EntryRow.reference == payment.reference
    )
    left = payment.amount - int(session.exec(back).one())
    if amount > left:
        there = dirhams(left)
        raise invalid("amount", _TOO_MUCH_BACK, there=there, currency=envelope.currency)
    move(
        session,
        envelope,
        "recover",
        amount,
        by=by,
        about=payment.about,
        reference=payment.reference,
        reason=reason,
    )


# --- reading ----------------------------------------------------------------------------------


def envelope(session: Session, envelope_id: UUID) -> PurseRow | None:
    return session.get(PurseRow, envelope_id)


def envelopes(session: Session) -> Sequence[PurseRow]:
    """Every envelope, the newest period first."""
    ordered = select(PurseRow).order_by(col(PurseRow.starts_on).desc(), col(PurseRow.label))
    return session.exec(ordered.limit(500)).all()


def entries(
    session: Session, envelope_id: UUID, *, limit: int, offset: int, balance: Balance | None = None
) -> tuple[Sequence[EntryRow], int]:
    """One page of an envelope's entries, oldest first, and how many there are; of a balance, those
    alone that move it."""
    query = select(EntryRow).where(EntryRow.envelope_id == envelope_id)
    if balance is not None:
        query = query.where(getattr(EntryRow, balance) != 0)
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    page = query.order_by(col(EntryRow.id)).limit(limit).offset(offset)
    return session.exec(page).all(), total


def about(session: Session, subject: UUID) -> Sequence[EntryRow]:
    """Every entry of one thing, oldest first."""
    query = select(EntryRow).where(EntryRow.about == subject).order_by(col(EntryRow.id))
    return session.exec(query).all()


def ordered(session: Session, envelope_id: UUID) -> Sequence[PaymentRow]:
    """Payments of an envelope that the bank was asked for and has not made, oldest first."""
    query = select(PaymentRow).where(
        PaymentRow.envelope_id == envelope_id, PaymentRow.state == "ordered"
    )
    return session.exec(query.order_by(col(PaymentRow.ordered_at), col(PaymentRow.id))).all()


def payment(session: Session, payment_id: UUID) -> PaymentRow | None:
    return session.get(PaymentRow, payment_id)


def payments_by_reference(session: Session, references: set[str]) -> Mapping[str, PaymentRow]:
    """Orders by their reference, locked in the order of their ids."""
    query = select(PaymentRow).where(col(PaymentRow.reference).in_(references))
    rows = session.exec(query.order_by(col(PaymentRow.id)).with_for_update()).all()
    return {row.reference: row for row in rows}
