"""Sends messages about accounts: taken, sent and written down like offers, at lower cost.

Where a message goes is asked of profiles as it leaves, and is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from amuddu.contracts.profiles.account import AccountEventKind
from amuddu.kit.db import Database
from amuddu.kit.observability import logs
from services.notifications.delivery import filled_texts, notice_texts
from services.notifications.delivery.channels import (
    Addressed,
    Channel,
    Outgoing,
    OutOfReach,
    Refused,
)
from services.notifications.delivery.profiles_client import ProfilesClient, ProfilesOutOfReach
from services.notifications.notices import filled, service
from services.notifications.notices.service import DueNotice
from services.notifications.settings import NotificationsSettings

log = logs.get(__name__)


_PAGES: Mapping[AccountEventKind, str] = {"stay_asked": "garder", "stay_erase_asked": "garder"}
"""Which page a link opens, where it is another than that of a change of contact."""


class NoticeSender:
    """Sends one message about an account at a time."""

    def __init__(
        self,
        settings: NotificationsSettings,
        *,
        database: Database,
        profiles: ProfilesClient,
        channels: Mapping[Addressed, Channel],
    ) -> None:
        self._settings = settings
        self._database = database
        self._profiles = profiles
        self._channels = channels

    def send_next(self) -> bool:
        """Send the message that has waited longest; `False` when nothing is due."""
        with self._database.session() as session:
            due = service.take_next(session, lease_seconds=self._settings.send_lease_seconds)
        if due is None:
            return False
        try:
            sent = self._send(due)
        except (ProfilesOutOfReach, OutOfReach) as error:
            log.info("notice postponed", notice_id=str(due.id), why=str(error))
            self._later(due)
            return True
        with self._database.session() as session:
            service.settled(session, due.id, "sent" if sent else "failed")
        return True

    def _send(self, due: DueNotice) -> bool:
        if due.attempt > self._settings.send_attempts:
            return False
        if due.vacancy_id is not None:
            return self._send_word(due, due.vacancy_id)
        notice = self._profiles.notice(due.id)
        if notice is None:
            return False
        base = self._settings.public_url.rstrip("/")
        link = f"{base}/{_PAGES.get(notice.kind, 'k')}/{notice.token}" if notice.token else ""
        text = notice_texts.rendered(notice, link=link)
        try:
            self._channels[notice.channel].send(Outgoing(due.id, notice.address, text, link))
        except Refused:
            return False
        return True

    def _send_word(self, due: DueNotice, vacancy_id: UUID) -> bool:
        """That the places of a vacancy are taken, to whoever waited for word of it: as they agreed
        to be told of work, and by nobody else."""
        route = self._profiles.contact_route(due.profile_id)
        with self._database.session() as session:
            facts = filled.facts(session, vacancy_id)
            if route is None or facts is None:
                return False
            if route.channel == "agent":
                return filled.hand_over(session, due, route)
        if not route.address:
            return False
        link = f"{self._settings.public_url.rstrip('/')}/emplois"
        text = filled_texts.rendered(facts, lang=route.language, channel=route.channel, link=link)
        try:
            self._channels[route.channel].send(Outgoing(due.id, route.address, text, link))
        except Refused:
            return False
        return True

    def _later(self, due: DueNotice) -> None:
        pause = min(self._settings.send_pause_seconds * 2 ** (due.attempt - 1), 3600.0)
        with self._database.session() as session:
            service.postponed(session, due.id, seconds=pause)
