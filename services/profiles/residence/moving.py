"""The log of accesses of before, moved into the audit: row by row, each with its own instant."""

from __future__ import annotations

from amuddu.contracts.audit import purpose_of
from amuddu.kit.audit import recording
from amuddu.kit.audit.chain import Entry
from amuddu.kit.db import Session
from services.profiles.common import repository as common_repository

MOVED_AT_ONCE = 500


def move_accesses(session: Session) -> int:
    """Move the oldest rows; how many. None is taken away before the audit has it."""
    found = common_repository.oldest_accesses(session, limit=MOVED_AT_ONCE)
    entries = [
        Entry(
            at=row.at,
            actor_id=row.actor_id,
            role=row.role,
            organisation=row.organisation,
            action=row.action,
            purpose=purpose_of(row.action),
            subject=audit_id,
        )
        for row, audit_id in found
    ]
    common_repository.forget_accesses(session, [row.id for row, _ in found])
    recording.note(session, entries)
    return len(found)
