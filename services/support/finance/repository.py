"""SQL of the directory of finance and of refusals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import case, func
from sqlalchemy import select as columns_of
from sqlmodel import Session, col, or_, select

from amuddu.contracts.support.finance import ProductKind
from services.support.finance.tables import ProductRow, RefusalRow

Count = tuple[str | None, str, str, int, int]
"""Institution, kind, reason; how many, and how many of them in writing."""
_ONE_WRITER = 0x6D75_6669


def one_at_a_time(session: Session) -> None:
    """Let nobody else enter products until this transaction ends."""
    session.connection().execute(columns_of(func.pg_advisory_xact_lock(_ONE_WRITER)))


def product(session: Session, product_id: UUID, *, lock: bool = False) -> ProductRow | None:
    """One product, locked where it is to be changed."""
    return session.get(ProductRow, product_id, with_for_update=lock, populate_existing=lock)


def named(session: Session, key: str) -> ProductRow | None:
    """The product of this institution and name."""
    return session.exec(select(ProductRow).where(ProductRow.key == key)).first()


def listed(
    session: Session, kind: ProductKind | None, place: str | None, *, limit: int, offset: int
) -> tuple[Sequence[ProductRow], int]:
    """One page of products; those that cannot be asked for now come last."""
    query = select(ProductRow)
    if kind is not None:
        query = query.where(ProductRow.kind == kind)
    if place is not None:
        everywhere = func.cardinality(col(ProductRow.places)) == 0
        query = query.where(or_(everywhere, col(ProductRow.places).contains([place])))
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    ordered = query.order_by(
        col(ProductRow.offered).desc(), col(ProductRow.institution), col(ProductRow.name)
    )
    return session.exec(ordered.limit(limit).offset(offset)).all(), total


def refusals(session: Session, since: date, until: date, place: str | None) -> list[Count]:
    """Refusals of these months, of a town where one is named, counted; the most frequent first."""
    groups = (col(ProductRow.institution), col(RefusalRow.kind), col(RefusalRow.reason))
    count = func.count()
    written = func.sum(case((col(RefusalRow.form) == "written", 1), else_=0))
    query = (
        columns_of(*groups, count, written)
        .select_from(RefusalRow)
        .outerjoin(ProductRow, col(ProductRow.id) == col(RefusalRow.product_id))
        .where(col(RefusalRow.month).between(since, until))
        .where(*([col(RefusalRow.place) == place] if place else []))
        .group_by(*groups)
        .order_by(count.desc(), *groups)
    )
    return [(a, b, c, int(d), int(e)) for a, b, c, d, e in session.connection().execute(query)]
