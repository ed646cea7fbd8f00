"""SQL of scholarships. Lock order, as everywhere here: the envelope, then the application."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, case, func
from sqlalchemy import select as entities
from sqlmodel import Session, col, select

from amuddu.contracts.support.scholarships import ScholarshipState
from amuddu.kit.ledger.tables import PaymentRow
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
    """Whose applications are meant: somebody's, or those of the people of one agency."""

    profile_id: UUID | None = None
    agency_id: str | None = None

    def covers(self, row: ApplicationRow) -> bool:
        """Whether one is among them; nobody's are where neither is named."""
        if self.profile_id is None and self.agency_id is None:
            return False
        own = self.profile_id in (None, row.profile_id)
        return own and self.agency_id in (None, row.agency_id)

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same as SQL."""
        if self.profile_id is not None:
            return [col(ApplicationRow.profile_id) == self.profile_id]
        return [col(ApplicationRow.agency_id) == self.agency_id]


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
    session: Session, mine: Mine, *, limit: int, offset: int
) -> tuple[Sequence[ApplicationRow], int]:
    """One page of applications, those that wait for something first."""
    query = select(ApplicationRow).where(*mine.conditions())
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


def households(session: Session, call_id: UUID) -> Mapping[UUID, int]:
    """How many applications of a call each household has."""
    one = col(ApplicationRow.household_id)
    query = entities(one, func.count()).where(
        col(ApplicationRow.call_id) == call_id, col(ApplicationRow.state) != "withdrawn"
    )
    rows = session.connection().execute(query.group_by(one))
    return {household: many for household, many in rows}  # noqa: C416 - rows
