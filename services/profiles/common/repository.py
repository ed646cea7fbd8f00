"""All SQL of this service but that of the sensitive facts (`vault.py`)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, false, func, not_, or_
from sqlalchemy.sql import ColumnElement
from sqlmodel import Session, col, select

from amuddu.kit.db import insert_many
from services.profiles.common.schemas import Asked, Audited, Sounding
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
    own = _one_locked(
        session,
        col(ProfileRow.agency_id) == agency_id,
        col(ProfileRow.external_ref) == external_ref,
    )
    if own is not None:
        return own
    former = session.get(FormerRefRow, (agency_id, external_ref))
    return locked(session, former.profile_id) if former else None


def former_refs(session: Session, profile_id: UUID) -> list[tuple[str, str]]:
    """Agency and reference of each that names somebody since a merge."""
    wanted = select(FormerRefRow.agency_id, FormerRefRow.external_ref)
    return list(session.exec(wanted.where(FormerRefRow.profile_id == profile_id)))


def _one_locked(session: Session, *conditions: ColumnElement[bool]) -> ProfileRow | None:
    wanted = select(ProfileRow).where(*conditions).with_for_update()
    return session.exec(wanted.execution_options(populate_existing=True)).first()


def code_taken(session: Session, code: str) -> bool:
    """Whether somebody bears this code."""
    return session.exec(select(ProfileRow.id).where(ProfileRow.code == code)).first() is not None


def codes_taken(session: Session, codes: Collection[str]) -> set[str]:
    """Those of these codes that somebody bears."""
    return set(session.exec(select(ProfileRow.code).where(col(ProfileRow.code).in_(codes))))


def add_many(session: Session, rows: Sequence[ProfileRow]) -> set[UUID]:
    """Write new profiles; the ids of those that were, as a reference or code may just be taken."""
    table = ProfileRow.metadata.tables[str(ProfileRow.__tablename__)]
    names = table.columns.keys()
    values = [{name: getattr(row, name) for name in names} for row in rows]
    return set(insert_many(session, table, values, returning="id"))


def by_ids(session: Session, ids: Collection[UUID]) -> list[ProfileRow]:
    """Those of the profiles that exist."""
    return list(session.exec(select(ProfileRow).where(col(ProfileRow.id).in_(ids))))


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
    return list(session.exec(newest.limit(limit).offset(offset))), total


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
    conditions += [
        or_(_holds(name.text), col(ProfileRow.sound_key).contains(f" {name.sound}"))
        for name in names
    ]
    conditions.append(not_(and_(*map(_answers, spelled))))
    found = select(ProfileRow).where(*conditions)
    found = found.order_by(col(ProfileRow.updated_at).desc(), col(ProfileRow.id).desc())
    return list(session.exec(found.limit(limit)))


def in_order(session: Session, ids: Sequence[UUID]) -> list[ProfileRow]:
    """These profiles, in this order."""
    found = {row.id: row for row in by_ids(session, ids)}
    return [found[profile_id] for profile_id in ids if profile_id in found]


def _followed(agency_id: str, agent_id: UUID | None) -> list[ColumnElement[bool]]:
    of_agency = [col(ProfileRow.agency_id) == agency_id]
    return of_agency if agent_id is None else [*of_agency, col(ProfileRow.agent_id) == agent_id]


def _answers(asked: Asked) -> ColumnElement[bool]:
    ways = [_named_by(asked.words), _formerly(asked.words)] if asked.words else []
    if asked.phone:
        ways.append(col(ProfileRow.phone).endswith(asked.phone, autoescape=True))
    if asked.email:
        ways.append(func.lower(ProfileRow.email).startswith(asked.email, autoescape=True))
    return or_(false(), *ways)


def _holds(word: str) -> ColumnElement[bool]:
    return col(ProfileRow.search_key).contains(word, autoescape=True)


def _named_by(words: Collection[str]) -> ColumnElement[bool]:
    return and_(*map(_holds, words))


def _formerly(words: Collection[str]) -> ColumnElement[bool]:
    """Whether a merge gave somebody a reference that holds every word."""
    reference = func.lower(FormerRefRow.external_ref)
    holding = (reference.contains(word, autoescape=True) for word in words)
    return col(ProfileRow.id).in_(select(FormerRefRow.profile_id).where(*holding))


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
    found = session.exec(wanted.where(col(ProfileRow.id).in_(ids)))
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
