"""SQL of erasures and of the keys that signed their receipts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select as columns_of
from sqlmodel import Session, col, func, select

from amuddu.contracts.events.erasures import PLACES, Place
from amuddu.kit.events.tables import outbox
from services.profiles.receipts.tables import ErasurePlaceRow, ErasureProcessRow, ReceiptKeyRow


def add(session: Session, row: ErasureProcessRow, *, places: Collection[Place] = PLACES) -> None:
    """Write an erasure down, with every place that is to answer."""
    session.add(row)
    session.flush()
    session.add_all(ErasurePlaceRow(erasure_id=row.id, place=place) for place in places)
    session.flush()


def locked(session: Session, erasure_id: UUID) -> ErasureProcessRow | None:
    """An erasure that nobody else changes until this transaction ends."""
    query = select(ErasureProcessRow).where(ErasureProcessRow.id == erasure_id)
    return session.exec(
        query.with_for_update().execution_options(populate_existing=True)
    ).one_or_none()


def by_id(session: Session, erasure_id: UUID) -> ErasureProcessRow | None:
    return session.get(ErasureProcessRow, erasure_id)


def by_token(session: Session, digest: str) -> ErasureProcessRow | None:
    """The erasure that a link leads to."""
    query = select(ErasureProcessRow).where(ErasureProcessRow.token_digest == digest)
    return session.exec(query).one_or_none()


def open_ones(
    session: Session, *, limit: int, told_before: datetime | None = None
) -> Sequence[ErasureProcessRow]:
    """Erasures that a place has yet to answer for, the oldest first."""
    query = select(ErasureProcessRow).where(col(ErasureProcessRow.completed_at).is_(None))
    if told_before is not None:
        query = query.where(col(ErasureProcessRow.told_at) < told_before)
    return session.exec(query.order_by(col(ErasureProcessRow.begun_at)).limit(limit)).all()


def how_many_open(session: Session, *, before: datetime | None = None) -> int:
    """How many erasures are open; `before`: of those begun before."""
    query = select(func.count()).where(col(ErasureProcessRow.completed_at).is_(None))
    if before is not None:
        query = query.where(col(ErasureProcessRow.begun_at) < before)
    return session.exec(query).one()


def places(session: Session, erasures: Collection[UUID]) -> dict[UUID, list[ErasurePlaceRow]]:
    """The places of these erasures, in the order of the contract."""
    query = select(ErasurePlaceRow).where(col(ErasurePlaceRow.erasure_id).in_(erasures))
    found: dict[UUID, list[ErasurePlaceRow]] = {each: [] for each in erasures}
    for row in sorted(session.exec(query).all(), key=lambda row: PLACES.index(row.place)):
        found[row.erasure_id].append(row)
    return found


def waits(session: Session, keys: Collection[str]) -> bool:
    """Whether anything of these keys waits to be published."""
    key = outbox.c.envelope["key"].astext
    query = columns_of(outbox.c.id).where(key.in_(keys)).limit(1)
    return session.connection().execute(query).first() is not None


# --- keys ---------------------------------------------------------------------------------------


def key(session: Session, key_id: str) -> ReceiptKeyRow | None:
    return session.get(ReceiptKeyRow, key_id)


def keys(session: Session) -> Sequence[ReceiptKeyRow]:
    return session.exec(select(ReceiptKeyRow).order_by(col(ReceiptKeyRow.key_id))).all()


def put_key(session: Session, row: ReceiptKeyRow) -> None:
    """Write a key down in the place of what was known of it."""
    session.merge(row)
    session.flush()
