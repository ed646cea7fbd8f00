"""Matching's own log once more, from its tables: what `rebuild` reads. Nobody else hears it."""

from __future__ import annotations

from amuddu.kit.db import Session
from services.matching.candidacies import events, repository


def retell(session: Session) -> int:
    """Write how every candidacy stands; how many."""
    rows = repository.locked_all(session)
    for row in rows:
        events.write_down(session, row)
    return len(rows)
