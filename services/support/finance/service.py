"""Use cases of finance: anybody looks, the coordination keeps the directory and reads the counts,
people and who helps them say that somebody was refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from amuddu.contracts.statistics import Month
from amuddu.contracts.support.finance import (
    LEAST,
    STALE_DAYS,
    Product,
    ProductIn,
    ProductKind,
    ProductPage,
    RefusalCount,
    RefusalCounts,
    RefusalIn,
    Refused,
)
from amuddu.kit import checks, clock
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, FieldError, invalid, known
from amuddu.kit.i18n import N_
from services.support.catalogue.words import name_key
from services.support.common import writes
from services.support.finance import repository
from services.support.finance.tables import ProductRow, RefusalRow

_NAMED = N_("Ce produit de cet établissement est déjà dans la liste : modifiez-le.")
_AMOUNTS = N_("Le montant le plus haut est sous le plus bas : inversez-les.")
_WHICH = N_("Choisissez le produit dans la liste, ou dites de quelle sorte il est.")
_TO_COME = N_("Ce jour n'est pas encore venu : écrivez celui où quelqu'un a demandé.")
_PERIOD = N_("Le dernier mois est avant le premier : inversez-les.")
_A_YEAR = timedelta(days=365)


# --- the directory --------------------------------------------------------------------------------


def products(
    session: Session,
    *,
    kind: ProductKind | None,
    place: str | None,
    limit: int,
    offset: int,
    on: date,
) -> ProductPage:
    """Products, by institution."""
    rows, total = repository.listed(session, kind, place, limit=limit, offset=offset)
    return ProductPage(items=tuple(_shown(row, on) for row in rows), total=total)


def product(session: Session, product_id: UUID, *, on: date) -> Product:
    """One product. Raises `NotFound`."""
    return _shown(known(repository.product(session, product_id)), on)


def add(session: Session, body: ProductIn, *, on: date) -> Product:
    """Enter a product. Raises `Invalid`, `Conflict`."""
    repository.one_at_a_time(session)
    return _shown(new_product(session, body, on=on), on)


def new_product(session: Session, body: ProductIn, *, on: date) -> ProductRow:
    """A product that is not there yet. Raises `Invalid`, `Conflict`."""
    row = ProductRow(key="", institution="", name="", kind=body.kind, source="")
    _put(session, row, body, on=on)
    writes.add(session, row)
    return row


def change(session: Session, product_id: UUID, body: ProductIn, *, on: date) -> Product:
    """Replace what is said of a product. Raises `NotFound`, `Invalid`, `Conflict`."""
    repository.one_at_a_time(session)
    row = known(repository.product(session, product_id, lock=True))
    _put(session, row, body, on=on)
    row.updated_at = clock.now()
    writes.add(session, row)
    return _shown(row, on)


def _put(session: Session, row: ProductRow, body: ProductIn, *, on: date) -> None:
    checks.refuse_if_any(_problems(body, on))
    key = key_of(body)
    there = repository.named(session, key)
    if there is not None and there.id != row.id:
        raise Conflict(_NAMED)
    row.key = key
    for name, value in body.model_dump().items():
        setattr(row, name, list(value) if isinstance(value, tuple) else value)


def _problems(body: ProductIn, on: date) -> Iterator[FieldError]:
    least, most = body.amount_least, body.amount_most
    if least is not None and most is not None and most < least:
        yield checks.field_error("amount_most", _AMOUNTS)
    for place in body.places:
        for each in checks.unknown_place(place):
            yield FieldError("places", each.text)
    if body.checked_on is not None and body.checked_on > on:
        yield checks.field_error("checked_on", _TO_COME)


def key_of(body: ProductIn) -> str:
    """How a product is known again, whatever the spelling."""
    return f"{name_key(body.institution)}|{name_key(body.name)}"[:340]


def _shown(row: ProductRow, on: date) -> Product:
    fresh = row.checked_on is not None and (on - row.checked_on).days <= STALE_DAYS
    return Product.of(row, to_check=not fresh)


# --- refusals -------------------------------------------------------------------------------------


def tell(session: Session, body: RefusalIn, *, on: date) -> Refused:
    """Count a refusal. Raises `Invalid`, `NotFound`."""
    of = known(repository.product(session, body.product_id)) if body.product_id else None
    kind = of.kind if of else body.kind
    if kind is None:
        raise invalid("kind", _WHICH)
    checks.refuse_if_any(checks.unknown_place(body.place))
    row = RefusalRow(
        product_id=of.id if of else None,
        kind=kind,
        reason=body.reason,
        form=body.form,
        place=body.place,
        month=on.replace(day=1),
    )
    writes.add(session, row)
    return Refused()


def counts(
    session: Session, *, since: Month | None, until: Month | None, place: str | None, on: date
) -> RefusalCounts:
    """Refusals of some months, of the last twelve where none is named. Raises `Invalid`."""
    last = date.fromisoformat(f"{until}-01") if until else on.replace(day=1)
    first = date.fromisoformat(f"{since}-01") if since else (last - _A_YEAR).replace(day=1)
    if last < first:
        raise invalid("until", _PERIOD)
    found = repository.refusals(session, first, last, place)
    return RefusalCounts(
        since=first,
        until=last,
        items=tuple(
            RefusalCount(
                institution=institution,
                kind=kind,
                reason=reason,
                count=_rounded(count),
                written=_rounded(written),
            )
            for institution, kind, reason, count, written in found
        ),
        total=_rounded(sum(each[3] for each in found)),
    )


def _rounded(count: int) -> int:
    return count - count % LEAST
