"""SQL of imports: a batch's people and marks, each with one statement."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

from sqlmodel import Session, col, select

from services.profiles.common.tables import FormerRefRow, ProfileRow
from services.profiles.people.tables import ErasureRow

Known: TypeAlias = dict[str, ProfileRow]


def locked_by_refs(session: Session, agency_id: str, references: Collection[str]) -> Known:
    """The profiles that an agency's files know by these references; nobody else changes them
    until this transaction ends. Everybody locks in the same order, so nobody waits in a ring."""
    wanted = (
        select(ProfileRow)
        .where(ProfileRow.agency_id == agency_id, col(ProfileRow.external_ref).in_(references))
        .order_by(col(ProfileRow.external_ref))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = {str(row.external_ref): row for row in session.exec(wanted)}
    return {**_merged(session, agency_id, set(references) - found.keys()), **found}


def _merged(session: Session, agency_id: str, references: Collection[str]) -> Known:
    """The same by references of profiles that were merged into another."""
    wanted = (
        select(FormerRefRow.external_ref, ProfileRow)
        .join(ProfileRow, col(ProfileRow.id) == col(FormerRefRow.profile_id))
        .where(FormerRefRow.agency_id == agency_id, col(FormerRefRow.external_ref).in_(references))
        .order_by(col(FormerRefRow.external_ref))
        .with_for_update(of=ProfileRow)
        .execution_options(populate_existing=True)
    )
    return dict(session.exec(wanted).all()) if references else {}


def erased(session: Session, marks: Collection[str]) -> set[str]:
    """Those of the marks whose person asked to be erased."""
    found = select(ErasureRow.mark).where(col(ErasureRow.mark).in_(marks))
    return {mark for mark in session.exec(found) if mark}
