"""All SQL of merges."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from services.profiles.common.repository import ref_digest
from services.profiles.common.sealed import readable
from services.profiles.common.tables import FormerRefRow
from services.profiles.disclosures.tables import GrantRow
from services.profiles.likeness.tables import MergeRow
from services.profiles.notes.tables import NoteRow


def put_forward(session: Session, ids: Collection[UUID]) -> set[UUID]:
    """Those of the people with a candidacy that is not over."""
    wanted = select(GrantRow.profile_id).where(
        col(GrantRow.profile_id).in_(ids),
        col(GrantRow.asked_round) > 0,
        col(GrantRow.cancelled_at).is_(None),
    )
    return set(session.exec(wanted))


def merge(session: Session, merge_id: UUID) -> MergeRow | None:
    """A merge, locked."""
    wanted = select(MergeRow).where(MergeRow.id == merge_id).with_for_update()
    return session.exec(wanted).first()


def merges_of(session: Session, agency_id: str, *, limit: int, offset: int) -> list[MergeRow]:
    """The merges of an agency, newest first."""
    wanted = select(MergeRow).where(MergeRow.agency_id == agency_id)
    wanted = wanted.order_by(col(MergeRow.merged_at).desc(), col(MergeRow.id))
    return list(session.exec(wanted.limit(limit).offset(offset)))


def past_undoing(session: Session, on: datetime, *, limit: int) -> list[MergeRow]:
    """Merges that nobody can undo any more and whose removed profile is still kept, locked."""
    wanted = select(MergeRow).where(
        col(MergeRow.undo_until) <= on,
        col(MergeRow.undone_at).is_(None),
        col(MergeRow.purged_at).is_(None),
    )
    return list(session.exec(wanted.limit(limit).with_for_update(skip_locked=True)))


def move_notes(
    session: Session, *, of: UUID, to: UUID, only: Collection[UUID] | None = None
) -> list[UUID]:
    """Give the notes about one profile to another, sealed under the other's key; ids of those
    moved."""
    wanted = select(NoteRow).where(NoteRow.profile_id == of)
    if only is not None:
        wanted = wanted.where(col(NoteRow.id).in_(only))
    notes = readable(session.exec(wanted).all())
    for note in notes:
        said = note.opened()
        note.profile_id = to
        note.put(said)
    session.flush()
    return [note.id for note in notes]


def give_reference(session: Session, agency_id: str, reference: str, profile_id: UUID) -> None:
    """Let a reference name somebody besides their own."""
    digest = ref_digest(session, agency_id, reference)
    row = FormerRefRow(agency_id=agency_id, ref_digest=digest, profile_id=profile_id)
    session.add(row.saying(external_ref=reference))


def take_reference(session: Session, agency_id: str, reference: str) -> None:
    """Let a reference that was given name nobody any more."""
    row = session.get(FormerRefRow, (agency_id, ref_digest(session, agency_id, reference)))
    if row is not None:
        session.delete(row)
        session.flush()
