"""Terms of the table of retention, as they stand on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from amuddu.kit import clock
from amuddu.retention import book
from amuddu.retention.term import Term


def term(kind: str, *, step: str = "", on: date | None = None) -> Term:
    """The term of a kind today, or on another day."""
    return book.term(kind, on or clock.today(), step=step)


def end_of(day: date) -> datetime:
    """The last moment of a day."""
    return datetime.combine(day, time.max, UTC)


def before(kind: str, at: datetime, *, step: str = "") -> datetime:
    """What is from then or earlier has been kept long enough at a moment."""
    return book.term(kind, at.date(), step=step).before(at)
