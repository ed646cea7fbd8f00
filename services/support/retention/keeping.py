"""The job of support that follows the table of retention."""

from __future__ import annotations

from datetime import datetime

from amuddu.kit import retention
from amuddu.kit.db import Session
from amuddu.kit.retention import Keeper, Sweep, before
from services.support.retention import repository

_REQUEST = "training_request"
_APPLICATION = "scholarship"
_CERTIFICATE = "certificate"


def _over(session: Session, at: datetime) -> int:
    return repository.over_count(session, before(_REQUEST, at))


def _forget(session: Session, at: datetime, limit: int) -> int:
    return repository.forget_over(session, before(_REQUEST, at), limit=limit)


def _ended(session: Session, at: datetime) -> int:
    return repository.ended_count(session, before(_APPLICATION, at))


def _forget_ended(session: Session, at: datetime, limit: int) -> int:
    return repository.forget_ended(session, before(_APPLICATION, at), limit=limit)


def _old(session: Session, at: datetime) -> int:
    return repository.old_count(session, before(_CERTIFICATE, at))


def _forget_old(session: Session, at: datetime, limit: int) -> int:
    return repository.forget_old(session, before(_CERTIFICATE, at), limit=limit)


KEEPER = Keeper(
    "support",
    [
        Sweep(_REQUEST, _over, _forget),
        Sweep(_APPLICATION, _ended, _forget_ended),
        Sweep(_CERTIFICATE, _old, _forget_old),
        *retention.common("support"),
    ],
    retention.told("support"),
)
