"""Requests as each reader may read them. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from amuddu.contracts.support.training import ListedRequest, PlaceReason, PlaceRequest, RequestLine
from services.support.places.repository import Listed
from services.support.places.tables import RequestLogRow, RequestRow


def why(row: RequestRow) -> PlaceReason | None:
    """Why a request stands where it stands; nothing once it has ended without a seat."""
    if row.state == "waiting":
        return "waits_turn"
    if row.state in ("held", "confirmed", "attending", "completed"):
        return "moved_up" if row.moved_up else "asked_in_time"
    return None


def request(found: Listed, turn: int | None, lines: Iterable[RequestLogRow] = ()) -> PlaceRequest:
    """A request for the person, and for who follows them: notes stay with the log."""
    row, session, course, centre = found
    return PlaceRequest.of(
        row,
        course_id=course.id,
        course_title=course.title,
        centre_name=centre.name,
        operator=centre.operator,
        starts_on=session.starts_on,
        ends_on=session.ends_on,
        why=why(row),
        turn=turn,
        log=tuple(RequestLine.of(line, role=line.actor_role) for line in lines),
    )


def listed(row: RequestRow, turn: int | None = None) -> ListedRequest:
    """A request as the list of a session has it: a code."""
    return ListedRequest.of(row, why=why(row), turn=turn)
