"""Money for people: envelopes, what moved in them, and a bank's file held against what was ordered.

Amounts are written as people write them; the ledger keeps whole centimes.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from amuddu.contracts.operations import Limit, Operations, Paged
from amuddu.contracts.types import AboutSomebody, Contract, Day, Role, ShortText

Amount = Annotated[Decimal, Field(gt=0, le=10_000_000, max_digits=10, decimal_places=2)]
Change = Annotated[
    Decimal, Field(ge=-1_000_000_000, le=1_000_000_000, max_digits=12, decimal_places=2)
]
PurseTotal = Annotated[Decimal, Field(gt=0, le=1_000_000_000, max_digits=12, decimal_places=2)]
PurseCurrency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
MovementKind = Literal["fund", "reserve", "release", "commit", "uncommit", "pay", "recover"]
BankVerdict = Literal[
    "paid", "already", "twice", "wrong_amount", "unknown", "cancelled", "unreadable", "future"
]


class PurseIn(Contract):
    """Money for a period, both days included; `funder`: who gives it."""

    label: ShortText
    funder: ShortText
    starts_on: Day
    ends_on: Day
    currency: PurseCurrency = "MAD"
    total: PurseTotal


class PurseFundIn(Contract):
    """Add to an envelope, or take from it what nobody was promised."""

    amount: Change
    reason: ShortText


class Purse(Contract):
    """An envelope and where its money stands: free = total - reserved - committed - paid."""

    id: UUID
    label: str
    funder: str
    starts_on: date
    ends_on: date
    currency: str
    total: Decimal
    reserved: Decimal
    committed: Decimal
    paid: Decimal
    free: Decimal


class Purses(Contract):
    """Every envelope, the newest period first."""

    items: tuple[Purse, ...]


class Movement(Contract):
    """One entry: what it adds to each balance, for what and why. Entries are never changed."""

    id: int
    kind: MovementKind
    about: UUID | None
    total: Decimal
    reserved: Decimal
    committed: Decimal
    paid: Decimal
    reference: str
    reason: str
    actor_role: str
    at: datetime


class OrderedPayment(Contract):
    """A payment that the bank is asked for. The reference names nobody."""

    about: UUID
    reference: str
    amount: Decimal
    ordered_at: datetime


class PurseBook(Contract):
    """An envelope, a page of its entries, oldest first, and what the bank is to pay from it."""

    envelope: Purse
    items: tuple[Movement, ...]
    total: int
    ordered: tuple[OrderedPayment, ...]


class MovementPage(Paged):
    """Which part of the entries is asked for; `balance`: those alone that move it."""

    limit: Limit = 50
    balance: Literal["total", "reserved", "committed", "paid"] | None = None


class MoneyBackIn(Contract):
    """What came back of a payment that the bank made: its reference, how much, why."""

    reference: ShortText
    amount: Amount
    reason: Annotated[ShortText, AboutSomebody()]


class BankFileIn(Contract):
    """A bank's file as text: columns for day, reference and amount, in any order."""

    text: Annotated[str, Field(max_length=800_000)]


class BankLineOut(Contract):
    """What became of a line of the file. `ordered`: what was to be paid under its reference."""

    number: int
    reference: str
    amount: Decimal | None
    day: date | None
    verdict: BankVerdict
    ordered: Decimal | None


class BankOut(Contract):
    """A file judged line by line: those that paid, and the sum of them."""

    lines: tuple[BankLineOut, ...]
    paid: int
    amount: Decimal


WRITERS = (Role.COORDINATOR,)
"""Who moves money."""

_MONEY = Operations("support", tag="support-money", public=True)
_ONE = "/support/envelopes/{envelope_id}"
# fmt: off
LIST_PURSES = _MONEY.get("/support/envelopes", Purses, "list_support_envelopes", "Envelopes of money for people, with where it stands.", roles=WRITERS)
OPEN_PURSE = _MONEY.post("/support/envelopes", Purse, "open_support_envelope", "Put money aside for a period.", body=PurseIn, status=201, roles=WRITERS)
FUND_PURSE = _MONEY.post(f"{_ONE}/fund", Purse, "fund_support_envelope", "Add to an envelope, or take back what nobody was promised.", body=PurseFundIn, roles=WRITERS)
READ_PURSE = _MONEY.get(_ONE, PurseBook, "read_support_envelope", "An envelope with its entries, and what the bank is to pay from it.", query=MovementPage, roles=WRITERS)
RECOVER = _MONEY.post(f"{_ONE}/recover", Purse, "recover_support_payment", "Write down that money of a payment came back: it is free again.", body=MoneyBackIn, roles=WRITERS)
RECONCILE = _MONEY.post(f"{_ONE}/bank", BankOut, "reconcile_support_envelope", "Hold a bank's file against what was ordered: a line pays as it was ordered, or is named and pays nothing.", body=BankFileIn, roles=WRITERS)
# fmt: on
