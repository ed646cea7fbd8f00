"""Tables: requests for a place, and the log of what was done to them.

Of a person they hold an id, their code and their agency. Neither why a paper opens a centre, nor
age, school or language of anybody stands here.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, String, Text, false, text
from sqlmodel import Field

from amuddu.contracts.support.training import RequestState
from amuddu.kit import columns
from services.support.common.tables import Base


class RequestRow(Base, table=True):
    """A request. `asked_at` is its turn; `moved_up`: its seat became free while it waited."""

    __tablename__ = "place_requests"
    __table_args__ = (
        Index(
            "place_requests_once",
            "session_id",
            "profile_id",
            unique=True,
            postgresql_where=text("state IN ('held', 'waiting', 'confirmed', 'attending')"),
        ),
        Index("place_requests_turn", "session_id", "state", "asked_at", "id"),
        Index("place_requests_of_person", "profile_id"),
        Index("place_requests_of_agency", "agency_id", "state"),
        Index("place_requests_held", "held_until", postgresql_where=text("state = 'held'")),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    session_id: UUID = Field(foreign_key="sessions.id")
    profile_id: UUID
    code: str = Field(sa_type=String(20))
    agency_id: str | None = Field(default=None, sa_type=String(80))
    state: RequestState = Field(sa_type=String(16))
    held_until: date | None = None
    moved_up: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    reason: str | None = Field(default=None, sa_type=String(24))
    asked_at: datetime = columns.moment()
    updated_at: datetime = columns.moment()


class RequestLogRow(Base, table=True):
    """One thing done to a request: which, by whom, when, why, until when."""

    __tablename__ = "place_request_log"
    __table_args__ = (Index("place_request_log_of", "request_id", "id"),)

    id: int | None = columns.serial()
    request_id: UUID = Field(foreign_key="place_requests.id")
    name: str = Field(sa_type=String(16))
    from_state: RequestState | None = Field(default=None, sa_type=String(16))
    to_state: RequestState = Field(sa_type=String(16))
    reason: str | None = Field(default=None, sa_type=String(24))
    note: str = Field(default="", sa_type=Text)
    until: date | None = None
    actor_id: UUID
    actor_role: str = Field(sa_type=String(16))
    at: datetime = columns.moment()
