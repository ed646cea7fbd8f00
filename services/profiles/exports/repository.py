"""All SQL of exports."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from services.profiles.account.tables import AccountEventRow, ContactChangeRow
from services.profiles.common.tables import EmergencyRow
from services.profiles.disclosures.tables import GrantRow
from services.profiles.exports.tables import ExportRow
from services.profiles.guardians.tables import GuardianRow
from services.profiles.likeness.tables import DifferentRow, MergeRow
from services.profiles.notes.tables import NoteRow


def save(session: Session, row: ExportRow) -> None:
    """Write down that an export was made."""
    session.add(row)
    session.flush()


def in_turn(session: Session, by_id: UUID) -> None:
    """Have whoever asks wait for their own other exports: they are counted one after another."""
    key = func.hashtextextended(f"exports {by_id}", 0)
    session.connection().execute(select(func.pg_advisory_xact_lock(key)))


def made_since(
    session: Session, since: datetime, *, of: UUID | None = None, by: UUID | None = None
) -> int:
    """How many were made since a moment of somebody, by somebody."""
    wanted = select(func.count()).select_from(ExportRow).where(col(ExportRow.at) > since)
    if of is not None:
        wanted = wanted.where(col(ExportRow.profile_id) == of)
    if by is not None:
        wanted = wanted.where(col(ExportRow.by_id) == by)
    return session.exec(wanted).one()


def _all(session: Session, table: Any, profile_id: UUID, newest: str) -> list[Any]:
    theirs = select(table).where(table.profile_id == profile_id)
    return list(session.exec(theirs.order_by(col(getattr(table, newest)).desc())).all())


def notes(session: Session, profile_id: UUID) -> list[NoteRow]:
    """Every note about a person."""
    return _all(session, NoteRow, profile_id, "at")


def guardians(session: Session, profile_id: UUID) -> list[GuardianRow]:
    """Every agreement of a parent or guardian."""
    return _all(session, GuardianRow, profile_id, "id")


def grants(session: Session, profile_id: UUID) -> list[GrantRow]:
    """Whatever was heard of whether a contact opens."""
    return _all(session, GrantRow, profile_id, "candidacy_id")


def account_events(session: Session, profile_id: UUID) -> list[AccountEventRow]:
    """Everything that happened with an account."""
    return _all(session, AccountEventRow, profile_id, "at")


def contact_changes(session: Session, profile_id: UUID) -> list[ContactChangeRow]:
    """Every change of contact."""
    return _all(session, ContactChangeRow, profile_id, "asked_at")


def emergencies(session: Session, profile_id: UUID) -> list[EmergencyRow]:
    """Every opening in an emergency."""
    return _all(session, EmergencyRow, profile_id, "opened_at")


def exports(session: Session, profile_id: UUID) -> list[ExportRow]:
    """Every export that was made."""
    return _all(session, ExportRow, profile_id, "at")


def merges(session: Session, profile_id: UUID) -> list[MergeRow]:
    """The merges in which a profile was kept."""
    wanted = select(MergeRow).where(MergeRow.kept_id == profile_id)
    return list(session.exec(wanted.order_by(col(MergeRow.merged_at).desc())).all())


def told_apart(session: Session, profile_id: UUID) -> list[DifferentRow]:
    """Of whom it was said that they are two."""
    wanted = select(DifferentRow).where(
        or_(col(DifferentRow.first_id) == profile_id, col(DifferentRow.second_id) == profile_id)
    )
    return list(session.exec(wanted.order_by(col(DifferentRow.at).desc())).all())
