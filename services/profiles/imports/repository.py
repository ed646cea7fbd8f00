"""SQL of imports: a batch's people and marks, each with one statement."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeAlias

from sqlmodel import Session, col, select

from amuddu.kit.db import among
from services.profiles.common.repository import ref_digest
from services.profiles.common.tables import FormerRefRow, ProfileRow
from services.profiles.people.tables import ErasureRow

Known: TypeAlias = dict[str, ProfileRow]


def locked_by_refs(session: Session, agency_id: str, references: Collection[str]) -> Known:
    """The profiles that an agency's files know by these references; nobody else changes them
    until this transaction ends. Everybody locks in the same order, so nobody waits in a ring."""
    asked = {ref_digest(session, agency_id, reference): reference for reference in references}
    wanted = (
        select(ProfileRow)
        .where(ProfileRow.agency_id == agency_id, among(col(ProfileRow.ref_digest), asked))
        .order_by(col(ProfileRow.ref_digest))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = {asked[str(row.ref_digest)]: row for row in session.exec(wanted)}
    others = {digest: reference for digest, reference in asked.items() if reference not in found}
    return {**_merged(session, agency_id, others), **found}


def _merged(session: Session, agency_id: str, asked: Mapping[str, str]) -> Known:
    """The same by references of profiles that were merged into another."""
    wanted = (
        select(FormerRefRow.ref_digest, ProfileRow)
        .join(ProfileRow, col(ProfileRow.id) == col(FormerRefRow.profile_id))
        .where(FormerRefRow.agency_id == agency_id, among(col(FormerRefRow.ref_digest), asked))
        .order_by(col(FormerRefRow.ref_digest))
        .with_for_update(of=ProfileRow)
        .execution_options(populate_existing=True)
    )
    return {asked[digest]: row for digest, row in session.exec(wanted)} if asked else {}


def erased(session: Session, marks: Collection[str]) -> set[str]:
    """Those of the marks whose person asked to be erased."""
    found = select(ErasureRow.mark).where(among(col(ErasureRow.mark), marks))
    return {mark for mark in session.exec(found) if mark}
