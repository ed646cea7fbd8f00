"""Opening a profile in somebody's name: found, and theirs to open, or it is "not found"."""

from __future__ import annotations

from uuid import UUID

from amuddu.kit.auth import Actor, Role
from amuddu.kit.clock import now
from amuddu.kit.db import Session
from amuddu.kit.errors import Forbidden, NotFound
from services.profiles.account import activity
from services.profiles.common import policy as common_policy
from services.profiles.common import repository as common_repository
from services.profiles.common.tables import ProfileRow
from services.profiles.residence.vault import Visit

WITH_PROFILES = (Role.JOBSEEKER, Role.COUNSELLOR, Role.AGENT, Role.ADMINISTRATOR)
"""Roles that ever open a profile."""


def opened(session: Session, profile_id: UUID, *, actor: Actor, lock: bool = False) -> ProfileRow:
    """The profile, locked to be changed where asked.

    Raises `Forbidden` for a role that opens no profile, `NotFound` for somebody else's. Both are
    in the audit, whatever becomes of the transaction.
    """
    find = common_repository.locked if lock else common_repository.get
    row = find(session, profile_id)
    allowed = actor.role in WITH_PROFILES
    if not allowed or row is None or not _is_open(session, row, actor, to_change=lock):
        Visit(actor, "opened").record_refused(session, row)
        raise NotFound if allowed else Forbidden
    activity.noticed(session, row, actor=actor)
    return row


def _is_open(session: Session, row: ProfileRow, actor: Actor, *, to_change: bool) -> bool:
    """To administrators only in an emergency, and only to be read."""
    if actor.role is not Role.ADMINISTRATOR:
        return common_policy.may_open(actor, row)
    if to_change:
        return False
    return common_repository.emergency(session, row.id, actor.id, on=now()) is not None
