"""The job of matching that follows the table of retention."""

from __future__ import annotations

from datetime import datetime

from amuddu.contracts.matching import CandidacyForgotten, CandidacyState
from amuddu.kit import retention
from amuddu.kit.db import Session
from amuddu.kit.events import outbox
from amuddu.kit.retention import Keeper, Sweep, before
from services.matching.candidacies import pipeline
from services.matching.retention import repository

_ENDED = "ended_candidacy"
_STILL_OPEN: frozenset[CandidacyState] = pipeline.OPEN | {"proposed"}


def _due(session: Session, at: datetime) -> int:
    return repository.ended_count(session, before(_ENDED, at), still_open=_STILL_OPEN)


def _forget(session: Session, at: datetime, limit: int) -> int:
    """Delete candidacies that ended long ago, and have a rebuild forget them too."""
    going = repository.lock_ended(session, before(_ENDED, at), still_open=_STILL_OPEN, limit=limit)
    repository.forget_candidacies(session, going)
    outbox.add_all(session, (CandidacyForgotten(candidacy_id=one) for one in going))
    return len(going)


KEEPER = Keeper(
    "matching",
    [
        Sweep(_ENDED, _due, _forget),
        repository.bulk_decisions(),
        *retention.common("matching"),
    ],
    retention.told("matching"),
)
