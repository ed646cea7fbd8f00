"""SQL of what was kept long enough, and of people who were not heard of for long."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, exists, func, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from amuddu.kit import retention
from amuddu.kit.retention import Sweep
from services.profiles.account.tables import AccountEventRow, ContactChangeRow, DormancyRow
from services.profiles.common.sealed import readable
from services.profiles.common.tables import Base, EmergencyRow, ProfileRow
from services.profiles.corrections.tables import CorrectionRow
from services.profiles.disclosures.tables import GrantRow
from services.profiles.exports.tables import ExportRow
from services.profiles.history.tables import FieldChangeRow
from services.profiles.likeness.tables import MergeRow
from services.profiles.notes.tables import NoteRow
from services.profiles.papers.tables import PaperRow
from services.profiles.retention.schemas import Days

_Waiting = tuple[ProfileRow, DormancyRow]


def _table(of: type[Base]) -> Table:
    return Base.metadata.tables[str(of.__tablename__)]


def expiring() -> list[Sweep]:
    """Rows that simply go."""
    notes, changes, events = _table(NoteRow), _table(ContactChangeRow), _table(AccountEventRow)
    fields, corrections = _table(FieldChangeRow), _table(CorrectionRow)
    exports, papers = _table(ExportRow), _table(PaperRow)
    grants, openings, asked = _table(GrantRow), _table(EmergencyRow), _table(DormancyRow)
    moments = ("agreed_at", "revoked_at", "hired_at", "cancelled_at", "answered_at")
    last = func.greatest(*(grants.c[name] for name in moments))
    return [
        retention.expiring("note", notes, notes.c.at),
        retention.expiring("paper", papers, papers.c.added_at),
        retention.expiring("field_change", fields, fields.c.at),
        retention.expiring("correction", corrections, corrections.c.decided_at),
        retention.expiring("export_made", exports, exports.c.at),
        retention.expiring("contact_change", changes, changes.c.asked_at),
        retention.expiring("account_event", events, events.c.at),
        retention.expiring("disclosure", grants, last),
        retention.expiring("emergency_opening", openings, openings.c.until),
        retention.expiring("answered_dormancy", asked, asked.c.answered_on),
    ]


def removed_count(session: Session, at: datetime) -> int:
    """Profiles that were merged into another and can be brought back no more."""
    wanted = select(func.count()).where(
        col(MergeRow.undo_until) <= at,
        col(MergeRow.undone_at).is_(None),
        col(MergeRow.purged_at).is_(None),
    )
    return session.exec(wanted).one()


# --- people who were not heard of -----------------------------------------------------------------

_WAITS = col(DormancyRow.answered_on).is_(None)
_OF = col(DormancyRow.profile_id) == col(ProfileRow.id)


def _silent(days: Days) -> ColumnElement[bool]:
    """Not heard of for long, and not asked yet; nor put aside as another's profile."""
    merged = exists().where(
        col(MergeRow.removed_id) == col(ProfileRow.id), col(MergeRow.undone_at).is_(None)
    )
    return and_(
        col(ProfileRow.last_active_on) <= days.silent, ~exists().where(_OF, _WAITS), ~merged
    )


def _to_ask_again(days: Days) -> ColumnElement[bool]:
    return and_(
        col(DormancyRow.by_message),
        col(DormancyRow.again_on).is_(None),
        col(DormancyRow.asked_on) <= days.asked,
    )


def _to_put_aside(days: Days) -> ColumnElement[bool]:
    return and_(
        col(DormancyRow.by_message).is_(False),
        col(ProfileRow.aside_on).is_(None),
        col(DormancyRow.asked_on) <= days.asked_agency,
    )


def _to_erase(days: Days) -> ColumnElement[bool]:
    by_message = and_(col(DormancyRow.by_message), col(DormancyRow.again_on) <= days.asked_twice)
    by_agency = and_(col(DormancyRow.by_message).is_(False), col(ProfileRow.aside_on) <= days.aside)
    return or_(by_message, by_agency)


def _waiting(*where: ColumnElement[bool]) -> SelectOfScalar[UUID]:
    return select(ProfileRow.id).join(DormancyRow, _OF).where(_WAITS, *where)


def _count(session: Session, wanted: SelectOfScalar[UUID]) -> int:
    return session.exec(select(func.count()).select_from(wanted.subquery())).one()


def silent_count(session: Session, days: Days) -> int:
    """People to be asked, for the first or second time, or put aside."""
    next_step = _waiting(or_(_to_ask_again(days), _to_put_aside(days)))
    first = select(ProfileRow.id).where(_silent(days))
    return _count(session, first) + _count(session, next_step)


def silent(session: Session, days: Days, *, limit: int) -> list[ProfileRow]:
    """Some people to be asked for the first time, locked."""
    wanted = select(ProfileRow).where(_silent(days)).order_by(col(ProfileRow.last_active_on))
    return list(session.exec(wanted.limit(limit).with_for_update(skip_locked=True)))


def next_steps(session: Session, days: Days, *, limit: int) -> list[_Waiting]:
    """Some people to be asked again or to be put aside, locked."""
    wanted = select(ProfileRow, DormancyRow).join(DormancyRow, _OF)
    wanted = wanted.where(_WAITS, or_(_to_ask_again(days), _to_put_aside(days)))
    held = wanted.limit(limit).with_for_update(skip_locked=True)
    return list(session.exec(held))


def unanswered_count(session: Session, days: Days) -> int:
    """People who did not answer in time."""
    return _count(session, _waiting(_to_erase(days)))


def unanswered(session: Session, days: Days, *, limit: int) -> list[UUID]:
    """Some of them."""
    wanted = _waiting(_to_erase(days)).order_by(col(DormancyRow.asked_on))
    return list(session.exec(wanted.limit(limit)))


def is_unanswered(session: Session, profile_id: UUID, days: Days) -> bool:
    """Whether that holds of somebody whose row the caller has locked."""
    wanted = _waiting(_to_erase(days)).where(col(ProfileRow.id) == profile_id)
    return session.exec(wanted).first() is not None


def dormancy(session: Session, profile_id: UUID) -> DormancyRow | None:
    """The last asking of somebody, as it is now."""
    return session.get(DormancyRow, profile_id, populate_existing=True)


def dormancy_of_link(session: Session, asking_id: UUID) -> DormancyRow | None:
    """The asking of a link."""
    return session.exec(select(DormancyRow).where(DormancyRow.id == asking_id)).one_or_none()


def put_asking(session: Session, row: DormancyRow) -> None:
    """Write an asking down in the place of an earlier one, whose link ends."""
    earlier = session.get(DormancyRow, row.profile_id)
    if earlier is not None:
        session.delete(earlier)
        session.flush()
    session.add(row)
    session.flush()


def to_ask_in_person(
    session: Session, *, agency_id: str, agent_id: UUID | None, limit: int
) -> tuple[list[_Waiting], int]:
    """People of an agency (of one agent) whom no message asks, or who answered neither of two."""
    conditions = [
        _WAITS,
        or_(col(DormancyRow.by_message).is_(False), col(DormancyRow.again_on).is_not(None)),
        col(ProfileRow.agency_id) == agency_id,
    ]
    if agent_id is not None:
        conditions.append(col(ProfileRow.agent_id) == agent_id)
    wanted = select(ProfileRow, DormancyRow).join(DormancyRow, _OF).where(*conditions)
    wanted = wanted.order_by(col(DormancyRow.asked_on), col(ProfileRow.id)).limit(limit)
    counted = select(func.count()).select_from(ProfileRow).join(DormancyRow, _OF)
    total = session.exec(counted.where(*conditions)).one()
    found = list(session.exec(wanted))
    readable([row for row, _ in found])
    return found, total


def put_aside(session: Session, row: ProfileRow, *, on: date) -> None:
    """Note since when the person is proposed no more."""
    row.aside_on = on
    session.add(row)
    session.flush()
