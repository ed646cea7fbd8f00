"""All SQL of what matching knows of people and vacancies."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Numeric,
    Row,
    Select,
    Text,
    cast,
    delete,
    false,
    func,
    or_,
    select,
    text,
    true,
    union,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from amuddu.contracts.matching.ranking import FULL_WEEK, HoursWanted
from amuddu.kit import clock
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Database, insert_many
from services.matching.facts.tables import THIS_TRANSACTION, CandidateRow, ReplicaRow, VacancyRow

R = TypeVar("R", CandidateRow, VacancyRow)

CHANNEL = "matching_changes"
"""PostgreSQL notification channel that wakes the replicas at commit."""


_EMPTY: dict[type[CandidateRow] | type[VacancyRow], dict[str, Any]] = {
    CandidateRow: {"revision": 0, "code": "", "contactable": False},
    VacancyRow: {"revision": 0, "open": False},
}
"""What a row says of somebody or something of which no event came yet."""


# --- candidates and vacancies -----------------------------------------------------------------


def candidate(session: Session, profile_id: UUID) -> CandidateRow | None:
    """A person who may be proposed; `None` too for somebody who withdrew."""
    return session.scalar(_candidates([profile_id]))


def candidates(session: Session, ids: Sequence[UUID]) -> dict[UUID, CandidateRow]:
    """Those of these people who may be proposed."""
    return {row.profile_id: row for row in session.scalars(_candidates(ids))}


def keep_candidate(session: Session, profile_id: UUID) -> CandidateRow | None:
    """The same, and nobody withdraws them until this transaction ends."""
    return session.scalar(_candidates([profile_id]).with_for_update(read=True))


def _candidates(ids: Sequence[UUID]) -> Select[CandidateRow]:
    return select(CandidateRow).where(
        col(CandidateRow.profile_id).in_(ids), col(CandidateRow.facts).is_not(None)
    )


def vacancy(session: Session, vacancy_id: UUID) -> VacancyRow | None:
    """A vacancy that was published, open or closed."""
    return session.scalar(_vacancies([vacancy_id]))


def vacancies(session: Session, ids: Sequence[UUID]) -> dict[UUID, VacancyRow]:
    """Those of these vacancies that are open."""
    query = _vacancies(ids).where(col(VacancyRow.open))
    return {row.id: row for row in session.scalars(query)}


def published(session: Session, ids: Sequence[UUID]) -> dict[UUID, VacancyRow]:
    """Those of these vacancies that were ever published, open or closed."""
    return {row.id: row for row in session.scalars(_vacancies(ids))}


def open_with(
    session: Session,
    *,
    words: str | None = None,
    trades: Collection[str] | None = None,
    own_words: Collection[UUID] = (),
    place: str | None = None,
    hours: HoursWanted | None = None,
) -> list[UUID]:
    """Open vacancies: of these trades, or whose title, employer or words of the trade hold these
    words, or that are among `own_words`; in a town; by the hours of a week."""
    facts = col(VacancyRow.facts)
    query = select(col(VacancyRow.id)).where(facts.is_not(None), col(VacancyRow.open))
    about: list[ColumnElement[bool]] = []
    if trades:
        about.append(facts["occupation"]["concept"].astext.in_(trades))
    if own_words:
        about.append(col(VacancyRow.id).in_(own_words))
    if words is not None:
        said = (facts["title"], facts["occupation"]["text"], facts["employer_name"])
        about += [each.astext.icontains(words, autoescape=True) for each in said]
    if about or trades is not None:
        query = query.where(or_(false(), *about))
    if place is not None:
        query = query.where(facts["place"].astext == place)
    if hours is not None:
        told = cast(facts["hours_week"].astext, Numeric)
        part = func.coalesce(told < FULL_WEEK, false())
        query = query.where(part if hours == "part" else ~part)
    return list(session.scalars(query))


def keep_vacancy(session: Session, vacancy_id: UUID) -> VacancyRow | None:
    """A vacancy that nobody closes until this transaction ends."""
    return session.scalar(_vacancies([vacancy_id]).with_for_update(read=True))


def lock_vacancy(session: Session, vacancy_id: UUID) -> VacancyRow | None:
    """A vacancy for which nobody puts forward or hires until this transaction ends."""
    query = _vacancies([vacancy_id]).with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))


def _vacancies(ids: Sequence[UUID]) -> Select[VacancyRow]:
    return select(VacancyRow).where(col(VacancyRow.id).in_(ids), col(VacancyRow.facts).is_not(None))


def vacancies_of(actor: Actor) -> ColumnElement[bool]:
    """The same as `access.visible_vacancy`, as SQL over the vacancies' table."""
    if actor.role is Role.ADMINISTRATOR:
        return true()
    if actor.role is Role.EMPLOYER and actor.employer_id is not None:
        return col(VacancyRow.employer_id) == actor.employer_id
    if actor.is_staff:
        none = col(VacancyRow.agency_id).is_(None)
        return or_(none, col(VacancyRow.agency_id) == actor.agency_id)
    return false()


def locked(session: Session, table: type[R], ids: Collection[UUID]) -> dict[UUID, R]:
    """The rows of all of these, locked in the order of their ids, made where they are new
    (revision 0): two statements, however many."""
    if not ids:
        return {}
    key = _key(table)
    wanted = [{key.key: each, **_EMPTY[table]} for each in sorted(ids)]
    insert_many(session, table.metadata.tables[str(table.__tablename__)], wanted)
    query = select(table).where(key.in_(ids)).order_by(key).with_for_update()
    return {key_of(row): row for row in session.scalars(query)}


def mark_changed(session: Session, rows: Sequence[CandidateRow] | Sequence[VacancyRow]) -> None:
    """Write rows of one table and let the replicas know once this transaction commits."""
    if not rows:
        return
    session.flush()
    table = type(rows[0])
    session.execute(
        update(table)
        .where(_key(table).in_([key_of(row) for row in rows]))
        .values(changed=THIS_TRANSACTION)
        .execution_options(synchronize_session=False)
    )
    session.execute(select(func.pg_notify(CHANNEL, "")))


def page_of_facts(
    session: Session, table: type[R], *, after: UUID | None, size: int
) -> Sequence[R]:
    """Rows that hold facts, locked, in the order of their ids; for going through them all."""
    key = _key(table)
    query = select(table).where(col(table.facts).is_not(None)).order_by(key).limit(size)
    if after is not None:
        query = query.where(key > after)
    return session.scalars(query.with_for_update()).all()


def key_of(row: CandidateRow | VacancyRow) -> UUID:
    """Id of a person or vacancy."""
    return row.profile_id if isinstance(row, CandidateRow) else row.id


def _key(table: type[CandidateRow] | type[VacancyRow]) -> Any:
    return col(CandidateRow.profile_id) if table is CandidateRow else col(VacancyRow.id)


def models_in_use(session: Session) -> set[str]:
    """Ids of the models that made the vectors kept."""
    made_by = union(
        select(col(CandidateRow.model_id)).where(col(CandidateRow.vector).is_not(None)),
        select(col(VacancyRow.model_id)).where(col(VacancyRow.vector).is_not(None)),
    )
    return {str(model) for model in session.scalars(made_by)}


# --- what replicas follow ---------------------------------------------------------------------


SILENT = timedelta(seconds=30)
"""A replica that was not heard of for so long is gone; should it wake, it loads everything anew."""


def heard_of(session: Session, replica: UUID, horizon: int) -> None:
    """Write down how far a replica has followed, and forget those that are gone."""
    row = insert(ReplicaRow).values(id=replica, horizon=horizon, seen_at=clock.now())
    known = {"horizon": row.excluded.horizon, "seen_at": row.excluded.seen_at}
    session.execute(row.on_conflict_do_update(index_elements=["id"], set_=known))
    session.execute(delete(ReplicaRow).where(col(ReplicaRow.seen_at) < clock.now() - SILENT))


def all_followed(session: Session, written: int) -> bool:
    """Whether every replica that lives has what a transaction wrote."""
    behind = select(col(ReplicaRow.id)).where(
        col(ReplicaRow.horizon) <= written, col(ReplicaRow.seen_at) >= clock.now() - SILENT
    )
    return session.scalar(behind.limit(1)) is None


def drop_people(session: Session, ids: Collection[UUID]) -> list[UUID]:
    """Delete people without candidacies, whose facts every replica has let go."""
    gone = delete(CandidateRow).where(
        col(CandidateRow.profile_id).in_(ids), col(CandidateRow.facts).is_(None)
    )
    return list(session.scalars(gone.returning(col(CandidateRow.profile_id))))


Changed: TypeAlias = Row[*tuple[Any, ...]]
"""One row that was written: its id, the transaction that wrote it, and what replicas hold of it.
Its facts are JSON that nobody has read: most rows come again, and say nothing new."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows written by transaction `since` or later, and where to read on from.

    Every transaction below `horizon` had ended when this was read, so its rows are all here or
    were before; the others are read (again) from `horizon` on. Reading a row twice does no harm,
    missing one would.
    """

    candidates: Sequence[Changed]
    vacancies: Sequence[Changed]
    horizon: int


def changes(database: Database, *, since: int) -> Changes:
    """What changed, from one snapshot of the database."""
    engine = database.engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.begin() as connection:
        horizon = connection.scalar(
            text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        )
        people = select(
            col(CandidateRow.profile_id),
            col(CandidateRow.changed),
            cast(col(CandidateRow.facts), Text).label("facts"),
            col(CandidateRow.vector),
            col(CandidateRow.model_id),
        ).where(col(CandidateRow.changed) >= since)
        jobs = select(
            col(VacancyRow.id),
            col(VacancyRow.changed),
            col(VacancyRow.open),
            cast(col(VacancyRow.facts), Text).label("facts"),
            col(VacancyRow.vector),
            col(VacancyRow.model_id),
        ).where(col(VacancyRow.changed) >= since)
        return Changes(
            connection.execute(people).all(), connection.execute(jobs).all(), horizon or 0
        )
