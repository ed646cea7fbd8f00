"""News: what the house tells whom of a candidacy, a hire, a claim, a place in training, a
scholarship.

A line of news holds ids, a kind and at most a code. Who reads it sees its words in their language,
and names only where their own pages show them: those are asked as the list is read.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.operations import Operations, Paged
from amuddu.contracts.types import Contract, Lang, Role, Slug

NewsKind = Literal[
    "offer",
    "yes",
    "yes_noted",
    "no",
    "gone",
    "unreachable",
    "meet",
    "not_chosen",
    "filled",
    "cancelled",
    "hired",
    "first_day",
    "hire_off",
    "claim_submitted",
    "claim_returned",
    "claim_approved",
    "claim_refused",
    "claim_paid",
    "place_held",
    "place_asked",
    "place_up",
    "place_confirmed",
    "place_day",
    "place_eve",
    "place_ending",
    "place_ended",
    "place_refused",
    "place_off",
    "place_withdrawn",
    "place_back",
    "paper_ready",
    "paper_off",
    "grant_sent",
    "grant_fits",
    "grant_unfit",
    "grant_scored",
    "grant_awarded",
    "grant_waiting",
    "grant_refused",
    "grant_appealed",
    "grant_agreed",
    "grant_signed",
    "grant_month",
    "grant_paused",
    "grant_resumed",
    "grant_done",
    "grant_ended",
    "grant_back",
    "grant_left",
    "talk_times",
    "talk_set",
    "talk_none",
    "talk_off",
    "talk_eve",
    "talk_day",
    "talk_missed",
    "search_found",
    "account",
    "profile_ending",
]
Who = Literal["person", "employer", "counsellor", "agent", "coordinator"]
"""Who is told: the person, the employer's users, counsellors or agents of an agency, the
coordination."""
Pace = Literal["at_once", "daily", "none"]
"""How somebody at work is told by e-mail; the list in the house has everything."""

READER_OF: dict[Role, Who] = {
    Role.JOBSEEKER: "person",
    Role.EMPLOYER: "employer",
    Role.COUNSELLOR: "counsellor",
    Role.AGENT: "agent",
    Role.COORDINATOR: "coordinator",
}
"""Whose news somebody of a role reads. Administrators and officers are told nothing here."""


class News(Contract):
    """One line of the list. `profile_id` is for those who follow people alone."""

    id: UUID
    kind: NewsKind
    text: str
    """Its words, in the reader's language: no name, no employer."""
    at: datetime
    read: bool
    vacancy_id: UUID | None = None
    vacancy_title: str | None = None
    profile_id: UUID | None = None
    candidacy_id: UUID | None = None
    claim_id: UUID | None = None
    request_id: UUID | None = None
    """Of a place in training, or an application for a scholarship (`grant_…`)."""


class NewsPage(Contract):
    """News, newest first; `unread` counts all of the reader's."""

    items: tuple[News, ...]
    total: int
    unread: int


class Unread(Contract):
    """How many lines somebody has not opened."""

    count: int


class Choices(Contract):
    """What somebody wants to hear: never more than the house would tell.

    `pace` is for people at work; `null` is what the table says for them.
    """

    pace: Pace | None = None
    muted: Annotated[tuple[NewsKind, ...], Field(max_length=60)] = ()


class Chosen(Choices):
    """The choices as they stand, and between which kinds somebody may choose."""

    kinds: tuple[NewsKind, ...]
    default_pace: Pace | None = None


class Told(Contract):
    """Of one event, how one of those concerned is told."""

    who: Who
    house: bool
    message: bool
    must: bool
    """Nobody switches it off: it asks for an answer, or guards an account."""
    quiet: bool
    """Whether it waits for the end of the quiet hours."""
    texts: dict[Lang, tuple[str, ...]] = Field(default_factory=dict)
    """Its words; several where they depend on a reason."""
    parts: dict[Lang, int] = Field(default_factory=dict)
    """How many SMS the longest of them takes; for people alone."""


class Telling(Contract):
    """One event, and who is told of it."""

    kind: NewsKind
    source: str
    """The event that tells it to the house."""
    told: tuple[Told, ...]
    untrue_after: tuple[NewsKind, ...] = ()
    """After which others it is not sent any more, if it still waits."""


class TellingTable(Contract):
    """Every event, who is told, by which way, and when nobody is disturbed."""

    events: tuple[Telling, ...]
    quiet_from: str
    quiet_to: str
    sunday_to: str
    digest_at: str
    zone: str


class Addressee(Contract):
    """Somebody at work who gave an address and confirmed it: for the sender alone."""

    account_id: UUID
    address: str
    language: Lang


class Addressees(Contract):
    """Those of one organisation."""

    people: tuple[Addressee, ...] = ()


class AddresseesIn(Contract):
    """Of whom the addresses are asked: a role, and the place where they have it."""

    who: Literal["employer", "counsellor", "agent", "coordinator"]
    organisation: Slug | None = None


# --- who may do what, by which call -----------------------------------------------------------

READERS = tuple(READER_OF)
_NEWS = Operations("notifications", tag="news")
# fmt: off
LIST_NEWS = _NEWS.get("/news", NewsPage, "list_news", "What the caller is told, newest first.", query=Paged, roles=READERS)
COUNT_UNREAD = _NEWS.get("/news/unread", Unread, "count_unread_news", "How much of it they have not opened.", roles=READERS)
READ_ALL = _NEWS.post("/news/read", Unread, "read_all_news", "All of it is read.", roles=READERS)
READ_CHOICES = _NEWS.get("/news/choices", Chosen, "read_news_choices", "What the caller wants to hear.", roles=READERS)
CHOOSE = _NEWS.put("/news/choices", Chosen, "choose_news", "Say what one wants to hear.", body=Choices, roles=READERS)
READ_TELLING = _NEWS.get("/news/table", TellingTable, "telling_table", "Which event is told to whom, by which way, in which words.", roles=(Role.COORDINATOR, Role.ADMINISTRATOR))
OPEN_NEWS = _NEWS.post("/news/{news_id}/read", News, "open_news", "One line, which is read from now on.", roles=READERS)
# fmt: on
