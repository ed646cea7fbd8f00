"""The day it is."""

from __future__ import annotations

from datetime import UTC, date, datetime


def today() -> date:
    """The day that rules are asked for. Morocco is at most one hour from UTC."""
    return datetime.now(UTC).date()
