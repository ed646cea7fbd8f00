"""Whom the verdicts of a scheme tell apart: checked before a scheme is used.

A scheme that one status alone meets says, by its verdict, who has that status. Each verdict on a
person has to be shared by several statuses, whatever the nationality that rules look at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from amuddu.rules.incentives.criteria import Verdict
from amuddu.rules.incentives.data import Scheme
from amuddu.rules.incentives.evaluation import person_criterion
from amuddu.rules.residence import Residence, resolve, statuses

LEAST_STATUSES = 3
"""Statuses that share a verdict at least. Of two, whoever can rule one out for somebody knows the
other; the open schemes of the bundled file keep four and more."""

NATIONALITIES = (None, "SN", "SY", "MA")
"""Nationalities that rules may tell apart: none known, of a treaty State, of another, at home."""


def shared_by_statuses(scheme: Scheme, *, on: date) -> bool:
    """Whether each verdict of a scheme on a person is shared by enough statuses on a day."""
    return all(
        len(found) >= LEAST_STATUSES
        for nationality in NATIONALITIES
        for found in statuses_by_verdict(scheme, nationality, on=on).values()
    )


def statuses_by_verdict(
    scheme: Scheme, nationality: str | None, *, on: date
) -> Mapping[Verdict, set[str]]:
    """The statuses that a scheme judges alike."""
    found: dict[Verdict, set[str]] = defaultdict(set)
    for status in statuses():
        residence = Residence(status, nationality=nationality)
        rights = resolve(residence, on=on)
        found[person_criterion(scheme, rights, residence, on=on)].add(status)
    return found
