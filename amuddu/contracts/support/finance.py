"""Finance: a directory of products with the papers that are asked, and refusals that name nobody.

Whoever was refused says where, what and why by codes. No person stands in it, no day and no agency:
what is kept is counted for the coordination, which carries the counts to the institutions.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.operations import Operations, Paged, Query
from amuddu.contracts.statistics import Month
from amuddu.contracts.types import Contract, Day, LongText, Money, Role, ShortText, Slug

ProductKind = Literal[
    "account", "card", "transfer", "savings", "microcredit", "loan", "guarantee", "insurance"
]
PaperAsked = Literal[
    "residence_card",
    "receipt",
    "passport",
    "address",
    "income",
    "activity",
    "business_plan",
    "guarantor",
    "photos",
]
"""What is asked at the counter; `receipt`: that of a card that is being renewed is taken."""
RefusalReason = Literal[
    "paper",
    "renewal",
    "address",
    "income",
    "guarantor",
    "new_activity",
    "not_for_foreigners",
    "language",
    "no_reason",
    "other",
]
RefusalForm = Literal["spoken", "written"]
STALE_DAYS = 180
"""A product that nobody asked about for so long is shown as to be checked again."""
LEAST = 5
"""Counts are rounded down to a multiple of this, so that neither a small one nor the difference of
two months says anything of one person; what is left of a small one is nothing."""


class ProductIn(Contract):
    """A product as it is entered. `source`: where this was read; `checked_on`: when somebody last
    asked the institution."""

    institution: ShortText
    name: ShortText
    kind: ProductKind
    conditions: Annotated[LongText, Field(max_length=1000)] = ""
    """For whom, what it costs, how long it takes."""
    papers: Annotated[tuple[PaperAsked, ...], Field(max_length=9)] = ()
    amount_least: Money | None = None
    amount_most: Money | None = None
    places: Annotated[tuple[Slug, ...], Field(max_length=12)] = ()
    """Where; everywhere when none is named."""
    offered: bool = True
    """Whether it can be asked for now."""
    source: ShortText
    checked_on: Day | None = None


class Product(ProductIn):
    """A product as anybody reads it."""

    id: UUID
    to_check: bool
    """Nobody asked the institution for long, or ever."""
    updated_at: datetime


class ProductPage(Contract):
    """One page of products, by institution and name."""

    items: tuple[Product, ...]
    total: int


class ProductFilter(Paged):
    """Which products a list shows."""

    kind: ProductKind | None = None
    place: Slug | None = None


class RefusalIn(Contract):
    """Somebody was refused. `product_id`: one of the directory, or else its `kind` alone."""

    product_id: UUID | None = None
    kind: ProductKind | None = None
    reason: RefusalReason
    form: RefusalForm
    place: Slug | None = None


class Refused(Contract):
    """That it was counted; nothing leads back to who said it."""

    counted: bool = True


class RefusalQuery(Query):
    """Of which months, both ends are in it; and of which town."""

    since: Month | None = None
    until: Month | None = None
    place: Slug | None = None


class RefusalCount(Contract):
    """Refusals of one kind of product at one institution, for one reason, rounded down.
    `written`: how many of these in writing."""

    institution: str | None
    kind: ProductKind
    reason: RefusalReason
    count: int
    written: int


class RefusalCounts(Contract):
    """Refusals counted, the most frequent first; each number is rounded down."""

    since: date
    until: date
    items: tuple[RefusalCount, ...]
    total: int
    least: int = LEAST


KEEPERS = (Role.COORDINATOR,)
TELLERS = (Role.JOBSEEKER, Role.COUNSELLOR, Role.AGENT)
"""Who may say that somebody was refused."""

_CALLS = Operations("support", tag="finance", public=True)
# Without roles: anybody may look; there is no person in it.
# fmt: off
LIST_PRODUCTS = _CALLS.get("/finance/products", ProductPage, "list_finance_products", "Products of banks and others, with the papers that are asked.", query=ProductFilter)
READ_PRODUCT = _CALLS.get("/finance/products/{product_id}", Product, "read_finance_product", "One product.")
ADD_PRODUCT = _CALLS.post("/finance/products", Product, "add_finance_product", "Enter a product.", body=ProductIn, status=201, roles=KEEPERS)
CHANGE_PRODUCT = _CALLS.put("/finance/products/{product_id}", Product, "change_finance_product", "Replace what is said of a product.", body=ProductIn, roles=KEEPERS)
TELL_REFUSAL = _CALLS.post("/finance/refusals", Refused, "tell_refusal", "Say that somebody was refused, without saying who.", body=RefusalIn, status=201, roles=TELLERS)
COUNT_REFUSALS = _CALLS.get("/finance/refusals", RefusalCounts, "count_refusals", "Refusals by institution, product and reason, rounded down.", query=RefusalQuery, roles=KEEPERS)
# fmt: on
