"""One way to send what waits: take, send, write down.

Three steps with a transaction at either end, none open while somebody outside is waited for.
Whoever takes something has it for a while (a lease): one that dies leaves it to the next. What is
out of reach is tried again, later each time; what was tried often enough failed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, Generic, Literal, Protocol, TypeVar
from uuid import UUID

from amuddu.kit.db import Database, Session
from amuddu.kit.observability import logs
from services.notifications.delivery.channels import OutOfReach
from services.notifications.delivery.gateway_client import GatewayOutOfReach
from services.notifications.delivery.profiles_client import ProfilesOutOfReach
from services.notifications.settings import NotificationsSettings

log = logs.get(__name__)

LONGEST_PAUSE = 3600.0
Outcome = Literal["sent", "failed", "muted"]


class Taken(Protocol):
    """Something that one sender has taken. `attempt` counts from 1."""

    @property
    def id(self) -> UUID: ...
    @property
    def attempt(self) -> int: ...


D = TypeVar("D", bound=Taken)


class Courier(ABC, Generic[D]):
    """Sends one thing of a kind at a time; what it takes and how it is sent is its subclass's."""

    what: ClassVar[str]
    """What it is called in the log."""

    def __init__(self, settings: NotificationsSettings, database: Database) -> None:
        self._settings = settings
        self._database = database

    def send_next(self) -> bool:
        """Send what has waited longest; `False` when nothing is due."""
        with self._database.session() as session:
            due = self._take(session)
        if due is None:
            return False
        try:
            over = due.attempt > self._settings.send_attempts
            outcome: Outcome = "failed" if over else self._send(due)
        except (ProfilesOutOfReach, GatewayOutOfReach, OutOfReach) as error:
            log.info("postponed", what=self.what, id=str(due.id), why=str(error))
            pause = self._settings.send_pause_seconds * 2 ** (due.attempt - 1)
            with self._database.session() as session:
                self._postpone(session, due, min(pause, LONGEST_PAUSE))
            return True
        with self._database.session() as session:
            self._settle(session, due, outcome)
        return True

    @abstractmethod
    def _take(self, session: Session) -> D | None:
        """What is next, taken for a while."""

    @abstractmethod
    def _send(self, due: D) -> Outcome:
        """Send it. Raises what is out of reach; nothing else of it is written here."""

    @abstractmethod
    def _settle(self, session: Session, due: D, outcome: Outcome) -> None:
        """Write down what became of it, unless it was settled meanwhile."""

    @abstractmethod
    def _postpone(self, session: Session, due: D, seconds: float) -> None:
        """It is tried again later."""
