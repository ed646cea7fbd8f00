"""The table of who is told of what (`table.yaml`), checked as it is read; when nobody is disturbed.

A message falls in the quiet hours of Morocco, evenings and nights and on Sunday mornings, or it
does not: that is asked as it leaves, so what became untrue meanwhile is not sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal, Self
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from amuddu.contracts.events import topics
from amuddu.contracts.news import NewsKind, Pace, Who

_SUNDAY = 6


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Way(_Model):
    """How one of those concerned is told of an event."""

    house: bool
    message: bool
    must: bool = False
    quiet: bool = True


class Entry(_Model):
    """One event."""

    kind: NewsKind
    source: str
    told: Mapping[Who, Way]
    untrue_after: tuple[NewsKind, ...] = ()
    link: Literal["answer", "places", "offers", "scholarships"] | None = None
    """Where a message leads: the question's own link, one's requests for a place, one's offers, or
    one's applications for a scholarship."""

    @model_validator(mode="after")
    def _known(self) -> Self:
        known = {name for name, _ in topics.EVENTS}
        unknown = {each.strip() for each in self.source.split(",")} - known
        if unknown or not self.told:
            raise ValueError(f"{self.kind}: told by nothing, or to nobody {sorted(unknown)}")
        return self


class Quiet(_Model):
    """Hours in which nobody is disturbed."""

    zone: str
    begins: time = Field(alias="from")
    ends: time = Field(alias="to")
    sunday_to: time

    def holds(self, at: datetime) -> bool:
        """Whether a moment falls in them."""
        local = at.astimezone(ZoneInfo(self.zone))
        ends = self.sunday_to if local.weekday() == _SUNDAY else self.ends
        return local.time() >= self.begins or local.time() < ends

    def over(self, at: datetime) -> datetime:
        """The first moment from `at` on that does not fall in them."""
        while self.holds(at):
            local = at.astimezone(ZoneInfo(self.zone))
            day = local.date() + timedelta(days=local.time() >= self.begins)
            at = self._opening(day)
        return at

    def at(self, day: date, hour: time) -> datetime:
        """A time of day in Morocco, or the first moment after it that is not quiet."""
        return self.over(self.moment(day, hour))

    def moment(self, day: date, hour: time) -> datetime:
        """A time of day in Morocco, quiet as it may be."""
        return datetime.combine(day, hour, ZoneInfo(self.zone))

    def local_day(self, at: datetime) -> date:
        """The day that it is in Morocco."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def _opening(self, day: date) -> datetime:
        ends = self.sunday_to if day.weekday() == _SUNDAY else self.ends
        return datetime.combine(day, ends, ZoneInfo(self.zone))


class Book(_Model):
    """The whole table."""

    quiet: Quiet
    digest_at: time
    pace: Mapping[Who, Pace]
    events: tuple[Entry, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        kinds = [entry.kind for entry in self.events]
        if len(kinds) != len(set(kinds)):
            raise ValueError("a kind stands twice in the table")
        return self

    def entry(self, kind: NewsKind) -> Entry:
        """What the table says of a kind."""
        return self._by_kind()[kind]

    def way(self, kind: NewsKind, who: Who) -> Way | None:
        """How somebody is told of a kind; `None`: not at all."""
        return self.entry(kind).told.get(who)

    def untrue_with(self, kind: NewsKind) -> frozenset[NewsKind]:
        """What is not sent any more once this kind is told."""
        return frozenset(each.kind for each in self.events if kind in each.untrue_after)

    def free(self, who: Who) -> tuple[NewsKind, ...]:
        """Kinds of message between which somebody may choose."""
        return tuple(
            entry.kind
            for entry in self.events
            if (way := entry.told.get(who)) is not None and way.message and not way.must
        )

    def next_digest(self, at: datetime) -> datetime:
        """When what is collected from now on is sent together."""
        today = self.quiet.local_day(at)
        due = self.quiet.at(today, self.digest_at)
        return due if due > at else self.quiet.at(today + timedelta(days=1), self.digest_at)

    def _by_kind(self) -> dict[NewsKind, Entry]:
        return {entry.kind: entry for entry in self.events}


@cache
def book() -> Book:
    """The table as it is on file."""
    source = files("services.notifications.news").joinpath("table.yaml")
    return Book.model_validate(yaml.safe_load(source.read_text(encoding="utf-8")))
