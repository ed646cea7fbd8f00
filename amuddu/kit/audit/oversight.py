"""What an officer reads of the audit: rows by day, actor, action, outcome, organisation; counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.sql import ColumnElement

from amuddu.kit.audit.chain import Kept, Outcome
from amuddu.kit.audit.store import Audit
from amuddu.kit.audit.tables import entries

MOST_ROWS = 20_000
"""Rows of one file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rows are asked for; what is not named is not asked."""

    first: date | None = None
    last: date | None = None
    actor_id: UUID | None = None
    subject: UUID | None = None
    action: str = ""
    outcome: Outcome | None = None
    organisation: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """What a row has to answer to."""
        c = entries.c
        found = [
            c.at >= _midnight(self.first) if self.first else None,
            c.at < _midnight(self.last + timedelta(days=1)) if self.last else None,
            c.actor_id == self.actor_id if self.actor_id else None,
            c.subject == self.subject if self.subject else None,
            c.action == self.action if self.action else None,
            c.outcome == self.outcome if self.outcome else None,
            c.organisation.icontains(self.organisation, autoescape=True)
            if self.organisation
            else None,
        ]
        return [one for one in found if one is not None]


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows of an action there are, how many of them refused, and of how many people."""

    action: str
    rows: int
    refused: int
    people: int


def page(audit: Audit, wanted: Wanted, *, limit: int, offset: int = 0) -> list[Kept]:
    """Rows, newest first."""
    newest = select(entries).where(*wanted.conditions()).order_by(entries.c.number.desc())
    return audit.rows(newest.limit(limit).offset(offset))


def counts(audit: Audit, wanted: Wanted) -> list[Count]:
    """Counts by action, the most frequent first."""
    rows = func.count()
    by_action = select(
        entries.c.action,
        rows.label("rows"),
        rows.filter(entries.c.outcome == "refused").label("refused"),
        func.count(entries.c.subject.distinct()).label("people"),
    ).where(*wanted.conditions())
    by_action = by_action.group_by(entries.c.action).order_by(rows.desc(), entries.c.action)
    return [Count(**row._mapping) for row in audit.found(by_action)]


def actions(audit: Audit) -> Sequence[str]:
    """Every action that was ever written down."""
    named = select(entries.c.action).distinct().order_by(entries.c.action)
    found: Sequence[Any] = audit.found(named)
    return [row.action for row in found]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
