"""All SQL of lines that are taken over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, or_
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from amuddu.kit import retention
from amuddu.kit.retention import Sweep
from gateway.sessions.tables import Account
from gateway.taken.tables import TakenRow

Key = tuple[str, UUID]
"""Kind of a line, and what it is about."""


def hold(
    session: Session, team: str, key: Key, *, by: UUID, until: date | None, now: datetime
) -> bool:
    """Hold a line, unless somebody else does; of two at once one is told no."""
    kind, about = key
    said = {"account_id": by, "until": until, "at": now}
    row = insert(TakenRow).values(team=team, kind=kind, about=about, **said)
    written = row.on_conflict_do_update(
        index_elements=["team", "kind", "about"],
        set_=said,
        where=or_(col(TakenRow.account_id) == by, _free(now.date())),
    ).returning(col(TakenRow.about))
    return session.connection().execute(written).first() is not None


def _free(today: date) -> ColumnElement[bool]:
    """Lines that nobody holds any more: their day came, or the account is closed."""
    closed = select(Account.id).where(col(Account.disabled_at).is_not(None))
    return or_(col(TakenRow.until) <= today, col(TakenRow.account_id).in_(closed))


def of_team(session: Session, team: str, *, today: date) -> Sequence[tuple[TakenRow, str]]:
    """Lines of a team that somebody holds, and how whoever holds them is called."""
    wanted = (
        select(TakenRow, Account.display_name)
        .join(Account, col(Account.id) == col(TakenRow.account_id))
        .where(TakenRow.team == team, ~_stale(today), col(Account.disabled_at).is_(None))
    )
    return session.exec(wanted).all()


def _stale(today: date) -> ColumnElement[bool]:
    return col(TakenRow.until).is_not(None) & (col(TakenRow.until) <= today)


def give_back(session: Session, team: str, key: Key, *, by: UUID) -> bool:
    """Let a line go: one's own, or one that was put off; whether it was held."""
    kind, about = key
    gone = delete(TakenRow).where(
        col(TakenRow.team) == team,
        col(TakenRow.kind) == kind,
        col(TakenRow.about) == about,
        or_(col(TakenRow.account_id) == by, col(TakenRow.until).is_not(None)),
    )
    return bool(session.connection().execute(gone.returning(col(TakenRow.about))).first())


def end(session: Session, team: str, kind: str, gone: Collection[UUID]) -> None:
    """These lines are no more."""
    session.connection().execute(
        delete(TakenRow).where(
            col(TakenRow.team) == team, col(TakenRow.kind) == kind, col(TakenRow.about).in_(gone)
        )
    )


def forget(session: Session, ids: Collection[UUID]) -> None:
    """Whatever is about these, in every team."""
    session.connection().execute(delete(TakenRow).where(col(TakenRow.about).in_(ids)))


def expiring() -> Sweep:
    """Lines that were taken long ago."""
    table: Table = TakenRow.metadata.tables[str(TakenRow.__tablename__)]
    return retention.expiring("taken_line", table, table.c.at)
