"""All SQL of consents."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from amuddu.contracts.profiles import Consents, Purpose
from amuddu.kit.db import insert_many
from services.profiles.common.repository import history
from services.profiles.consents.tables import ConsentRow


def newest_consents(
    session: Session, ids: Collection[UUID]
) -> dict[UUID, dict[Purpose, ConsentRow]]:
    """The consent that counts, by person and purpose."""
    newest = (
        select(func.max(ConsentRow.id))
        .where(col(ConsentRow.profile_id).in_(ids))
        .group_by(col(ConsentRow.profile_id), col(ConsentRow.purpose))
    )
    found: dict[UUID, dict[Purpose, ConsentRow]] = {profile_id: {} for profile_id in ids}
    for row in session.exec(select(ConsentRow).where(col(ConsentRow.id).in_(newest))):
        found[row.profile_id][row.purpose] = row
    return found


def add_many(session: Session, consents: Sequence[dict[str, Any]]) -> None:
    """Write new consents, each with its columns by name, in their order."""
    insert_many(session, ConsentRow.metadata.tables[str(ConsentRow.__tablename__)], consents)


def consents_of(session: Session, profile_id: UUID) -> dict[Purpose, ConsentRow]:
    """The consent of one person that counts, by purpose."""
    return newest_consents(session, [profile_id])[profile_id]


def as_consents(newest: Mapping[Purpose, ConsentRow]) -> Consents:
    """What a person agrees to today; a purpose never spoken of is not agreed to."""
    return Consents(**{purpose: row.given for purpose, row in newest.items()})


def consent_history(
    session: Session, profile_id: UUID, *, limit: int, offset: int
) -> list[ConsentRow]:
    """Consents given and withdrawn, newest first."""
    return history(session, ConsentRow, profile_id, limit=limit, offset=offset)
