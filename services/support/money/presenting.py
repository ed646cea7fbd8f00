"""Money as its readers read it: centimes become dirhams here. Pure."""

from __future__ import annotations

from amuddu.contracts.support.money import BankLineOut, BankOut, Movement, OrderedPayment, Purse
from amuddu.kit.ledger.bank import Judged
from amuddu.kit.ledger.book import dirhams
from amuddu.kit.ledger.tables import EntryRow, PaymentRow, PurseRow

_BALANCES = ("total", "reserved", "committed", "paid")


def purse(row: PurseRow) -> Purse:
    """An envelope with its balances."""
    told = {name: dirhams(getattr(row, name)) for name in (*_BALANCES, "free")}
    return Purse.of(row, **told)


def movement(row: EntryRow) -> Movement:
    """One entry."""
    return Movement.of(row, **{name: dirhams(getattr(row, name)) for name in _BALANCES})


def ordered(row: PaymentRow) -> OrderedPayment:
    """A payment that the bank is asked for."""
    return OrderedPayment.of(row, amount=dirhams(row.amount))


def bank(judged: list[Judged]) -> BankOut:
    """What became of a file."""
    paid = [each.line.amount or 0 for each in judged if each.verdict == "paid"]
    return BankOut(
        lines=tuple(
            BankLineOut(
                number=each.line.number,
                reference=each.line.reference,
                amount=None if each.line.amount is None else dirhams(each.line.amount),
                day=each.line.day,
                verdict=each.verdict,
                ordered=None if each.ordered is None else dirhams(each.ordered),
            )
            for each in judged
        ),
        paid=len(paid),
        amount=dirhams(sum(paid)),
    )
