"""What a first page is made of: lines, each of which waits for somebody and leads to the act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Literal
from uuid import UUID

from amuddu.contracts.matching.interviews import InterviewPage
from amuddu.kit import clock
from amuddu.kit.db import Session
from gateway.clients import Services
from gateway.clients.base import Caller
from gateway.today.board import Board
from gateway.web.concurrent import asking
from gateway.web.page import Page

MOST_TALKS = 100
Tone = Literal["", "good", "warm", "bad"]


@dataclass(frozen=True, slots=True)
class Press:
    """A button that does the act of a line at once: where it is sent, and its words."""

    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """Something that waits. `words` are somebody's own or in the reader's language; a person goes
    by the name that the reader knows, else by their code."""

    about: UUID
    url: str
    words: str = ""
    person: UUID | None = None
    name: str | None = None
    code: str = ""
    said: str = ""
    """What is to be done, in the reader's language."""
    tone: Tone = ""
    detail: tuple[str, ...] = ()
    since: datetime | None = None
    due: date | None = None
    press: Press | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Lines of one kind, the most urgent first. `total`: all there are. `whole`: these are all that
    the team has, so that what is held of any other is over."""

    lines: Sequence[Line]
    total: int
    whole: bool


@dataclass(eq=False)
class Look:
    """A first page being looked for: everything is asked at once, then read."""

    page: Page
    session: Session
    now: datetime = field(default_factory=clock.now)

    @property
    def services(self) -> Services:
        return self.page.services

    @property
    def caller(self) -> Caller:
        return self.page.caller

    @cached_property
    def board(self) -> Board:
        """Open vacancies and who said yes there, asked once for all kinds that need it."""
        return Board(self.page)

    @cached_property
    def talks(self) -> Future[InterviewPage]:
        """Interviews that are not over, asked once for all kinds that need them."""
        caller, matching = self.caller, self.services.matching
        return asking(lambda: matching.interviews(caller, limit=MOST_TALKS))


Read = Callable[[], Found]
Source = Callable[[Look, int], Read]
"""Asks for lines, at most so many, and says how to read the answer, which may fail."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of line. `heading` and `note` are marked sentences; `more`: where all of them are."""

    name: str
    heading: str
    source: Source
    more: str = ""
    note: str = ""
    shared: bool = True
    """Whether the team shares these lines, so that one of it looks after each."""
    ends: bool = True
    """Whether the reader sees all of the team's, so that what is gone here is over."""


def found(lines: Sequence[Line], total: int) -> Found:
    """Lines as a service answered them."""
    return Found(lines, total, whole=len(lines) >= total)


def chosen(lines: Sequence[Line], *, of: int, total: int) -> Found:
    """Lines picked from the `of` first of a list of `total`."""
    return Found(lines, len(lines), whole=of >= total)
