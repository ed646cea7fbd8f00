"""The job of profiles that follows the table of retention, and what others tell of theirs."""

from __future__ import annotations

from datetime import datetime

from amuddu.contracts.events.tidied import TOLD_BY, Tidied
from amuddu.kit import retention
from amuddu.kit.db import Session
from amuddu.kit.retention import Keeper, Sweep
from services.profiles.duplicates import merging
from services.profiles.retention import dormancy, repository


def _left_to_the_gateway(_: Session, __: datetime, ___: int) -> int:
    """It carries the erasure out with the account, some minutes later (`gateway/accounts`)."""
    return 0


KEEPER = Keeper(
    "profiles",
    [
        Sweep(dormancy.ASKED, dormancy.due, dormancy.ask, at_once=50),
        Sweep(dormancy.UNANSWERED, dormancy.unanswered, _left_to_the_gateway),
        Sweep("merged_profile", repository.removed_count, merging.erase_removed, at_once=50),
        *repository.expiring(),
        *retention.common("profiles"),
    ],
)

_SERVICES = {event: service for service, event in TOLD_BY.items()}


def heard(session: Session, event: Tidied) -> None:
    """Write in the audit what a service without an audit has done with."""
    retention.in_audit(_SERVICES[type(event)], session, event.kind, event.number)
