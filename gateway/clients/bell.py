"""How much somebody has not opened: the number beside the menu's notifications.

It is on every page, so it is asked once in a while and kept for a moment. A page never waits for it
twice: once the service is away, nobody is asked for a minute, and no number is shown.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

from fastapi import Request

from amuddu.contracts.news import COUNT_UNREAD, READER_OF
from amuddu.kit import clock
from amuddu.kit.auth import Actor
from amuddu.kit.errors import AmudduError
from gateway.clients.base import Caller
from gateway.clients.notifications import NotificationsClient

FRESH = timedelta(seconds=30)
AWAY = timedelta(minutes=1)
MOST = 5000


class Bell:
    """Numbers by account, the newest ones."""

    def __init__(self) -> None:
        self._kept: OrderedDict[UUID, tuple[datetime, int]] = OrderedDict()
        self._away_until: datetime | None = None
        self._lock = Lock()

    def known(self, account_id: UUID) -> int | None:
        """What was heard a moment ago; `0` while nobody is asked, `None` where it is to be."""
        now = clock.now()
        with self._lock:
            kept = self._kept.get(account_id)
            if kept is not None and timedelta(0) <= now - kept[0] < FRESH:
                return kept[1]
            return 0 if self._away_until is not None and now < self._away_until else None

    def keep(self, account_id: UUID, count: int) -> None:
        """What somebody's number is now."""
        with self._lock:
            self._kept[account_id] = (clock.now(), count)
            self._kept.move_to_end(account_id)
            self._away_until = None
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)

    def miss(self) -> None:
        """The service did not answer."""
        with self._lock:
            self._away_until = clock.now() + AWAY


def reads_news(actor: Actor) -> bool:
    """Whether an account has a list: its role is told things, and it has its place."""
    who = READER_OF.get(actor.role)
    places = {
        "person": actor.profile_id,
        "employer": actor.employer_id,
        "counsellor": actor.agency_id,
        "agent": actor.agency_id,
        "coordinator": actor.id,
    }
    return who is not None and places[who] is not None


def unread(request: Request, caller: Caller) -> int:
    """How much the reader has not opened; nought where nobody knows."""
    actor, bell = caller.actor, bell_of(request)
    if actor is None or not reads_news(actor):
        return 0
    known = bell.known(actor.id)
    if known is not None:
        return known
    notifications: NotificationsClient = request.app.state.services.notifications
    try:
        count = notifications.send(COUNT_UNREAD, caller).count
    except AmudduError:
        bell.miss()
        return 0
    bell.keep(actor.id, count)
    return count


def bell_of(request: Request) -> Bell:
    """This process's bell."""
    bell: Bell = request.app.state.bell
    return bell
