"""Matching's own log once more, from its tables: what `rebuild` reads. Nobody else hears it."""

from __future__ import annotations

from amuddu.kit.db import Session
from services.matching.candidacies import events, repository
from services.matching.interests import life
from services.matching.interests import repository as interests_repository


def retell(session: Session) -> int:
    """Write how every candidacy and every interest stands; how many."""
    rows = repository.locked_all(session)
    for row in rows:
        events.write_down(session, row)
    interests = interests_repository.locked_all(session)
    for interest in interests:
        life.write_down(session, interest)
    return len(rows) + len(interests)
