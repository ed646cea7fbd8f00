"""All SQL of the sealing of what was in clear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from services.profiles.common.repository import ref_digest
from services.profiles.common.sealed import SealedRow
from services.profiles.common.tables import FormerRefRow, ProfileRow
from services.profiles.guardians.tables import GuardianRow
from services.profiles.likeness.tables import MergeRow
from services.profiles.notes.tables import NoteRow
from services.profiles.residence.tables import MergeSnapshotRow, ResidenceRow
from services.profiles.sealing.tables import UnsealedRow

KINDS: dict[str, type[SealedRow]] = {
    each.__tablename__: each
    for each in (ProfileRow, ResidenceRow, GuardianRow, NoteRow, MergeRow, MergeSnapshotRow)
}


def waiting(session: Session, *, limit: int) -> Sequence[UnsealedRow]:
    """Rows that are still in clear, locked; people before what hangs on them."""
    wanted = select(UnsealedRow).order_by(
        col(UnsealedRow.kind) != ProfileRow.__tablename__, col(UnsealedRow.kind), UnsealedRow.id
    )
    return session.exec(wanted.limit(limit).with_for_update()).all()


def row_of(session: Session, one: UnsealedRow) -> SealedRow | None:
    """The row that is to say it sealed; none where it is gone meanwhile."""
    if one.kind == FormerRefRow.__tablename__:
        agency_id, reference = one.clear["agency_id"], one.clear["external_ref"]
        digest = ref_digest(session, agency_id, reference)
        row = FormerRefRow(agency_id=agency_id, ref_digest=digest, profile_id=one.person)
        session.add(row)
        return row
    model = KINDS[one.kind]
    key: Any = int(one.id) if model is GuardianRow else one.id
    return session.get(model, key)


def done(session: Session, rows: Sequence[UnsealedRow]) -> None:
    """Forget what is sealed."""
    for row in rows:
        session.delete(row)
    session.flush()
