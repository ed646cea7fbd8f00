"""People whose facts change with time, not by anybody's hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from amuddu.kit.db import Session
from services.profiles.common import repository as common_repository
from services.profiles.people import facts
from services.profiles.people.service import publish_change
from services.profiles.residence import vault

REFRESH_AT_ONCE = 100
"""People who are looked at again in one transaction."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many people were looked at again, and of how many there was news."""

    checked: int
    told: int
    more: bool
    """Whether there may be others."""


def refresh_rights(session: Session, on: date, *, limit: int = REFRESH_AT_ONCE) -> Refreshed:
    """Tell matching of people whose facts changed with time, not by anybody's hand.

    Somebody who is 15 or 18 from this day, or everybody where what is told has changed. Call it
    again while there is `more`.
    """
    due = vault.due(session, on, stamp=facts.stamp(), limit=limit)
    told = sum(_refresh(session, profile_id, on=on) for profile_id in due.ids)
    return Refreshed(checked=len(due.ids), told=told, more=due.more)


def _refresh(session: Session, profile_id: UUID, *, on: date) -> bool:
    row = common_repository.locked(session, profile_id)
    if row is None:
        return False
    sensitive = vault.opened(session, row, visit=vault.refreshing())
    return publish_change(session, row, sensitive, on=on, changed=False)
