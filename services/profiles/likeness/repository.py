"""All SQL of the keys by which people are recognised, and of those who were told apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import and_, delete, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from amuddu.kit.db import among, insert_many
from services.profiles.common.sealed import opens
from services.profiles.common.tables import ProfileRow
from services.profiles.likeness.tables import DifferentRow, KeyRow, MergeRow

MOST_WITH_ONE_KEY = 20
"""A phone of more people than that is an organisation's, and tells nothing."""


def replace_keys(session: Session, row: ProfileRow, keys: Collection[str], *, new: bool) -> None:
    """Keep these keys of a person, and no others."""
    if not new:
        session.connection().execute(delete(KeyRow).where(col(KeyRow.profile_id) == row.id))
    add_keys(session, [(row, keys)])


def add_keys(session: Session, found: Iterable[tuple[ProfileRow, Collection[str]]]) -> None:
    """Keep keys of people who have none."""
    values = [
        {"profile_id": row.id, "key": key, "agency_id": row.agency_id}
        for row, keys in found
        if row.agency_id
        for key in sorted(keys)
    ]
    if values:
        insert_many(session, KeyRow.metadata.tables[str(KeyRow.__tablename__)], values)


def unkeyed(session: Session, version: int, *, limit: int) -> list[ProfileRow]:
    """People whose keys were made by other rules, locked; those in use are left for later."""
    wanted = select(ProfileRow).where(col(ProfileRow.keyed) != version).limit(limit)
    return list(session.exec(wanted.with_for_update(skip_locked=True)))


def with_keys(
    session: Session, agency_id: str, keys: Collection[str]
) -> list[tuple[str, ProfileRow]]:
    """The people of an agency who have one of these keys."""
    joined = col(KeyRow.profile_id) == col(ProfileRow.id)
    wanted = select(KeyRow.key, ProfileRow).join(ProfileRow, joined)
    wanted = wanted.where(col(KeyRow.agency_id) == agency_id, among(col(KeyRow.key), keys))
    found = session.exec(wanted.order_by(col(ProfileRow.created_at), col(ProfileRow.id))).all()
    return [(key, row) for key, row in found if opens(row)]


def pairs(session: Session, agency_id: str, *, limit: int) -> list[tuple[UUID, UUID, list[str]]]:
    """Two people of an agency and the keys that they share, unless they were told apart; the
    pairs of whoever was entered last come first."""
    one, other, newer = aliased(KeyRow), aliased(KeyRow), aliased(ProfileRow)
    first, second = col(one.profile_id), col(other.profile_id)
    shared = (
        select(KeyRow.key)
        .where(col(KeyRow.agency_id) == agency_id)
        .group_by(col(KeyRow.key))
        .having(func.count().between(2, MOST_WITH_ONE_KEY))
    )
    apart = select(DifferentRow.first_id).where(
        col(DifferentRow.first_id) == first, col(DifferentRow.second_id) == second
    )
    found = (
        select(first, second, func.array_agg(col(one.key)))
        .join(other, and_(col(other.key) == col(one.key), first < second))
        .join(newer, col(newer.id) == second)
        .where(col(one.agency_id) == agency_id, col(other.agency_id) == agency_id)
        .where(col(one.key).in_(shared), ~apart.exists())
        .group_by(first, second, col(newer.created_at))
        .order_by(col(newer.created_at).desc(), first, second)
        .limit(limit)
    )
    return [(one_id, other_id, list(keys)) for one_id, other_id, keys in session.exec(found)]


def tell_apart(session: Session, row: DifferentRow) -> None:
    """Write down that two people are two, once."""
    values = insert(DifferentRow).values(**row.model_dump())
    session.connection().execute(values.on_conflict_do_nothing())


def merged_of(session: Session, kept_id: UUID) -> list[UUID]:
    """Profiles that were merged into this one, or into one of those, and stayed so."""
    stayed = select(MergeRow.removed_id).where(col(MergeRow.undone_at).is_(None))
    found = stayed.where(MergeRow.kept_id == kept_id).cte("merged", recursive=True)
    further = stayed.where(col(MergeRow.kept_id) == found.c.removed_id)
    return list(session.connection().execute(found.union(further).select()).scalars())


def hidden_of(session: Session, kept_id: UUID) -> list[UUID]:
    """Profiles that were merged into this one and can still come back."""
    wanted = select(MergeRow.removed_id).where(
        MergeRow.kept_id == kept_id,
        col(MergeRow.undone_at).is_(None),
        col(MergeRow.purged_at).is_(None),
    )
    return list(session.exec(wanted))
