"""Scholarships as each reader may read them. Pure, but for what is asked of the rows at hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from amuddu.contracts.support.calls import CallTerms, ScholarshipCall
from amuddu.contracts.support.catalogue import SchoolLevel
from amuddu.contracts.support.judging import ScoreGiven, Seat
from amuddu.contracts.support.scholarships import (
    Application,
    Attended,
    Decided,
    Instalment,
    ScholarshipLine,
)
from amuddu.kit.ledger.book import dirhams
from amuddu.kit.ledger.tables import PaymentRow, PurseRow
from services.support.catalogue.tables import CourseRow
from services.support.scholarships import steps
from services.support.scholarships.repository import Month, Place
from services.support.scholarships.tables import (
    ApplicationRow,
    CallRow,
    InstalmentRow,
    ScholarshipLogRow,
    ScoreRow,
    TermsRow,
)

APPEAL_DAYS = 15


def terms(row: TermsRow) -> CallTerms:
    """A version of what a call asks."""
    return CallTerms.of(row, courses=tuple(row.courses))


def takes(row: CallRow, *, on: date) -> bool:
    """Whether one may apply on a day."""
    return row.state == "open" and on <= row.closes_on


def call(row: CallRow, asks: TermsRow, envelope: PurseRow, *, on: date) -> ScholarshipCall:
    """A call as everybody signed in reads it."""
    return ScholarshipCall.of(
        row,
        currency=envelope.currency,
        monthly=dirhams(row.monthly),
        terms=terms(asks),
        takes_applications=takes(row, on=on),
    )


def month(found: Month) -> Instalment:
    """A month: what was noted, and where its payment stands."""
    row, payment = found
    return Instalment(
        number=row.number,
        amount=dirhams(row.amount),
        attendance=row.attendance,
        state=_state(row, payment),
        paid_on=payment.paid_on if payment else None,
    )


def _state(
    row: InstalmentRow, payment: PaymentRow | None
) -> Literal["planned", "not_due", "noted", "ordered", "paid", "cancelled"]:
    if payment is not None:
        return payment.state
    if row.attendance is None:
        return "planned"
    return "not_due" if row.attendance == "absent" else "noted"


def attended(row: ApplicationRow, months: Iterable[Month]) -> Attended:
    """The months of a scholarship."""
    return Attended.of(row, instalments=tuple(map(month, months)))


def application(
    row: ApplicationRow,
    of: CallRow,
    envelope: PurseRow,
    course: CourseRow | None,
    months: Sequence[Month] = (),
    lines: Iterable[ScholarshipLogRow] = (),
    *,
    school_level: SchoolLevel | None = None,
    seats: Iterable[tuple[Place, bool]] = (),
) -> Application:
    """An application for the person, and for who follows them: notes stay with the log."""
    missing = [name for name, there in (("place", row.place_id), ("why", row.why)) if not there]
    return Application.of(
        row,
        call_title=of.title,
        course_title=course.title if course else None,
        currency=envelope.currency,
        monthly=dirhams(of.monthly),
        months=of.months,
        appeal_until=steps.may_appeal_until(row, APPEAL_DAYS),
        missing=tuple(missing) if row.state == "draft" else (),
        school_level=school_level,
        seats=tuple(Seat.of(each, place_id=each.id, taken=taken) for each, taken in seats),
        instalments=tuple(map(month, months)),
        log=tuple(ScholarshipLine.of(line, role=line.actor_role) for line in lines),
    )


def mean(scores: Iterable[ScoreRow]) -> Decimal | None:
    """Mean of the sums of the members who scored."""
    sums = [sum(each.points.values()) for each in scores if each.points is not None]
    return round(Decimal(sum(sums)) / len(sums), 2) if sums else None


def decided(
    row: ApplicationRow,
    course: CourseRow | None,
    scores: Sequence[ScoreRow],
    months: Sequence[Month],
    *,
    same_household: bool,
    appeal: str = "",
) -> Decided:
    """An application as the coordination decides on it: a code."""
    return Decided.of(
        row,
        course_title=course.title if course else None,
        scores=sum(not each.conflict for each in scores),
        conflicts=sum(each.conflict for each in scores),
        points=mean(scores),
        given=tuple(ScoreGiven.of(each, **(each.points or {})) for each in scores),
        same_household=same_household,
        appeal=appeal,
        instalments=tuple(map(month, months)),
    )
