"""SQL of requests. Lock order, as everywhere here: the session, then its requests."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, case, func
from sqlalchemy import select as entities
from sqlmodel import Session, col, select

from amuddu.contracts.support.training import ACTIVE, SEATED, RequestState
from services.support.catalogue.tables import CentreRow, CourseRow, SessionRow
from services.support.places.tables import RequestLogRow, RequestRow

_WAITING_FIRST: dict[str, int] = {"held": 0, "waiting": 1, "confirmed": 2, "attending": 3}
_LAST = 4

Listed = tuple[RequestRow, SessionRow, CourseRow, CentreRow]


class Held(Protocol):
    """Something that is somebody's, whom an agency follows."""

    @property
    def profile_id(self) -> UUID | None: ...
    @property
    def agency_id(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose requests are meant: somebody's, or those of the people of one agency."""

    profile_id: UUID | None = None
    agency_id: str | None = None

    def covers(self, row: Held) -> bool:
        """Whether one is among them; nobody's are where neither is named."""
        if self.profile_id is None and self.agency_id is None:
            return False
        own = self.profile_id in (None, row.profile_id)
        return own and self.agency_id in (None, row.agency_id)

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same as SQL."""
        found: list[ColumnElement[bool]] = []
        if self.profile_id is not None:
            found.append(col(RequestRow.profile_id) == self.profile_id)
        if self.agency_id is not None:
            found.append(col(RequestRow.agency_id) == self.agency_id)
        return found


def request(session: Session, request_id: UUID) -> RequestRow | None:
    return session.get(RequestRow, request_id)


def lock_request(session: Session, request_id: UUID) -> RequestRow | None:
    """The request as it stands now; its session was locked before."""
    return session.get(RequestRow, request_id, with_for_update=True, populate_existing=True)


def active_of(session: Session, session_id: UUID, profile_id: UUID) -> RequestRow | None:
    """The request for a session of somebody who has one in hand."""
    query = select(RequestRow).where(
        RequestRow.session_id == session_id,
        RequestRow.profile_id == profile_id,
        col(RequestRow.state).in_(ACTIVE),
    )
    return session.exec(query).first()


def seats_taken(session: Session, session_id: UUID) -> int:
    """Seats that somebody has, of a session that is locked."""
    query = select(func.count()).where(
        RequestRow.session_id == session_id, col(RequestRow.state).in_(SEATED)
    )
    return session.exec(query).one()


def next_waiting(session: Session, session_id: UUID) -> RequestRow | None:
    """Whose turn it is, locked."""
    query = select(RequestRow).where(
        RequestRow.session_id == session_id, RequestRow.state == "waiting"
    )
    ordered = query.order_by(col(RequestRow.asked_at), col(RequestRow.id)).limit(1)
    return session.exec(ordered.with_for_update()).first()


def of_session(
    session: Session, session_id: UUID, states: Iterable[RequestState] = (), *, lock: bool = False
) -> Sequence[RequestRow]:
    """Requests for a session in the order of asking."""
    query = select(RequestRow).where(RequestRow.session_id == session_id)
    if states:
        query = query.where(col(RequestRow.state).in_(states))
    query = query.order_by(col(RequestRow.asked_at), col(RequestRow.id))
    return session.exec(query.with_for_update() if lock else query).all()


def turns(session: Session, ids: Collection[UUID]) -> Mapping[UUID, int]:
    """The turn of each request that waits for one of these sessions; 1 is the next."""
    turn = func.row_number().over(
        partition_by=col(RequestRow.session_id),
        order_by=(col(RequestRow.asked_at), col(RequestRow.id)),
    )
    query = entities(col(RequestRow.id), turn).where(
        col(RequestRow.session_id).in_(ids), col(RequestRow.state) == "waiting"
    )
    return {one: turn for one, turn in session.connection().execute(query)}  # noqa: C416 - rows


def listed(
    session: Session, whose: Whose, *, state: RequestState | None, limit: int, offset: int
) -> tuple[list[Listed], int]:
    """One page of requests, those that wait for something first."""
    conditions = whose.conditions()
    if state is not None:
        conditions.append(col(RequestRow.state) == state)
    query = (
        entities(RequestRow, SessionRow, CourseRow, CentreRow)
        .join(SessionRow, col(SessionRow.id) == col(RequestRow.session_id))
        .join(CourseRow, col(CourseRow.id) == col(SessionRow.course_id))
        .join(CentreRow, col(CentreRow.id) == col(CourseRow.centre_id))
        .where(*conditions)
    )
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    rank = case(_WAITING_FIRST, value=col(RequestRow.state), else_=_LAST)
    page = query.order_by(rank, col(RequestRow.updated_at).desc(), col(RequestRow.id))
    rows = session.execute(page.limit(limit).offset(offset))
    return [(a, b, c, d) for a, b, c, d in rows], total


def log(session: Session, request_id: UUID) -> Sequence[RequestLogRow]:
    """What was done to a request, oldest first."""
    query = select(RequestLogRow).where(RequestLogRow.request_id == request_id)
    return session.exec(query.order_by(col(RequestLogRow.id))).all()


def sessions_with_ended_holds(session: Session, on: date, *, limit: int) -> Sequence[UUID]:
    """Sessions in which a hold ended before a day."""
    query = (
        select(RequestRow.session_id)
        .where(RequestRow.state == "held", col(RequestRow.held_until) < on)
        .distinct()
        .order_by(col(RequestRow.session_id))
        .limit(limit)
    )
    return session.exec(query).all()
