"""An administrator opens a profile in an emergency: to be read, for a while, with trace.

Without it no administrator sees what people have entered. It is written in the audit before it
opens anything, raises an alert for the officer, and the person reads of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from amuddu.contracts.profiles.emergency import Emergency, EmergencyIn
from amuddu.contracts.profiles.oversight import OfficerCalled
from amuddu.kit.auth import Actor
from amuddu.kit.clock import now
from amuddu.kit.db import Session
from amuddu.kit.errors import NotFound
from amuddu.kit.events import outbox
from amuddu.kit.observability import logs
from services.profiles.account import events
from services.profiles.common import repository as common_repository
from services.profiles.common.tables import EmergencyRow
from services.profiles.residence.vault import Visit

log = logs.get(__name__)


def open_in_emergency(
    session: Session, profile_id: UUID, body: EmergencyIn, *, actor: Actor
) -> Emergency:
    """Open a profile to one administrator. It closes by itself."""
    visit = Visit(actor, "emergency_opened")
    row = common_repository.get(session, profile_id)
    if row is None:
        visit.record_refused(session, None)
        raise NotFound
    opened = EmergencyRow(
        profile_id=row.id,
        actor_id=actor.id,
        reason=body.reason,
        until=now() + timedelta(minutes=body.minutes),
    )
    session.add(opened)
    session.flush()
    replace(visit, purpose=f"emergency_{body.reason}").record(session, row)
    events.note(session, row, "emergency_opened", actor=actor)
    outbox.add(session, OfficerCalled(call_id=uuid4(), kind="emergency"))
    log.warning("profile opened in an emergency", role=actor.role.value, reason=body.reason)
    return Emergency(until=opened.until)
