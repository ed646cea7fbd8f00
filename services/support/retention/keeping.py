"""The job of support that follows the table of retention."""

from __future__ import annotations

from datetime import datetime

from amuddu.kit import retention
from amuddu.kit.db import Session
from amuddu.kit.retention import Keeper, Sweep, before
from services.support.retention import repository

_REQUEST = "training_request"


def _over(session: Session, at: datetime) -> int:
    return repository.over_count(session, before(_REQUEST, at))


def _forget(session: Session, at: datetime, limit: int) -> int:
    return repository.forget_over(session, before(_REQUEST, at), limit=limit)


KEEPER = Keeper(
    "support",
    [Sweep(_REQUEST, _over, _forget), *retention.common("support")],
    retention.told("support"),
)
