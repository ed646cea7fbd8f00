"""What became of the people put forward: how many, by the vacancy's region and by month, and the
usual delays. Matching knows no sex, so none is counted here; small numbers are hidden."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from amuddu.contracts.matching import CandidacyState
from amuddu.kit.db import Session
from amuddu.kit.disclosure.releases import Counts, Press
from amuddu.kit.disclosure.tables import Counted, region_of, regions
from services.matching.candidacies import statistics_repository as repository

COLUMNS = ("waiting", "unreachable", "said_no", "said_yes", "hired", "not_kept", "ended")
_COLUMN: dict[CandidacyState, str] = {
    "shortlisted": "waiting",
    "told": "waiting",
    "unreachable": "unreachable",
    "declined": "said_no",
    "accepted": "said_yes",
    "hired": "hired",
    "refused": "not_kept",
    "cancelled": "ended",
    "set_aside": "ended",
    "proposed": "ended",
}


def count(session: Session, until: datetime) -> Counts:
    """People put forward for the first time before an instant, one count a vacancy."""
    return Counts(
        _counted(session, until),
        COLUMNS,
        {"region": regions()},
        {
            "answer": repository.hours_between(
                session, begins="mark_told", ends=("accept", "decline"), until=until
            ),
            "hire": repository.hours_between(
                session, begins="shortlist", ends=("hire",), until=until
            ),
        },
    )


def _counted(session: Session, until: datetime) -> Iterator[Counted]:
    for where, when, state, number in repository.put_forward_before(session, until):
        yield {"region": region_of(where), "month": when}, _COLUMN[state], number


PRESS = Press("candidacies", count)
