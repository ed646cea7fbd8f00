"""The time it is. Nothing else in the product asks the machine for it, so tests set one clock."""

from __future__ import annotations

from datetime import UTC, date, datetime


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day that rules are asked for. Morocco is at most one hour from UTC."""
    return now().date()
