"""What notifications holds about a person: offers, messages, calls, answers, notices."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from amuddu.contracts.export import ASKERS, PassIn
from amuddu.contracts.operations import Operations
from amuddu.contracts.types import Contract


class SentMessage(Contract):
    """The message of an offer: how it went, and what it said."""

    state: str
    channel: str | None = None
    subject: str = ""
    body: str = ""
    """As it was sent: it names the work, not the employer."""
    address_hint: str = ""
    created_at: datetime
    sent_at: datetime | None = None
    failure: str | None = None
    attempts: int
    asked_at: datetime | None = None
    agency_id: str | None = None
    has_agent: bool = False
    """Whether one agent was to call."""
    calls: int
    called_at: datetime | None = None


class MadeOffer(Contract):
    """A question put to the person about one vacancy, and their answer."""

    id: UUID
    candidacy_id: UUID
    vacancy_id: UUID
    vacancy_title: str | None = None
    employer_name: str | None = None
    """Where the person said yes."""
    agency_id: str | None = None
    round: int
    language: str
    created_at: datetime
    expires_at: datetime | None = None
    closed_at: datetime | None = None
    answer: str | None = None
    reason: str | None = None
    answered_at: datetime | None = None
    message: SentMessage | None = None


class SentNotice(Contract):
    """A short message about one's own account, or news of a candidacy, a hire or a place; neither
    text nor address is kept."""

    id: UUID
    state: str
    created_at: datetime
    attempts: int
    kind: str | None = None
    """Of news: what it tells."""
    reason: str | None = None
    candidacy_id: UUID | None = None
    vacancy_id: UUID | None = None
    request_id: UUID | None = None
    day: date | None = None
    """That its words say, of a place in training."""
    agency_id: str | None = None
    """Of word that somebody was to say: at which agency, in which language."""
    language: str | None = None


class ListedNews(Contract):
    """A line of one's list of notifications."""

    id: UUID
    kind: str
    reason: str | None = None
    at: datetime
    opened: bool
    vacancy_id: UUID | None = None
    candidacy_id: UUID | None = None
    request_id: UUID | None = None
    day: date | None = None


class NotWanted(Contract):
    """A kind of message that the person wants none of."""

    kind: str


class NotificationsPart(Contract):
    """All that notifications holds."""

    offers: tuple[MadeOffer, ...] = ()
    notices: tuple[SentNotice, ...] = ()
    news: tuple[ListedNews, ...] = ()
    muted: tuple[NotWanted, ...] = ()


_EXPORTS = Operations("notifications", tag="privacy")
# fmt: off
EXPORT_NOTIFICATIONS = _EXPORTS.post("/exports", NotificationsPart, "export_notifications", "What this service holds about the person of a pass.", body=PassIn, roles=ASKERS)
# fmt: on
