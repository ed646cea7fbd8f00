"""All SQL of accounts' events and of changes of contact."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from services.profiles.account.tables import AccountEventRow, ContactChangeRow


def save(session: Session, row: AccountEventRow | ContactChangeRow) -> None:
    """Write a row down."""
    session.add(row)
    session.flush()


def event(session: Session, event_id: UUID) -> AccountEventRow | None:
    return session.get(AccountEventRow, event_id)


def events(session: Session, profile_id: UUID, *, limit: int, offset: int) -> list[AccountEventRow]:
    """What happened, newest first."""
    wanted = (
        select(AccountEventRow)
        .where(AccountEventRow.profile_id == profile_id)
        .order_by(col(AccountEventRow.at).desc(), col(AccountEventRow.kind))
    )
    return list(session.exec(wanted.limit(limit).offset(offset)))


def noted_since(
    session: Session, profile_id: UUID, since: datetime, *, kind: str = "", told: bool = False
) -> int:
    """How much was noted, or told, since a moment."""
    wanted = select(func.count()).where(
        col(AccountEventRow.profile_id) == profile_id, col(AccountEventRow.at) > since
    )
    if kind:
        wanted = wanted.where(col(AccountEventRow.kind) == kind)
    if told:
        wanted = wanted.where(col(AccountEventRow.told))
    return session.exec(wanted).one()


def change(session: Session, change_id: UUID, *, lock: bool = False) -> ContactChangeRow | None:
    return session.get(
        ContactChangeRow, change_id, with_for_update=lock or None, populate_existing=lock
    )


def waiting(session: Session, profile_id: UUID) -> ContactChangeRow | None:
    """The change of a person that waits."""
    wanted = select(ContactChangeRow).where(
        ContactChangeRow.profile_id == profile_id, ContactChangeRow.state == "waiting"
    )
    return session.exec(wanted).one_or_none()


def newest_change(session: Session, profile_id: UUID) -> ContactChangeRow | None:
    """The last change of a person, whatever became of it."""
    wanted = select(ContactChangeRow).where(ContactChangeRow.profile_id == profile_id)
    return session.exec(wanted.order_by(col(ContactChangeRow.asked_at).desc()).limit(1)).first()


def asked_since(session: Session, profile_id: UUID, since: datetime) -> int:
    """How many changes were asked for since a moment."""
    wanted = select(func.count()).where(
        col(ContactChangeRow.profile_id) == profile_id, col(ContactChangeRow.asked_at) > since
    )
    return session.exec(wanted).one()
