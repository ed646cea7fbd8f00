"""All SQL of this service but that of the sensitive facts (`vault.py`)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, false, func, not_, or_
from sqlalchemy.sql import ColumnElement
from sqlmodel import Session, col, select

from amuddu.kit.db import among, insert_many
from services.profiles.common.schemas import Asked, Audited, Sounding
from services.profiles.common.sealed import forget_keys, keys_of, readable, seal_all
from services.profiles.common.tables import AccessRow, EmergencyRow, FormerRefRow, ProfileRow

# --- profiles -----------------------------------------------------------------------------------


def get(session: Session, profile_id: UUID) -> ProfileRow | None:
    """A profile as it stands."""
    return session.get(ProfileRow, profile_id)


def locked(session: Session, profile_id: UUID) -> ProfileRow | None:
    """A profile nobody else changes until this transaction ends."""
    return _one_locked(session, col(ProfileRow.id) == profile_id)


def locked_of_owner(session: Session, owner_id: UUID) -> ProfileRow | None:
    """The profile that an account made for itself."""
    return _one_locked(session, col(ProfileRow.owner_id) == owner_id)


def locked_by_ref(session: Session, agency_id: str, external_ref: str) -> ProfileRow | None:
    """The profile that an agency's own file knows by this reference, or did before a merge."""
    digest = ref_digest(session, agency_id, external_ref)
    own = _one_locked(
        session, col(ProfileRow.agency_id) == agency_id, col(ProfileRow.ref_digest) == digest
    )
    if own is not None:
        return own
    former = session.get(FormerRefRow, (agency_id, digest))
    return locked(session, former.profile_id) if former else None


def ref_digest(session: Session, agency_id: str, external_ref: str) -> str:
    """What is kept of a reference to know it again."""
    return keys_of(session).digest("reference", agency_id, external_ref).hex()


def former_refs(session: Session, profile_id: UUID) -> list[tuple[str, str]]:
    """Agency and reference of each that names somebody since a merge."""
    rows = session.exec(select(FormerRefRow).where(FormerRefRow.profile_id == profile_id)).all()
    return [(row.agency_id, row.external_ref) for row in readable(rows)]


def _one_locked(session: Session, *conditions: ColumnElement[bool]) -> ProfileRow | None:
    wanted = select(ProfileRow).where(*conditions).with_for_update()
    return session.exec(wanted.execution_options(populate_existing=True)).first()


def code_taken(session: Session, code: str) -> bool:
    """Whether somebody bears this code."""
    return session.exec(select(ProfileRow.id).where(ProfileRow.code == code)).first() is not None


def codes_taken(session: Session, codes: Collection[str]) -> set[str]:
    """Those of these codes that somebody bears."""
    return set(session.exec(select(ProfileRow.code).where(among(col(ProfileRow.code), codes))))


def add_many(session: Session, rows: Sequence[ProfileRow]) -> set[UUID]:
    """Write new profiles; the ids of those that were, as a reference or code may just be taken."""
    seal_all(session, rows)
    table = ProfileRow.metadata.tables[str(ProfileRow.__tablename__)]
    names = table.columns.keys()
    values = [{name: getattr(row, name) for name in names} for row in rows]
    written = set(insert_many(session, table, values, returning="id"))
    if others := [row.id for row in rows if row.id not in written]:
        forget_keys(session, others)
    return written


def by_ids(session: Session, ids: Collection[UUID]) -> list[ProfileRow]:
    """Those of the profiles that exist."""
    return readable(session.exec(select(ProfileRow).where(col(ProfileRow.id).in_(ids))).all())


def page(
    session: Session,
    *,
    agency_id: str,
    agent_id: UUID | None,
    asked: Collection[Asked],
    limit: int,
    offset: int,
) -> tuple[list[ProfileRow], int]:
    """People of an agency (of one agent) who answer to all that is asked; newest first."""
    conditions = [*_followed(agency_id, agent_id), *map(_answers, asked)]
    newest = select(ProfileRow).where(*conditions)
    newest = newest.order_by(col(ProfileRow.updated_at).desc(), col(ProfileRow.id).desc())
    total = session.exec(select(func.count()).select_from(ProfileRow).where(*conditions)).one()
    return readable(session.exec(newest.limit(limit).offset(offset)).all()), total


def sounding(
    session: Session,
    *,
    agency_id: str,
    agent_id: UUID | None,
    names: Collection[Sounding],
    besides: Collection[Asked],
    spelled: Collection[Asked],
    limit: int,
) -> list[ProfileRow]:
    """People of an agency whose names may sound so, without those who are spelled so; newest
    first."""
    conditions = [*_followed(agency_id, agent_id), *map(_answers, besides)]
    conditions += [col(ProfileRow.tokens).bool_op("&&")(list(name.tokens)) for name in names]
    conditions.append(not_(and_(*map(_answers, spelled))))
    found = select(ProfileRow).where(*conditions)
    found = found.order_by(col(ProfileRow.updated_at).desc(), col(ProfileRow.id).desc())
    return readable(session.exec(found.limit(limit)).all())


def in_order(session: Session, ids: Sequence[UUID]) -> list[ProfileRow]:
    """These profiles, in this order."""
    found = {row.id: row for row in by_ids(session, ids)}
    return [found[profile_id] for profile_id in ids if profile_id in found]


def _followed(agency_id: str, agent_id: UUID | None) -> list[ColumnElement[bool]]:
    of_agency = [col(ProfileRow.agency_id) == agency_id]
    return of_agency if agent_id is None else [*of_agency, col(ProfileRow.agent_id) == agent_id]


def _answers(asked: Asked) -> ColumnElement[bool]:
    return or_(false(), *(col(ProfileRow.tokens).contains(list(way)) for way in asked.ways))


# --- emergencies --------------------------------------------------------------------------------


def emergency(session: Session, profile_id: UUID, actor_id: UUID, *, on: datetime) -> UUID | None:
    """The opening in an emergency that holds for somebody at an instant."""
    wanted = select(EmergencyRow.id).where(
        EmergencyRow.profile_id == profile_id,
        EmergencyRow.actor_id == actor_id,
        EmergencyRow.until > on,
    )
    return session.exec(wanted.order_by(col(EmergencyRow.until).desc()).limit(1)).first()


# --- the audit ----------------------------------------------------------------------------------


def audited(session: Session, ids: Collection[UUID]) -> dict[UUID, Audited]:
    """What the audit calls these people, and who follows them."""
    wanted = select(ProfileRow.id, ProfileRow.audit_id, ProfileRow.agency_id)
    found = session.exec(wanted.where(among(col(ProfileRow.id), ids)))
    return {profile_id: Audited(*rest) for profile_id, *rest in found}


def oldest_accesses(session: Session, *, limit: int) -> list[tuple[AccessRow, UUID]]:
    """Rows of the log that the audit replaced, oldest first, each with what the audit calls its
    person."""
    wanted = select(AccessRow, ProfileRow.audit_id).join(
        ProfileRow, col(ProfileRow.id) == col(AccessRow.profile_id)
    )
    wanted = wanted.order_by(col(AccessRow.id)).limit(limit).with_for_update(skip_locked=True)
    return list(session.exec(wanted))


def forget_accesses(session: Session, ids: Collection[int | None]) -> None:
    """Take rows away that the audit has."""
    session.connection().execute(delete(AccessRow).where(col(AccessRow.id).in_(ids)))


def history(
    session: Session, table: Any, profile_id: UUID, *, limit: int, offset: int
) -> list[Any]:
    wanted = select(table).where(table.profile_id == profile_id).order_by(table.id.desc())
    return list(session.exec(wanted.limit(limit).offset(offset)))
