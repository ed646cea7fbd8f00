"""All SQL of saved views."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Table, delete, or_, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, func, select

from amuddu.kit import retention
from amuddu.kit.retention import Sweep
from gateway.saved.tables import SavedViewRow
from gateway.sessions.tables import Account


def seen(session: Session, account_id: UUID, agency_id: str) -> Sequence[tuple[SavedViewRow, str]]:
    """One's own views and those that colleagues share, by name, with who made them. A colleague who
    left the agency, or whose account is closed, shares nothing."""
    wanted = (
        select(SavedViewRow, Account.display_name)
        .join(Account, col(Account.id) == col(SavedViewRow.account_id))
        .where(
            SavedViewRow.agency_id == agency_id,
            Account.agency_id == agency_id,
            col(Account.disabled_at).is_(None),
            or_(col(SavedViewRow.account_id) == account_id, col(SavedViewRow.shared)),
        )
    )
    return session.exec(wanted.order_by(func.lower(SavedViewRow.name), col(SavedViewRow.id))).all()


def own_number(session: Session, account_id: UUID, *, but: str) -> int:
    """How many somebody has, beside the one of a name."""
    wanted = select(func.count()).select_from(SavedViewRow)
    return session.exec(
        wanted.where(SavedViewRow.account_id == account_id, SavedViewRow.name != but)
    ).one()


def keep(session: Session, row: SavedViewRow) -> None:
    """Write a view, over one's own of the same name."""
    said = {"query": row.query, "shared": row.shared, "used_on": row.used_on}
    values = insert(SavedViewRow).values(**row.model_dump())
    session.connection().execute(
        values.on_conflict_do_update(constraint="saved_view_name", set_=said)
    )


def drop(session: Session, view_id: UUID, account_id: UUID) -> bool:
    """Take one's own view away; whether it was there."""
    gone = delete(SavedViewRow).where(
        col(SavedViewRow.id) == view_id, col(SavedViewRow.account_id) == account_id
    )
    return bool(session.connection().execute(gone.returning(col(SavedViewRow.id))).first())


def used(session: Session, view_id: UUID, on: date) -> None:
    """A view was looked at."""
    session.connection().execute(
        update(SavedViewRow).where(col(SavedViewRow.id) == view_id).values(used_on=on)
    )


def expiring() -> Sweep:
    """Views that nobody looked at for long."""
    table: Table = SavedViewRow.metadata.tables[str(SavedViewRow.__tablename__)]
    return retention.expiring("saved_view", table, table.c.used_on)
