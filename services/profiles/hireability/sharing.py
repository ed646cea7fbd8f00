"""Whether the verdicts of a scheme may be told before a yes: not where they tell few people apart.

Each verdict has to be shared by several statuses of the rules, and by several people here. The
people are counted, never listed, and neither number leaves this module.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import MutableMapping
from datetime import date
from weakref import WeakKeyDictionary

from amuddu.contracts.types import Verdict
from amuddu.kit.db import Session
from amuddu.rules.incentives.evaluation import Scheme
from amuddu.rules.incentives.spread import shared_by_statuses
from services.profiles.residence import rights, vault

LEAST_PEOPLE = 10
"""People who share a verdict at least: as many as the least number that the report shows, twice.
A counsellor knows some people by sight; ten leave nobody's neighbours to be told apart."""

_Answers = dict[int, tuple[Scheme, bool]]
_KNOWN: MutableMapping[object, tuple[date, _Answers]] = WeakKeyDictionary()
"""By database: answered once a day a process, so that nobody learns from when an answer turns."""


def shared(session: Session, scheme: Scheme, *, on: date) -> bool:
    """Whether each verdict of a scheme is shared by enough statuses and enough people."""
    database = session.get_bind()
    day, answers = _KNOWN.get(database, (on, {}))
    if day != on:
        answers = {}
    _KNOWN[database] = (on, answers)
    if id(scheme) not in answers:
        answers[id(scheme)] = (scheme, _shared(session, scheme, on=on))
    return answers[id(scheme)][1]


def _shared(session: Session, scheme: Scheme, *, on: date) -> bool:
    if not shared_by_statuses(scheme, on=on):
        return False
    people: Counter[Verdict] = Counter()
    for title, count in vault.tally(session):
        people[rights.verdict_of(title, scheme, on=on)] += count
    return all(count >= LEAST_PEOPLE for count in people.values())
