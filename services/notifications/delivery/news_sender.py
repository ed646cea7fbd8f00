"""Sends news to people at work: first to whom each line goes, then what each gets in one e-mail.

An e-mail says what happened and how often, and where to look; of whom, only the pages say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, cast

from amuddu.contracts.news import Addressee, AddresseesIn, NewsKind, Who
from amuddu.kit import clock
from amuddu.kit.db import Database, Session
from services.notifications.delivery import news_texts
from services.notifications.delivery.channels import Addressed, Channel, Outgoing, Refused
from services.notifications.delivery.courier import Courier, Outcome
from services.notifications.delivery.gateway_client import GatewayClient
from services.notifications.news import spreading
from services.notifications.news.book import book
from services.notifications.news.spreading import DueMail, DueNews
from services.notifications.settings import NotificationsSettings

AtWork = Literal["employer", "counsellor", "agent", "coordinator"]


def _asked(gateway: GatewayClient, who: Who, organisation: str) -> tuple[Addressee, ...]:
    wanted = AddresseesIn(who=cast(AtWork, who), organisation=organisation or None)
    return gateway.addressees(wanted).people


class NewsSpreader(Courier[DueNews]):
    """Gives one line at a time to those at work whom it concerns."""

    what: ClassVar[str] = "news"

    def __init__(
        self, settings: NotificationsSettings, *, database: Database, gateway: GatewayClient
    ) -> None:
        super().__init__(settings, database)
        self._gateway = gateway

    def _take(self, session: Session) -> DueNews | None:
        return spreading.take_news(session, lease_seconds=self._settings.send_lease_seconds)

    def _send(self, due: DueNews) -> Outcome:
        people = _asked(self._gateway, due.who, due.addressee)
        with self._database.session() as session:
            spreading.give(session, due, [one.account_id for one in people])
        return "sent"

    def _settle(self, session: Session, due: DueNews, outcome: Outcome) -> None:
        if outcome != "sent":
            spreading.give_up(session, due)

    def _postpone(self, session: Session, due: DueNews, seconds: float) -> None:
        spreading.postpone_news(session, due, seconds=seconds)


class NewsSender(Courier[DueMail]):
    """Sends one e-mail at a time; none in the quiet hours."""

    what: ClassVar[str] = "news e-mail"

    def __init__(
        self,
        settings: NotificationsSettings,
        *,
        database: Database,
        gateway: GatewayClient,
        channels: Mapping[Addressed, Channel],
    ) -> None:
        super().__init__(settings, database)
        self._gateway = gateway
        self._channels = channels

    def _take(self, session: Session) -> DueMail | None:
        if self._settings.keeps_quiet and book().quiet.holds(clock.now()):
            return None
        return spreading.take_mail(session, lease_seconds=self._settings.send_lease_seconds)

    def _send(self, due: DueMail) -> Outcome:
        found: dict[tuple[Who, str], Addressee | None] = {}
        for _, who, place in due.told:
            if (who, place) not in found:
                people = _asked(self._gateway, who, place)
                found[who, place] = next(
                    (one for one in people if one.account_id == due.account_id), None
                )
        # Only what they would be told today: who left, or has another role by now, gets nothing.
        told = [(kind, who, found[who, place]) for kind, who, place in due.told]
        kinds: list[NewsKind] = [kind for kind, _, person in told if person is not None]
        person = next((person for _, _, person in told if person is not None), None)
        if person is None:
            return "failed"
        who = next(who for _, who, person in told if person is not None)
        link = f"{self._settings.public_url.rstrip('/')}/notifications"
        text = news_texts.digest(kinds, who, lang=person.language, link=link)
        try:
            self._channels["email"].send(Outgoing(due.id, person.address, text, link))
        except Refused:
            return "failed"
        return "sent"

    def _settle(self, session: Session, due: DueMail, outcome: Outcome) -> None:
        spreading.settle_mail(session, due, "sent" if outcome == "sent" else "failed")

    def _postpone(self, session: Session, due: DueMail, seconds: float) -> None:
        spreading.postpone_mail(session, due, seconds=seconds)
