"""Which part of a list is asked for, alike at every door."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

Limit = Annotated[int, Query(ge=1, le=100)]
MOST_OFFSET = 100_000
Offset = Annotated[int, Query(ge=0, le=MOST_OFFSET)]


def first_of(offset: str) -> int:
    """The offset in a link, forgivingly: what is none shows the first page."""
    return min(int(offset), MOST_OFFSET) if offset.isdecimal() else 0
