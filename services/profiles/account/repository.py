"""All SQL of accounts' events and of changes of contact."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import case, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, func, select

from services.profiles.account.tables import AccountEventRow, ContactChangeRow, DormancyRow
from services.profiles.common.tables import ProfileRow


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


def told(session: Session, people: Collection[UUID]) -> list[UUID]:
    """What these people were told of, by the ids that messages about it bear."""
    wanted = select(AccountEventRow.id).where(
        col(AccountEventRow.profile_id).in_(people), col(AccountEventRow.told)
    )
    return list(session.exec(wanted))


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


# --- being heard of -------------------------------------------------------------------------------


def heard_of(session: Session, row: ProfileRow, *, on: date) -> bool:
    """Write down the day for a row that was read; `False` where it is not there any more."""
    if not heard_of_id(session, row.id, on=on):
        return False
    if row.aside_on is not None:
        set_committed_value(row, "rules_stamp", "")
    set_committed_value(row, "last_active_on", on)
    set_committed_value(row, "aside_on", None)
    return True


def heard_of_id(session: Session, profile_id: UUID, *, on: date) -> bool:
    """The same by id. Who was put aside is looked at again, to be proposed anew."""
    stamp = case((col(ProfileRow.aside_on).is_not(None), ""), else_=col(ProfileRow.rules_stamp))
    heard = update(ProfileRow).where(col(ProfileRow.id) == profile_id)
    heard = heard.values(last_active_on=on, aside_on=None, rules_stamp=stamp)
    if not session.connection().execute(heard).rowcount:
        return False
    waits = col(DormancyRow.profile_id) == profile_id, col(DormancyRow.answered_on).is_(None)
    session.connection().execute(update(DormancyRow).where(*waits).values(answered_on=on))
    return True


def asking(session: Session, profile_id: UUID) -> DormancyRow | None:
    """The last time that somebody was asked whether they stay."""
    return session.get(DormancyRow, profile_id)


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
