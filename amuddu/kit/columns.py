"""Columns that many tables have: instants, numbers of a log, JSON documents.

updated_at: datetime = columns.moment()
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Identity
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from amuddu.kit.clock import now


def moment() -> Any:
    """An instant: that of the writing unless another is given."""
    return Field(default_factory=now, sa_column=Column(DateTime(timezone=True), nullable=False))


def moment_or_none() -> Any:
    """An instant that may not have come."""
    return Field(default=None, sa_column=Column(DateTime(timezone=True)))


def serial() -> Any:
    """A number that the database gives, in the order of writing: the key of a log."""
    key = Column(BigInteger, Identity(always=True), primary_key=True)
    return Field(default=None, sa_column=key)


def document(empty: Callable[[], Any]) -> Any:
    """A JSON document: `empty` (`list`, `dict`) unless another is given."""
    return Field(default_factory=empty, sa_column=Column(JSONB, nullable=False))


def document_or_none() -> Any:
    """A JSON document that may be missing."""
    return Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
