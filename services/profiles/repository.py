"""All SQL of this service but that of the sensitive facts (`vault.py`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.sql import ColumnElement
from sqlmodel import Session, col, select

from amuddu.contracts.profiles import Consents, Purpose
from services.profiles.models import (
    AccessRow,
    ConsentRow,
    ErasureRow,
    GrantRow,
    NoteRow,
    ProfileRow,
    SchemeRow,
    now,
)

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
    """The profile that an agency's own file knows by this reference."""
    return _one_locked(
        session,
        col(ProfileRow.agency_id) == agency_id,
        col(ProfileRow.external_ref) == external_ref,
    )


def _one_locked(session: Session, *conditions: ColumnElement[bool]) -> ProfileRow | None:
    wanted = select(ProfileRow).where(*conditions).with_for_update()
    return session.exec(wanted.execution_options(populate_existing=True)).first()


def code_taken(session: Session, code: str) -> bool:
    """Whether somebody bears this code."""
    return session.exec(select(ProfileRow.id).where(ProfileRow.code == code)).first() is not None


def by_ids(session: Session, ids: Collection[UUID]) -> list[ProfileRow]:
    """Those of the profiles that exist."""
    return list(session.exec(select(ProfileRow).where(col(ProfileRow.id).in_(ids))))


def page(
    session: Session,
    *,
    agency_id: str,
    agent_id: UUID | None,
    words: Collection[str],
    limit: int,
    offset: int,
) -> tuple[list[ProfileRow], int]:
    """People of an agency (of one agent), whose name or code holds every word; newest first."""
    conditions = [col(ProfileRow.agency_id) == agency_id]
    if agent_id is not None:
        conditions.append(col(ProfileRow.agent_id) == agent_id)
    conditions += [col(ProfileRow.search_key).contains(word, autoescape=True) for word in words]
    newest = select(ProfileRow).where(*conditions)
    newest = newest.order_by(col(ProfileRow.updated_at).desc(), col(ProfileRow.id).desc())
    total = session.exec(select(func.count()).select_from(ProfileRow).where(*conditions)).one()
    return list(session.exec(newest.limit(limit).offset(offset))), total


def erase(session: Session, row: ProfileRow, *, mark: str | None) -> ErasureRow:
    """Delete a profile with all that hangs on it; what stays is a receipt that names nobody."""
    session.connection().execute(delete(ProfileRow).where(col(ProfileRow.id) == row.id))
    session.expunge_all()
    receipt = ErasureRow(mark=mark)
    session.add(receipt)
    return receipt


def is_erased(session: Session, marks: Collection[str]) -> bool:
    """Whether somebody of one of these marks asked to be erased."""
    found = select(ErasureRow.receipt).where(col(ErasureRow.mark).in_(marks))
    return session.exec(found).first() is not None


# --- consents -----------------------------------------------------------------------------------


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


def consents_of(session: Session, profile_id: UUID) -> dict[Purpose, ConsentRow]:
    """The consent of one person that counts, by purpose."""
    return newest_consents(session, [profile_id])[profile_id]


def proposed_since(
    session: Session, before: datetime, *, agency_id: str, agent_id: UUID | None, limit: int
) -> tuple[list[tuple[ProfileRow, datetime]], int]:
    """People of an agency (of one agent) whose consent to be proposed was given before an
    instant and not since, the oldest first, and how many there are."""
    newest = (
        select(func.max(ConsentRow.id))
        .where(ConsentRow.purpose == "matching")
        .group_by(col(ConsentRow.profile_id))
    )
    conditions = [
        col(ConsentRow.id).in_(newest),
        col(ConsentRow.given).is_(True),
        col(ConsentRow.recorded_at) < before,
        col(ProfileRow.agency_id) == agency_id,
    ]
    if agent_id is not None:
        conditions.append(col(ProfileRow.agent_id) == agent_id)
    joined = col(ConsentRow.profile_id) == col(ProfileRow.id)
    wanted = select(ProfileRow, ConsentRow.recorded_at).join(ConsentRow, joined)
    wanted = wanted.where(*conditions).order_by(col(ConsentRow.recorded_at), col(ProfileRow.id))
    counted = select(func.count()).select_from(ProfileRow).join(ConsentRow, joined)
    total = session.exec(counted.where(*conditions)).one()
    return list(session.exec(wanted.limit(limit))), total


def as_consents(newest: Mapping[Purpose, ConsentRow]) -> Consents:
    """What a person agrees to today; a purpose never spoken of is not agreed to."""
    return Consents(**{purpose: row.given for purpose, row in newest.items()})


def consent_history(
    session: Session, profile_id: UUID, *, limit: int, offset: int
) -> list[ConsentRow]:
    """Consents given and withdrawn, newest first."""
    return _history(session, ConsentRow, profile_id, limit=limit, offset=offset)


# --- accesses -----------------------------------------------------------------------------------


def add_access(session: Session, access: AccessRow) -> None:
    """Write down who did what."""
    session.add(access)


def seen_today(session: Session, actor_id: UUID, action: str, ids: Collection[UUID]) -> set[UUID]:
    """Those of the people for whom this action of this actor is already written down today."""
    midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
    wanted = (
        select(AccessRow.profile_id)
        .where(col(AccessRow.profile_id).in_(ids))
        .where(AccessRow.actor_id == actor_id, AccessRow.action == action)
        .where(AccessRow.at >= midnight)
    )
    return set(session.exec(wanted))


def access_history(
    session: Session, profile_id: UUID, *, limit: int, offset: int
) -> list[AccessRow]:
    """Who read or changed something, newest first."""
    return _history(session, AccessRow, profile_id, limit=limit, offset=offset)


def _history(
    session: Session, table: Any, profile_id: UUID, *, limit: int, offset: int
) -> list[Any]:
    wanted = select(table).where(table.profile_id == profile_id).order_by(table.id.desc())
    return list(session.exec(wanted.limit(limit).offset(offset)))


# --- grants -------------------------------------------------------------------------------------


def grant(session: Session, candidacy_id: UUID) -> GrantRow | None:
    """The grant of a candidacy."""
    return session.get(GrantRow, candidacy_id)


def grants_given(session: Session, profile_id: UUID, *, limit: int, offset: int) -> list[GrantRow]:
    """The grants that a yes opened, newest first; those closed since are among them."""
    wanted = (
        select(GrantRow)
        .where(GrantRow.profile_id == profile_id, col(GrantRow.agreed_at).is_not(None))
        .order_by(col(GrantRow.agreed_at).desc(), col(GrantRow.candidacy_id))
    )
    return list(session.exec(wanted.limit(limit).offset(offset)))


# --- notes --------------------------------------------------------------------------------------


def add_note(session: Session, row: NoteRow) -> None:
    """Keep a note; one whose key is known already is kept once."""
    values = insert(NoteRow).values(**row.model_dump())
    session.connection().execute(values.on_conflict_do_nothing(index_elements=["id"]))


def note(session: Session, note_id: UUID) -> NoteRow | None:
    """One note."""
    return session.get(NoteRow, note_id)


def notes_of(session: Session, profile_id: UUID) -> list[NoteRow]:
    """The newest notes about a person."""
    wanted = select(NoteRow).where(NoteRow.profile_id == profile_id)
    return list(session.exec(wanted.order_by(col(NoteRow.at).desc(), col(NoteRow.id)).limit(100)))


# --- schemes ------------------------------------------------------------------------------------


def keep_scheme(session: Session, row: SchemeRow) -> bool:
    """Keep a version of a scheme, once; whether it was new."""
    values = insert(SchemeRow).values(**row.model_dump()).on_conflict_do_nothing()
    kept = session.connection().execute(values.returning(col(SchemeRow.number)))
    return kept.first() is not None


def scheme_digests(session: Session, on: date) -> dict[str, str]:
    """Of each scheme the digest of the version in force on a day: the last that began."""
    wanted = (
        select(col(SchemeRow.scheme_id), col(SchemeRow.digest))
        .where(col(SchemeRow.valid_from) <= on)
        .ext(distinct_on(col(SchemeRow.scheme_id)))
        .order_by(
            col(SchemeRow.scheme_id),
            col(SchemeRow.valid_from).desc(),
            col(SchemeRow.number).desc(),
        )
    )
    return dict(session.exec(wanted).all())


def scheme_content(session: Session, scheme_id: str, digest: str) -> Mapping[str, Any]:
    """The content of a version that `scheme_digests` named."""
    wanted = select(col(SchemeRow.content)).where(
        SchemeRow.scheme_id == scheme_id, SchemeRow.digest == digest
    )
    return session.exec(wanted.limit(1)).one()
