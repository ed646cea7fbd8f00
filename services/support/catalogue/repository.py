"""SQL of the catalogue. Counts of seats come from the requests' table, by its name alone: that
subject stands above this one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, column, func, or_, table, text, true
from sqlalchemy import select as entities
from sqlalchemy.sql.selectable import LateralFromClause
from sqlmodel import Session, col, select

from amuddu.contracts.support.training import SEATED
from amuddu.reference.places import Part
from services.support.catalogue.tables import CentreRow, CourseRow, CriteriaRow, SessionRow

_REQUESTS = table("place_requests", column("session_id"), column("state"))


@dataclass(frozen=True, slots=True)
class Counted:
    """How many seats of a session are taken, and how many people wait."""

    taken: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search asks for. `skills`: one of them has to be given; where no skill of those asked
    is known, nothing is found."""

    words: tuple[str, ...] = ()
    towns: tuple[Part, ...] = ()
    """Words that name a town: it is one of the course's, or they are among its words."""
    concepts: tuple[str, ...] = ()
    skills: tuple[str, ...] | None = None
    place: str | None = None
    level: str | None = None
    free: bool = False
    coming: bool = False


# --- centres --------------------------------------------------------------------------------------


def centre(session: Session, centre_id: UUID) -> CentreRow | None:
    return session.get(CentreRow, centre_id)


def centre_named(session: Session, name_key: str) -> CentreRow | None:
    """The centre that bears this name."""
    return session.exec(select(CentreRow).where(CentreRow.name_key == name_key)).first()


def centres(session: Session) -> list[tuple[CentreRow, int]]:
    """All centres by name, with how many courses each has."""
    counted = (
        entities(col(CourseRow.centre_id), func.count().label("number"))
        .group_by(col(CourseRow.centre_id))
        .subquery()
    )
    query = (
        entities(CentreRow, func.coalesce(counted.c.number, 0))
        .outerjoin(counted, counted.c.centre_id == col(CentreRow.id))
        .order_by(col(CentreRow.name))
    )
    return [(row, number) for row, number in session.execute(query)]


# --- courses --------------------------------------------------------------------------------------


def course(session: Session, course_id: UUID) -> CourseRow | None:
    return session.get(CourseRow, course_id)


def lock_course(session: Session, course_id: UUID) -> CourseRow | None:
    """The course as it stands now, until the end of the transaction."""
    return session.get(CourseRow, course_id, with_for_update=True, populate_existing=True)


def course_by_ref(session: Session, centre_id: UUID, external_ref: str) -> CourseRow | None:
    """The course that a file knows by this reference."""
    query = select(CourseRow).where(
        CourseRow.centre_id == centre_id, CourseRow.external_ref == external_ref
    )
    return session.exec(query.with_for_update()).first()


def as_words(text_of: str) -> ColumnElement[object]:
    """What a course is found by, as PostgreSQL keeps it."""
    return func.to_tsvector("simple", text_of)


def criteria(session: Session, course_id: UUID, on: date) -> CriteriaRow | None:
    """What a course asks on a day."""
    query = select(CriteriaRow).where(
        CriteriaRow.course_id == course_id, col(CriteriaRow.valid_from) <= on
    )
    return session.exec(query.order_by(col(CriteriaRow.version).desc()).limit(1)).first()


def criteria_of(session: Session, ids: Collection[UUID], on: date) -> Mapping[UUID, CriteriaRow]:
    """The same of several courses."""
    query = (
        select(CriteriaRow)
        .where(col(CriteriaRow.course_id).in_(ids), col(CriteriaRow.valid_from) <= on)
        .order_by(col(CriteriaRow.course_id), col(CriteriaRow.version))
    )
    return {row.course_id: row for row in session.exec(query).all()}


def _in_force(on: date) -> ColumnElement[bool]:
    """That a version is the one of a day, among those of its course."""
    newest = (
        entities(func.max(CriteriaRow.version))
        .where(col(CriteriaRow.course_id) == col(CourseRow.id), col(CriteriaRow.valid_from) <= on)
        .correlate(CourseRow)
        .scalar_subquery()
    )
    return col(CriteriaRow.version) == newest


def search(
    session: Session, wanted: Wanted, *, on: date, limit: int, offset: int
) -> tuple[list[tuple[CourseRow, CentreRow, CriteriaRow, date | None, int]], int]:
    """One page of courses with the next session that takes requests and its free places: those
    that can be asked for first, then by title."""
    soon = _soonest(on)
    conditions: list[ColumnElement[bool]] = [_in_force(on)]
    if wanted.words or wanted.concepts:
        conditions.append(or_(*_means(wanted)))
    for town in wanted.towns:
        there = col(CriteriaRow.towns).contains([town.town])
        conditions.append(or_(there, _bears(town.text.split())))
    if wanted.skills is not None:
        conditions.append(_linked_to(wanted.skills))
    if wanted.place:
        conditions.append(col(CriteriaRow.towns).contains([wanted.place]))
    if wanted.level:
        conditions.append(col(CourseRow.level) == wanted.level)
    if wanted.free:
        conditions.append(soon.c.free > 0)
    if wanted.coming:
        conditions.append(soon.c.starts_on.is_not(None))
    free = func.coalesce(soon.c.free, 0)
    query = (
        entities(CourseRow, CentreRow, CriteriaRow, soon.c.starts_on, free)
        .join(CentreRow, col(CentreRow.id) == col(CourseRow.centre_id))
        .join(CriteriaRow, col(CriteriaRow.course_id) == col(CourseRow.id))
        .outerjoin(soon, true())
        .where(*conditions)
    )
    found = query if wanted.free or wanted.coming else _without_sessions(conditions)
    total = session.connection().execute(entities(func.count()).select_from(found.subquery()))
    page = query.order_by(
        (free > 0).desc(), soon.c.starts_on, col(CourseRow.title), col(CourseRow.id)
    )
    rows = session.execute(page.limit(limit).offset(offset))
    return [(a, b, c, starts, number) for a, b, c, starts, number in rows], total.scalar_one()


def _means(wanted: Wanted) -> list[ColumnElement[bool]]:
    """That a course bears all the words, or is linked to one of the concepts."""
    found: list[ColumnElement[bool]] = []
    if wanted.words:
        found.append(_bears(wanted.words))
    if wanted.concepts:
        found.append(_linked_to(wanted.concepts))
    return found


def _bears(words: Iterable[str]) -> ColumnElement[bool]:
    """That a course bears all of the words, or words that begin so."""
    asked = " & ".join(f"'{word}':*" for word in words)
    return col(CourseRow.words).op("@@")(func.to_tsquery("simple", asked))


def _linked_to(concepts: Collection[str]) -> ColumnElement[bool]:
    """That a course's trade or one of its skills is among them."""
    return col(CourseRow.concepts).overlap(list(concepts))  # type: ignore[attr-defined,no-any-return]  # of an array


def _without_sessions(conditions: Sequence[ColumnElement[bool]]) -> Select[UUID]:
    """Which courses there are, where nothing is asked of their sessions: to be counted."""
    ids = entities(col(CourseRow.id))
    return ids.join(CriteriaRow, col(CriteriaRow.course_id) == col(CourseRow.id)).where(*conditions)


def _soonest(on: date) -> LateralFromClause:
    """Of a course the next session that takes requests, one with free places before others: looked
    for in the sessions of the courses that were found, and of no others."""
    taken = (
        entities(func.count())
        .select_from(_REQUESTS)
        .where(_REQUESTS.c.session_id == col(SessionRow.id), _REQUESTS.c.state.in_(SEATED))
        .correlate(SessionRow)
        .scalar_subquery()
    )
    free = (col(SessionRow.places) - taken).label("free")
    return (
        entities(col(SessionRow.starts_on), free)
        .where(
            col(SessionRow.course_id) == col(CourseRow.id),
            col(SessionRow.state) == "open",
            col(SessionRow.closes_on) >= on,
            col(SessionRow.starts_on) >= on,
        )
        .correlate(CourseRow)
        .order_by((free <= 0), col(SessionRow.starts_on))
        .limit(1)
        .lateral("soon")
    )


# --- sessions -------------------------------------------------------------------------------------


def training_session(session: Session, session_id: UUID) -> SessionRow | None:
    return session.get(SessionRow, session_id)


def lock_session(session: Session, session_id: UUID) -> SessionRow | None:
    """The session, until the end of the transaction: whoever counts its seats holds it."""
    return session.get(SessionRow, session_id, with_for_update=True, populate_existing=True)


def session_on(
    session: Session, course_id: UUID, starts_on: date, place: str | None
) -> SessionRow | None:
    """The session of a course that starts on a day in a town, or where nobody said in which."""
    query = select(SessionRow).where(
        SessionRow.course_id == course_id,
        SessionRow.starts_on == starts_on,
        col(SessionRow.place).is_not_distinct_from(place),
    )
    return session.exec(query.order_by(col(SessionRow.id)).with_for_update()).first()


def sessions_of(session: Session, course_id: UUID, *, ending_after: date) -> Sequence[SessionRow]:
    """Sessions of a course that have not begun, and those under way."""
    query = select(SessionRow).where(
        SessionRow.course_id == course_id,
        func.coalesce(col(SessionRow.ends_on), col(SessionRow.starts_on)) >= ending_after,
    )
    return session.exec(query.order_by(col(SessionRow.starts_on), col(SessionRow.id))).all()


def counted(session: Session, ids: Collection[UUID]) -> Mapping[UUID, Counted]:
    """How full sessions are."""
    query = (
        entities(
            _REQUESTS.c.session_id,
            func.count().filter(_REQUESTS.c.state.in_(SEATED)),
            func.count().filter(_REQUESTS.c.state == text("'waiting'")),
        )
        .where(_REQUESTS.c.session_id.in_(ids))
        .group_by(_REQUESTS.c.session_id)
    )
    return {
        session_id: Counted(taken, waiting)
        for session_id, taken, waiting in session.connection().execute(query)
    }


def one_at_a_time(session: Session) -> None:
    """Until the end of the transaction nobody else seeds or imports: names and references are
    looked for before they are written."""
    session.connection().execute(text("SELECT pg_advisory_xact_lock(7305122061)"))
