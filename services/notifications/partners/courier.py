"""Sends messages to webhooks: one at a time to each, in their order, again for a day.

Taking, sending and writing down are three steps with a transaction at either end. Taking leases
the webhook, so that no two workers send to it at once; whoever comes back after the lease is over
finds that another counted a try, and writes nothing down. A message may come twice, under the
same id; its reader knows it by that.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from amuddu.kit import clock
from amuddu.kit.db import Database, Session
from amuddu.kit.observability import logs
from amuddu.kit.periodic import Periodic
from amuddu.kit.trust.sealing import SealBroken
from services.notifications.partners import repository, signing
from services.notifications.partners.outside_client import GONE, Answer, OutsideClient
from services.notifications.partners.signing import Keys
from services.notifications.settings import NotificationsSettings

log = logs.get(__name__)

PAUSES = tuple(timedelta(minutes=each) for each in (1, 5, 20, 60, 180, 360, 420, 420))
"""After the first try, the second …: a little more than a day in all."""
BREATH = timedelta(minutes=1)
"""How long a webhook that took nothing is left alone, other messages too."""
LEASE = timedelta(minutes=3)
"""Longer than a name may take to be resolved and a server to answer."""
SECONDS = 20.0
"""For one try, all of it."""


@dataclass(frozen=True, slots=True, repr=False)
class Due:
    """A message that a worker has taken."""

    id: UUID
    webhook_id: UUID
    attempt: int
    url: str
    body: bytes
    secrets: tuple[str, ...]


class Courier(Periodic):
    """A thread that sends what is due until it is stopped; several may share the work."""

    def __init__(
        self,
        settings: NotificationsSettings,
        *,
        database: Database,
        client: OutsideClient | None = None,
    ) -> None:
        self._database = database
        self._keys = Keys.of(settings)
        self._client = client or OutsideClient(seconds=SECONDS, inside=settings.webhooks_inside)
        super().__init__(
            "webhooks", self.send_next, every=settings.send_poll_seconds, stop_seconds=SECONDS + 5
        )

    def send_next(self) -> bool:
        """Send the message that is due; `False` when none is."""
        with self._database.session() as session:
            due = _taken(session, self._keys)
        if due is None:
            return False
        at = int(clock.now().timestamp())
        headers = signing.headers(due.id, due.body, at=at, keys=due.secrets)
        headers["Content-Type"] = "application/json"
        headers["User-Agent"] = "Amuddu-Webhooks/1"
        answer = (
            self._client.post(due.url, due.body, headers)
            if due.secrets
            else Answer(failure="refused")
        )
        with self._database.session() as session:
            _settle(session, due, answer)
        return True


def _taken(session: Session, keys: Keys) -> Due | None:
    now = clock.now()
    found = repository.take(session, now=now, until=now + LEASE)
    if found is None:
        return None
    hook, row = found
    kept = [hook.sealed]
    if hook.former is not None and hook.former_until is not None and hook.former_until > now:
        kept.append(hook.former)
    opened = []
    for each in kept:
        try:
            opened.append(keys.opened(each, row=hook.id))
        except SealBroken:
            # The secret of the house was changed and the former one given up: a new one is due.
            log.error("secret of a webhook cannot be opened", webhook_id=str(hook.id))
    return Due(row.id, hook.id, row.attempts, hook.url, row.body.encode(), tuple(opened))


def _settle(session: Session, due: Due, answer: Answer) -> None:
    """Write down what became of a try, unless somebody took the message meanwhile."""
    hook = repository.locked(session, due.webhook_id)
    row = repository.delivery(session, due.webhook_id, due.id, lock=True)
    if hook is None or row is None or row.state != "queued" or row.attempts != due.attempt:
        return
    now = clock.now()
    row.status, row.failure = answer.status, answer.failure
    if answer.failure is None:
        row.state, row.settled_at, row.due_at = "sent", now, None
        hook.free_at, hook.failing_since = now, None
    else:
        hook.failing_since = hook.failing_since or now
        hook.free_at = now + BREATH
        if due.attempt > len(PAUSES) or answer.status == GONE:
            row.state, row.settled_at, row.due_at = "given_up", now, None
            if hook.state == "on":
                hook.state = "given_up"
            log.warning("webhook given up", webhook_id=str(hook.id), why=answer.failure)
        else:
            # Up to a tenth more, so that those which failed together come back apart.
            spread = random.uniform(1, 1.1)  # noqa: S311 - jitter, no secret
            row.due_at = now + PAUSES[due.attempt - 1] * spread
            log.info("webhook postponed", webhook_id=str(hook.id), why=answer.failure)
    repository.save(session, hook)
    repository.save(session, row)
