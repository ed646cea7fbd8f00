"""The job of matching that follows the table of retention."""

from __future__ import annotations

from datetime import datetime

from amuddu.contracts.matching import CandidacyForgotten, CandidacyState, InterestForgotten
from amuddu.kit import retention
from amuddu.kit.db import Session
from amuddu.kit.events import outbox
from amuddu.kit.retention import Keeper, Sweep, before
from services.matching.candidacies import pipeline
from services.matching.interests import life
from services.matching.retention import repository
from services.matching.searches.repository import expiring as expiring_searches

_ENDED = "ended_candidacy"
_INTEREST = "ended_interest"
_STILL_OPEN: frozenset[CandidacyState] = pipeline.OPEN | {"proposed"}


def _due(session: Session, at: datetime) -> int:
    return repository.ended_count(session, before(_ENDED, at), still_open=_STILL_OPEN)


def _forget(session: Session, at: datetime, limit: int) -> int:
    """Delete candidacies that ended long ago, and have a rebuild forget them too."""
    going = repository.lock_ended(session, before(_ENDED, at), still_open=_STILL_OPEN, limit=limit)
    repository.forget_candidacies(session, going)
    outbox.add_all(session, (CandidacyForgotten(candidacy_id=one) for one in going))
    return len(going)


def _interests_due(session: Session, at: datetime) -> int:
    return repository.ended_interests_count(session, before(_INTEREST, at), alive=life.ALIVE)


def _forget_interests(session: Session, at: datetime, limit: int) -> int:
    """Delete interests that ended long ago, and have a rebuild forget them too."""
    cutoff = before(_INTEREST, at)
    going = repository.lock_ended_interests(session, cutoff, alive=life.ALIVE, limit=limit)
    repository.forget_interests(session, going)
    outbox.add_all(session, (InterestForgotten(interest_id=one) for one in going))
    return len(going)


KEEPER = Keeper(
    "matching",
    [
        Sweep(_ENDED, _due, _forget),
        Sweep(_INTEREST, _interests_due, _forget_interests),
        repository.bulk_decisions(),
        expiring_searches(),
        *retention.common("matching"),
    ],
    retention.told("matching"),
)
