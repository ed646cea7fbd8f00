"""A bank's file held against what was ordered: each line is paid, or named and pays nothing.

A line pays where its reference is that of an order of this envelope, the amount is the same to the
centime, and no other line of the file bears the reference. A file may be sent again: what it paid
is named as paid already.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Literal
from uuid import UUID

from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.errors import invalid
from amuddu.kit.i18n import N_
from amuddu.kit.ledger import book
from amuddu.kit.ledger.tables import PaymentRow

Verdict = Literal[
    "paid", "already", "twice", "wrong_amount", "unknown", "cancelled", "unreadable", "future"
]
MOST_LINES = 5000
_NAMES: Mapping[str, tuple[str, ...]] = {
    "reference": ("reference", "ref", "libelle", "motif"),
    "amount": ("montant", "amount", "debit", "importe"),
    "day": ("date", "date operation", "date d'operation", "day", "fecha"),
}
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_REFERENCE = re.compile(r"AM[2-9A-HJ-NP-Z]{10}")
_EMPTY = N_("Ce fichier n'a aucune ligne : choisissez le relevé en CSV de la banque.")
_COLUMNS = N_("La première ligne du fichier doit nommer trois colonnes : date, référence, montant.")
_LONG = N_("Ce fichier a plus de {most} lignes : envoyez-le en plusieurs parties.")


@dataclass(frozen=True, slots=True)
class BankLine:
    """A line of the file: `None` where it cannot be read."""

    number: int
    """As a spreadsheet numbers it: the first line names the columns."""
    reference: str
    amount: int | None
    day: date | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a line. `ordered`: what was to be paid under its reference."""

    line: BankLine
    verdict: Verdict
    ordered: int | None = None
    payment: PaymentRow | None = None


def read(text: str, field: str = "text") -> list[BankLine]:
    """The lines of a file. Raises `Invalid` where it is no such file."""
    sample = text.lstrip("\ufeff").replace("\x00", "")
    first = next((line for line in sample.splitlines() if line.strip()), "")
    if not first:
        raise invalid(field, _EMPTY)
    divider = max(";,\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(sample), delimiter=divider))
    except csv.Error:
        raise invalid(field, _COLUMNS) from None
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(map(str.strip, row))]
    if not numbered:
        raise invalid(field, _EMPTY)
    if len(numbered) < 2:
        raise invalid(field, _EMPTY) if _columns(numbered[0][1]) else invalid(field, _COLUMNS)
    if len(numbered) > MOST_LINES + 1:
        raise invalid(field, _LONG, most=MOST_LINES)
    columns = _columns(numbered[0][1])
    if columns is None:
        raise invalid(field, _COLUMNS)
    return [_line(number, row, columns) for number, row in numbered[1:]]


def _columns(names: Sequence[str]) -> Mapping[str, int] | None:
    plain = [_plain(name) for name in names]
    found = {
        what: next((plain.index(name) for name in known if name in plain), None)
        for what, known in _NAMES.items()
    }
    return {k: v for k, v in found.items() if v is not None} if None not in found.values() else None


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.strip().casefold())
    return "".join(each for each in folded if not unicodedata.combining(each)).replace("’", "'")


def _line(number: int, row: Sequence[str], columns: Mapping[str, int]) -> BankLine:
    cell = {what: row[at] if at < len(row) else "" for what, at in columns.items()}
    found = _REFERENCE.search(cell["reference"].upper())
    return BankLine(number, found[0] if found else "", _amount(cell["amount"]), _day(cell["day"]))


def _amount(text: str) -> int | None:
    """Whole centimes; a bank writes what left an account with a minus."""
    plain = re.sub(r"[\s\u00a0\u202f']|MAD|DH", "", text.upper()).lstrip("-")
    if not re.fullmatch(r"\d{1,11}(?:[.,]\d{1,2})?", plain):
        return None
    try:
        return book.centimes(Decimal(plain.replace(",", ".")))
    except (InvalidOperation, ValueError):
        return None


def _day(text: str) -> date | None:
    for shape in _DAYS:
        try:
            return datetime.strptime(text.strip(), shape).date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    return None


def reconcile(
    session: Session, envelope_id: UUID, lines: Sequence[BankLine], *, on: date, by: Actor
) -> list[Judged]:
    """Pay what the bank paid as it was ordered, and name every other line."""
    envelope = book.locked(session, envelope_id)
    times = Counter(line.reference for line in lines if line.reference)
    orders = book.payments_by_reference(session, set(times))
    judged = []
    for line in lines:
        row = orders.get(line.reference)
        order = row if row is not None and row.envelope_id == envelope_id else None
        verdict = _verdict(line, order, times[line.reference], on=on)
        if verdict == "paid":
            assert order is not None
            assert line.day is not None
            book.pay(session, envelope, order, on=line.day, by=by)
        judged.append(Judged(line, verdict, order.amount if order else None, order))
    return judged


def _verdict(line: BankLine, order: PaymentRow | None, times: int, *, on: date) -> Verdict:
    if line.amount is None or line.day is None:
        return "unreadable"
    if order is None:
        return "unknown"
    if times > 1:
        return "twice"
    if line.amount != order.amount:
        return "wrong_amount"
    if order.state != "ordered":
        return "already" if order.state == "paid" else "cancelled"
    return "paid" if line.day <= on else "future"
