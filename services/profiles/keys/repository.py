"""All SQL of the database of keys."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from amuddu.kit.clock import now
from amuddu.kit.db import insert_many
from services.profiles.keys.tables import WrappedKeyRow


def add(session: Session, wrapped: Mapping[UUID, bytes], *, master: str) -> None:
    """Keep new keys with one statement; who has one already keeps that."""
    table = WrappedKeyRow.metadata.tables[str(WrappedKeyRow.__tablename__)]
    made_at = now()
    rows: list[dict[str, Any]] = [
        {"id": key_id, "master": master, "wrapped": each, "made_at": made_at}
        for key_id, each in wrapped.items()
    ]
    insert_many(session, table, rows)


def those_of(session: Session, ids: Collection[UUID]) -> Sequence[WrappedKeyRow]:
    """The keys of these people, as far as there are any."""
    return session.exec(select(WrappedKeyRow).where(col(WrappedKeyRow.id).in_(ids))).all()


def present(session: Session, ids: Collection[UUID]) -> set[UUID]:
    """Those of these people who have a key."""
    wanted = select(WrappedKeyRow.id).where(col(WrappedKeyRow.id).in_(ids))
    return set(session.exec(wanted))


def destroy(session: Session, ids: Collection[UUID]) -> None:
    """Let these people's keys be no more."""
    session.connection().execute(delete(WrappedKeyRow).where(col(WrappedKeyRow.id).in_(ids)))


def under_others(session: Session, master: str, *, limit: int) -> Sequence[WrappedKeyRow]:
    """Keys that another master key wrapped, locked; those that somebody else has are left."""
    wanted = select(WrappedKeyRow).where(col(WrappedKeyRow.master) != master)
    wanted = wanted.order_by(col(WrappedKeyRow.id)).limit(limit)
    return session.exec(wanted.with_for_update(skip_locked=True)).all()


def rewrap(session: Session, wrapped: Mapping[UUID, bytes], *, master: str) -> None:
    """Put the same keys under another master key."""
    for row in those_of(session, wrapped.keys()):
        row.master, row.wrapped = master, wrapped[row.id]
        session.add(row)
    session.flush()


def by_master(session: Session) -> dict[str, int]:
    """How many keys each master key wrapped."""
    counted = select(col(WrappedKeyRow.master), func.count()).group_by(col(WrappedKeyRow.master))
    return dict(session.exec(counted).all())
