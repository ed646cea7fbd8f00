"""Columns that many tables have: instants, numbers of a log, JSON documents.

updated_at: datetime = columns.moment()
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import Signature
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Identity
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from amuddu.kit.clock import now


def moment() -> Any:
    """An instant: that of the writing unless another is given."""
    written = Column(DateTime(timezone=True), nullable=False)
    return Field(default_factory=quickly(now), sa_column=written)


def moment_or_none() -> Any:
    """An instant that may not have come."""
    return Field(default=None, sa_column=Column(DateTime(timezone=True)))


def serial() -> Any:
    """A number that the database gives, in the order of writing: the key of a log."""
    key = Column(BigInteger, Identity(always=True), primary_key=True)
    return Field(default=None, sa_column=key)


def document(empty: Callable[[], Any]) -> Any:
    """A JSON document: `empty` (`list`, `dict`) unless another is given."""
    return Field(default_factory=quickly(empty), sa_column=Column(JSONB, nullable=False))


def quickly(factory: Callable[[], Any]) -> Callable[[], Any]:
    """The same default, without what it costs to ask for it.

    For each row that is made, pydantic asks each default whether it takes an argument. Of a
    builtin (`list`) it is told by a text that is read anew each time, 0.3 ms: a seventh of an
    import's time.
    """

    def made() -> Any:
        return factory()

    made.__signature__ = Signature()  # type: ignore[attr-defined]  # read by `inspect`
    return made


def document_or_none() -> Any:
    """A JSON document that may be missing."""
    return Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
