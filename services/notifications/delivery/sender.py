"""The sender: takes queued messages one by one and gives each to its channel.

Taking, sending and writing down are three steps with a transaction at either end, none open
while a mail server is waited for. A crash between sending and writing down sends the message
once more, under the same id; everything else sends it once.
"""

from __future__ import annotations

import random
from collections.abc import Mapping

from amuddu.contracts.profiles import Channel as Agreed
from amuddu.contracts.profiles import ContactRoute
from amuddu.kit import clock, retention
from amuddu.kit.db import Database
from amuddu.kit.observability import logs, metrics, tracing
from amuddu.kit.periodic import Periodic
from services.notifications.delivery import templates
from services.notifications.delivery.account_sender import AccountSender
from services.notifications.delivery.channels import (
    Addressed,
    Channel,
    Outgoing,
    OutOfReach,
    Refused,
)
from services.notifications.delivery.courier import LONGEST_PAUSE
from services.notifications.delivery.gateway_client import GatewayClient
from services.notifications.delivery.masking import masked
from services.notifications.delivery.news_sender import NewsSender, NewsSpreader
from services.notifications.delivery.notice_sender import NoticeSender
from services.notifications.delivery.officer_sender import OfficerSender
from services.notifications.delivery.profiles_client import ProfilesClient, ProfilesOutOfReach
from services.notifications.invitations import links
from services.notifications.invitations import service as invitations_service
from services.notifications.invitations.schemas import (
    Due,
    Failed,
    HandedOver,
    OfferFacts,
    Outcome,
    Postponed,
    Rendered,
    Sent,
)
from services.notifications.news import following
from services.notifications.news.book import book
from services.notifications.settings import NotificationsSettings

log = logs.get(__name__)


class Sender(Periodic):
    """A thread that sends what is queued until it is stopped; several may share the work."""

    def __init__(
        self,
        settings: NotificationsSettings,
        *,
        database: Database,
        profiles: ProfilesClient,
        gateway: GatewayClient,
        channels: Mapping[Addressed, Channel],
    ) -> None:
        self._settings = settings
        self._database = database
        self._profiles = profiles
        self._channels = channels
        self._notices = NoticeSender(
            settings, database=database, profiles=profiles, channels=channels
        )
        self._officers = OfficerSender(
            settings, database=database, gateway=gateway, channels=channels
        )
        self._accounts = AccountSender(
            settings, database=database, gateway=gateway, channels=channels
        )
        self._spreader = NewsSpreader(settings, database=database, gateway=gateway)
        self._news = NewsSender(settings, database=database, gateway=gateway, channels=channels)
        # What stumbles comes again once its lease is over.
        super().__init__(
            "sender",
            self.send_next,
            every=settings.send_poll_seconds,
            stop_seconds=settings.send_timeout_seconds + 5,
        )

    def send_next(self) -> bool:
        """Send the message that has waited longest; `False` when nothing is due."""
        # Somebody waits for this one in front of a page.
        if self._accounts.send_next():
            return True
        due = self._next_offer()
        if due is None:
            others = (self._officers, self._notices, self._spreader, self._news)
            return any(each.send_next() for each in others)
        logs.bind_correlation(due.correlation_id)
        attributes = {
            "messaging.message.id": str(due.message_id),
            "amuddu.service": "notifications",
            "amuddu.correlation_id": due.correlation_id,
        }
        with tracing.extracting({tracing.HEADER: due.traceparent}, "send message", attributes):
            outcome = self._outcome(due)
            with self._database.session() as session:
                invitations_service.record_outcome(session, due, outcome)
                session.flush()
                following.settled(session, due.invitation_id)
        _count(due, outcome)
        return True

    def _next_offer(self) -> Due | None:
        settings = self._settings
        if settings.keeps_quiet and book().quiet.holds(clock.now()):
            return None  # it waits for the morning; what ends meanwhile is not sent
        with self._database.session() as session:
            return invitations_service.take_next(
                session,
                lease_seconds=settings.send_lease_seconds,
                days=retention.term("offer_link").days,
            )

    def _outcome(self, due: Due) -> Outcome:
        if due.expires_at <= clock.now():
            return Failed("expired")
        if due.facts is None or due.attempt > self._settings.send_attempts:
            return Failed("gave_up")
        try:
            # Asked at each try: consent may have been withdrawn since the last one.
            route = self._profiles.contact_route(due.profile_id, correlation_id=due.correlation_id)
        except ProfilesOutOfReach as error:
            return self._later(due, str(error))
        return Failed("no_consent") if route is None else self._by_route(due, route, due.facts)

    def _by_route(self, due: Due, route: ContactRoute, facts: OfferFacts) -> Outcome:
        if route.channel == "agent":
            text = templates.call(facts, language=route.language, until=due.expires_at)
            return _handed_over(route, text)
        render = templates.sms if route.channel == "sms" else templates.email
        link = links.link(
            due.invitation_id, key=self._settings.signing_key, public_url=self._settings.public_url
        )
        text = render(
            facts,
            language=route.language,
            link=link,
            until=due.expires_at,
            agency_id=due.agency_id,
        )
        if not route.address:
            return Failed("no_address", channel=route.channel)
        return self._by_channel(
            due, route.channel, Outgoing(due.message_id, route.address, text, link)
        )

    def _by_channel(self, due: Due, channel: Addressed, message: Outgoing) -> Outcome:
        hint = masked(message.address)
        try:
            self._channels[channel].send(message)
        except Refused as error:
            log.warning("message refused", message_id=str(message.id), reply=str(error))
            return Failed("rejected", channel=channel, hint=hint)
        except OutOfReach as error:
            return self._later(due, str(error), channel=channel, after=error.after)
        return Sent(channel, message.text, hint)

    def _later(
        self, due: Due, why: str, *, channel: Addressed | None = None, after: float | None = None
    ) -> Outcome:
        if due.attempt >= self._settings.send_attempts:
            return Failed("gave_up", channel=channel)
        log.info("message postponed", message_id=str(due.message_id), why=why, attempt=due.attempt)
        pause = min(self._settings.send_pause_seconds * 2 ** (due.attempt - 1), LONGEST_PAUSE)
        # Up to half as much again, so that messages which failed together come back apart.
        spread = pause * random.uniform(1, 1.5)  # noqa: S311 - jitter, no secret
        return Postponed(max(spread, min(after or 0, LONGEST_PAUSE)), channel)


def _count(due: Due, outcome: Outcome) -> None:
    """One try, by its channel and how it ended; and how long the person waited for it."""
    channel: Agreed | None
    match outcome:
        case Sent(channel=channel):
            ended = "sent"
        case HandedOver():
            channel, ended = "agent", "handed_over"
        case Failed(channel=channel, reason=reason):
            ended = reason
        case Postponed(channel=channel):
            ended = "postponed"
    metrics.SEND_ATTEMPTS.labels(channel or "none", ended).inc()
    if due.asked_at is not None and isinstance(outcome, Sent | HandedOver):
        metrics.observe_notified(channel or "none", due.asked_at)


def _handed_over(route: ContactRoute, text: Rendered) -> HandedOver | Failed:
    """A call for those who follow the person; nobody makes it where nobody does."""
    if route.agency_id is None:
        return Failed("no_address", channel="agent")
    return HandedOver(text, route.agency_id, route.agent_id)
