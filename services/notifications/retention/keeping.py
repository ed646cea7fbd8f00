"""The job of notifications that follows the table of retention."""

from __future__ import annotations

from datetime import datetime

from amuddu.kit import retention
from amuddu.kit.db import Session
from amuddu.kit.retention import Keeper, Sweep, before
from services.notifications.partners.repository import expiring
from services.notifications.retention import repository

_INVITATION, _TEXT = "invitation", "message_text"


def _over(session: Session, at: datetime) -> int:
    return repository.over_count(session, before(_INVITATION, at))


def _forget(session: Session, at: datetime, limit: int) -> int:
    return repository.forget_over(session, before(_INVITATION, at), limit=limit)


def _worded(session: Session, at: datetime) -> int:
    return repository.worded_count(session, before(_TEXT, at))


def _blank(session: Session, at: datetime, limit: int) -> int:
    return repository.blank_worded(session, before(_TEXT, at), limit=limit)


KEEPER = Keeper(
    "notifications",
    [
        Sweep(_INVITATION, _over, _forget),
        Sweep(_TEXT, _worded, _blank),
        repository.notices(),
        repository.officer_calls(),
        repository.account_messages(),
        *expiring(),
        repository.news(),
        repository.choices(),
        *retention.common("notifications"),
    ],
    retention.told("notifications"),
)
