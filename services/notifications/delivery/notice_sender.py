"""Sends short messages to people: about their account, and news of candidacies and places.

Where a message goes is asked of profiles as it leaves, and is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from amuddu.contracts.news import NewsKind
from amuddu.contracts.profiles import ContactRoute
from amuddu.contracts.profiles.account import AccountEventKind
from amuddu.kit import clock
from amuddu.kit.db import Database, Session
from services.notifications.delivery import news_texts, notice_texts
from services.notifications.delivery.channels import Addressed, Channel, Outgoing, Refused
from services.notifications.delivery.courier import Courier, Outcome
from services.notifications.delivery.profiles_client import ProfilesClient
from services.notifications.invitations import links
from services.notifications.news import choosing
from services.notifications.news.book import book
from services.notifications.news.spreading import newest_invitation
from services.notifications.notices import saying, service
from services.notifications.notices.service import DueNotice
from services.notifications.settings import NotificationsSettings

_PAGES: Mapping[AccountEventKind, str] = {"stay_asked": "garder", "stay_erase_asked": "garder"}
"""Which page a link opens, where it is another than that of a change of contact."""

_LISTS: Mapping[str, str] = {
    "places": "places",
    "offers": "offres-pour-moi",
    "scholarships": "bourses",
}
"""Which list of one's own a message leads to."""


class NoticeSender(Courier[DueNotice]):
    """Sends one message at a time; in the quiet hours, none of news."""

    what: ClassVar[str] = "notice"

    def __init__(
        self,
        settings: NotificationsSettings,
        *,
        database: Database,
        profiles: ProfilesClient,
        channels: Mapping[Addressed, Channel],
    ) -> None:
        super().__init__(settings, database)
        self._profiles = profiles
        self._channels = channels

    def _take(self, session: Session) -> DueNotice | None:
        quiet = self._settings.keeps_quiet and book().quiet.holds(clock.now())
        lease = self._settings.send_lease_seconds
        return service.take_next(session, lease_seconds=lease, quiet=quiet)

    def _settle(self, session: Session, due: DueNotice, outcome: Outcome) -> None:
        service.settled(session, due.id, outcome)

    def _postpone(self, session: Session, due: DueNotice, seconds: float) -> None:
        service.postponed(session, due.id, seconds=seconds)

    def _send(self, due: DueNotice) -> Outcome:
        if due.kind is not None:
            return self._send_news(due, due.kind)
        notice = self._profiles.notice(due.id)
        if notice is None:
            return "failed"
        base = self._settings.public_url.rstrip("/")
        link = f"{base}/{_PAGES.get(notice.kind, 'k')}/{notice.token}" if notice.token else ""
        text = notice_texts.rendered(notice, link=link)
        return self._given(notice.channel, Outgoing(due.id, notice.address, text, link))

    def _send_news(self, due: DueNotice, kind: NewsKind) -> Outcome:
        """As the person agreed to be told of work, unless they want to hear nothing of the kind."""
        with self._database.session() as session:
            if choosing.silenced(session, due.profile_id, kind):
                return "muted"
        route = self._profiles.contact_route(due.profile_id)
        if route is None:
            return "failed"
        if route.channel == "agent":
            with self._database.session() as session:
                return "sent" if saying.hand_over(session, due, route) else "failed"
        if not route.address:
            return "failed"
        return self._given(route.channel, self._worded(due, kind, route, route.channel))

    def _worded(
        self, due: DueNotice, kind: NewsKind, route: ContactRoute, channel: Addressed
    ) -> Outgoing:
        link = self._link(due, kind)
        text = news_texts.rendered(
            kind, lang=route.language, channel=channel, link=link, reason=due.reason, day=due.day
        )
        return Outgoing(due.id, route.address or "", text, link)

    def _link(self, due: DueNotice, kind: NewsKind) -> str:
        """The person's own link to the offer where it may still be answered, else other offers; of
        a place or a scholarship, their list: without an id, which would tell one from another."""
        base = self._settings.public_url
        page = _LISTS.get(book().entry(kind).link or "")
        if page is not None:
            return f"{base.rstrip('/')}/{page}"
        if book().entry(kind).link == "answer" and due.candidacy_id is not None:
            with self._database.session() as session:
                invitation_id = newest_invitation(session, due.candidacy_id)
            if invitation_id is not None:
                key = self._settings.signing_key
                return links.link(invitation_id, key=key, public_url=base)
        return f"{base.rstrip('/')}/emplois"

    def _given(self, channel: Addressed, message: Outgoing) -> Outcome:
        try:
            self._channels[channel].send(message)
        except Refused:
            return "failed"
        return "sent"
