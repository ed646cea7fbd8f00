"""SQL of scholarships. Lock order, as everywhere here: the envelope, then the application."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, or_
from sqlalchemy import select as entities
from sqlmodel import Session, col, select

from amuddu.contracts.support.scholarships import ScholarshipState
from amuddu.contracts.support.training import RequestState
from amuddu.kit.ledger.tables import PaymentRow
from services.support.catalogue.tables import CentreRow, CourseRow, SessionRow
from services.support.places.tables import RequestRow
from services.support.scholarships.tables import (
    ApplicationRow,
    CallRow,
    InstalmentRow,
    ScholarshipLogRow,
    ScoreRow,
    TermsRow,
)

_FIRST: dict[str, int] = {"draft": 0, "awarded": 1, "submitted": 2, "active": 3}
_LAST = 4

Month = tuple[InstalmentRow, PaymentRow | None]


@dataclass(frozen=True, slots=True)
class Mine:
    """Whose applications are meant: somebody's, or those of the people of one agency; of an agent,
    those who have no other."""

    profile_id: UUID | None = None
    agency_id: str | None = None
    agent_id: UUID | None = None

    def covers(self, row: ApplicationRow) -> bool:
        """Whether one is among them; nobody's are where neither is named."""
        if self.profile_id is None and self.agency_id is None:
            return False
        own = self.profile_id in (None, row.profile_id)
        if self.agent_id is not None and row.agent_id not in (None, self.agent_id):
            return False
        return own and self.agency_id in (None, row.agency_id)

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same as SQL."""
        if self.profile_id is not None:
            return [col(ApplicationRow.profile_id) == self.profile_id]
        found = [col(ApplicationRow.agency_id) == self.agency_id]
        if self.agent_id is not None:
            agent = col(ApplicationRow.agent_id)
            found.append(or_(agent.is_(None), agent == self.agent_id))
        return found


@dataclass(frozen=True, slots=True)
class Place:
    """A place in training that somebody has."""

    id: UUID
    course_id: UUID
    course_title: str
    centre_name: str
    starts_on: date


def call(session: Session, call_id: UUID) -> CallRow | None:
    return session.get(CallRow, call_id)


def lock_call(session: Session, call_id: UUID) -> CallRow | None:
    return session.get(CallRow, call_id, with_for_update=True, populate_existing=True)


def calls(session: Session, *, drafts: bool) -> Sequence[CallRow]:
    """Every call, the last to close first."""
    query = select(CallRow).order_by(col(CallRow.closes_on).desc(), col(CallRow.id)).limit(200)
    return session.exec(query if drafts else query.where(CallRow.state != "draft")).all()


def terms(session: Session, call_id: UUID, version: int | None = None) -> TermsRow | None:
    """A version of what a call asks; the last where none is named."""
    query = select(TermsRow).where(TermsRow.call_id == call_id)
    if version is not None:
        query = query.where(TermsRow.version == version)
    return session.exec(query.order_by(col(TermsRow.version).desc()).limit(1)).first()


def by_state(session: Session, call_id: UUID) -> Mapping[str, int]:
    """How many applications of a call stand in which state."""
    state = col(ApplicationRow.state)
    query = entities(state, func.count()).where(col(ApplicationRow.call_id) == call_id)
    rows = session.connection().execute(query.group_by(state))
    return {one: many for one, many in rows}  # noqa: C416 - rows


def application(session: Session, application_id: UUID) -> ApplicationRow | None:
    return session.get(ApplicationRow, application_id)


def lock_application(session: Session, application_id: UUID) -> ApplicationRow | None:
    """The application as it stands now."""
    return session.get(ApplicationRow, application_id, with_for_update=True, populate_existing=True)


def of_person(session: Session, call_id: UUID, profile_id: UUID) -> ApplicationRow | None:
    """Somebody's application to a call."""
    query = select(ApplicationRow).where(
        ApplicationRow.call_id == call_id, ApplicationRow.profile_id == profile_id
    )
    return session.exec(query).first()


def by_code(session: Session, call_id: UUID, code: str, agency_id: str) -> ApplicationRow | None:
    """An application of one's agency's people by its code."""
    query = select(ApplicationRow).where(
        ApplicationRow.call_id == call_id,
        ApplicationRow.code == code,
        ApplicationRow.agency_id == agency_id,
    )
    return session.exec(query).first()


def of_call(
    session: Session, call_id: UUID, states: Collection[ScholarshipState] = ()
) -> Sequence[ApplicationRow]:
    """Applications to a call that were sent in, in the order of their numbers."""
    query = select(ApplicationRow).where(
        ApplicationRow.call_id == call_id, ApplicationRow.state != "draft"
    )
    if states:
        query = query.where(col(ApplicationRow.state).in_(states))
    return session.exec(query.order_by(col(ApplicationRow.number)).limit(2000)).all()


def listed(
    session: Session, mine: Mine, state: ScholarshipState | None, *, limit: int, offset: int
) -> tuple[Sequence[ApplicationRow], int]:
    """One page of applications, those that wait for something first."""
    query = select(ApplicationRow).where(*mine.conditions())
    if state is not None:
        query = query.where(ApplicationRow.state == state)
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    rank = case(_FIRST, value=col(ApplicationRow.state), else_=_LAST)
    page = query.order_by(rank, col(ApplicationRow.updated_at).desc(), col(ApplicationRow.id))
    return session.exec(page.limit(limit).offset(offset)).all(), total


def holder_of_household(session: Session, row: ApplicationRow) -> ApplicationRow | None:
    """Who of the same household has a scholarship of this call."""
    query = select(ApplicationRow).where(
        ApplicationRow.call_id == row.call_id,
        ApplicationRow.holds_household == row.household_id,
        ApplicationRow.id != row.id,
    )
    return session.exec(query).first()


def holder_of_course(session: Session, row: ApplicationRow) -> ApplicationRow | None:
    """The scholarship that the person has for the same course, of whichever call."""
    query = select(ApplicationRow).where(
        ApplicationRow.profile_id == row.profile_id,
        ApplicationRow.holds_course == row.course_id,
        ApplicationRow.id != row.id,
    )
    return session.exec(query).first()


def has_course(session: Session, profile_id: UUID, course_id: UUID) -> bool:
    """Whether somebody has a scholarship for a course."""
    query = select(ApplicationRow.id).where(
        ApplicationRow.profile_id == profile_id, ApplicationRow.holds_course == course_id
    )
    return session.exec(query).first() is not None


def seats(session: Session, profile_id: UUID, states: Collection[RequestState]) -> list[Place]:
    """The places in training that somebody has, the soonest first."""
    query = (
        entities(
            col(RequestRow.id),
            col(CourseRow.id),
            col(CourseRow.title),
            col(CentreRow.name),
            col(SessionRow.starts_on),
        )
        .join(SessionRow, col(SessionRow.id) == col(RequestRow.session_id))
        .join(CourseRow, col(CourseRow.id) == col(SessionRow.course_id))
        .join(CentreRow, col(CentreRow.id) == col(CourseRow.centre_id))
        .where(col(RequestRow.profile_id) == profile_id, col(RequestRow.state).in_(states))
        .order_by(col(SessionRow.starts_on), col(RequestRow.id))
        .limit(20)
    )
    return [Place(*row) for row in session.execute(query)]


def of_member(session: Session, account_id: UUID) -> Sequence[CallRow]:
    """Calls on whose committee an account is, the next to close first."""
    query = select(CallRow).where(
        col(CallRow.members).contains([str(account_id)]), CallRow.state != "draft"
    )
    return session.exec(query.order_by(col(CallRow.closes_on), col(CallRow.id)).limit(100)).all()


def scores(session: Session, ids: Collection[UUID]) -> Mapping[UUID, list[ScoreRow]]:
    """Points by application."""
    found: dict[UUID, list[ScoreRow]] = {}
    for row in session.exec(select(ScoreRow).where(col(ScoreRow.application_id).in_(ids))).all():
        found.setdefault(row.application_id, []).append(row)
    return found


def months(session: Session, ids: Collection[UUID]) -> Mapping[UUID, list[Month]]:
    """Months with their payments by application, in order."""
    query = (
        entities(InstalmentRow, PaymentRow)
        .join(PaymentRow, col(PaymentRow.id) == col(InstalmentRow.payment_id), isouter=True)
        .where(col(InstalmentRow.application_id).in_(ids))
        .order_by(col(InstalmentRow.application_id), col(InstalmentRow.number))
    )
    found: dict[UUID, list[Month]] = {}
    for row, payment in session.execute(query):
        found.setdefault(row.application_id, []).append((row, payment))
    return found


def log(session: Session, application_id: UUID) -> Sequence[ScholarshipLogRow]:
    """What was done to an application, oldest first."""
    query = select(ScholarshipLogRow).where(ScholarshipLogRow.application_id == application_id)
    return session.exec(query.order_by(col(ScholarshipLogRow.id))).all()


def to_decide(session: Session) -> Mapping[UUID, int]:
    """How many applications of each call have their points and wait for a choice."""
    call_id = col(ApplicationRow.call_id)
    query = entities(call_id, func.count()).where(col(ApplicationRow.state) == "scored")
    return {one: many for one, many in session.execute(query.group_by(call_id))}  # noqa: C416 - rows


def to_order(session: Session) -> Mapping[UUID, int]:
    """How many months of each call are noted, to be paid, and not ordered yet."""
    call_id = col(ApplicationRow.call_id)
    query = (
        entities(call_id, func.count())
        .join(InstalmentRow, col(InstalmentRow.application_id) == col(ApplicationRow.id))
        .where(
            col(ApplicationRow.state).in_(("active", "suspended")),
            col(InstalmentRow.attendance).in_(("present", "excused")),
            col(InstalmentRow.payment_id).is_(None),
        )
    )
    return {one: many for one, many in session.execute(query.group_by(call_id))}  # noqa: C416 - rows


def appeals(session: Session, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """What was said by who wants a no looked at again."""
    query = select(ScholarshipLogRow).where(
        col(ScholarshipLogRow.application_id).in_(ids), ScholarshipLogRow.name == "appeal"
    )
    return {line.application_id: line.note for line in session.exec(query).all()}


def households(session: Session, call_id: UUID) -> Mapping[UUID, int]:
    """How many applications of a call each household has."""
    one = col(ApplicationRow.household_id)
    query = entities(one, func.count()).where(
        col(ApplicationRow.call_id) == call_id, col(ApplicationRow.state) != "withdrawn"
    )
    rows = session.connection().execute(query.group_by(one))
    return {household: many for household, many in rows}  # noqa: C416 - rows
