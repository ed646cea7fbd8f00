"""Every paper, with every overlay, on every month of the last three years and every day of change.

Nothing is drawn here: the whole of the table is walked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

import pytest

from amuddu.rules.hiring import HiringRoute, route_for
from amuddu.rules.hiring_data import hiring_file, wages_file
from amuddu.rules.residence import (
    Answer,
    Residence,
    Rights,
    overlays,
    resolve,
    right_facts,
    statuses,
)
from amuddu.rules.residence_data import EXEMPT, VISA, LawfulStay, residence_file
from tests.rules.strategies import TODAY

OPENING = (Answer.NO, Answer.ASK, Answer.CONDITIONAL, Answer.YES)
EXEMPTION = (Answer.NO, Answer.CONDITIONAL, Answer.ASK, Answer.YES)
NONE: frozenset[str] = frozenset()


def days() -> Iterator[date]:
    """The first of each month of three years, and around each day on which a rule changes."""
    for back in range(37):
        year, month = divmod(TODAY.year * 12 + TODAY.month - 1 - back, 12)
        yield date(year, month + 1, 1)
    changes = {day for day in residence_file().change_days() if day > date(2000, 1, 1)}
    changes |= {wage.valid_from for wage in wages_file().minimum_wages}
    changes |= {day for step in hiring_file().steps for day in step.change_days()}
    for day in changes:
        yield from (day - timedelta(days=1), day)


DAYS = sorted(set(days()))
SETS = [
    NONE,
    *(frozenset(pair) for size in (1, 2) for pair in combinations(sorted(overlays()), size)),
]


def residences(status: str) -> Iterator[Residence]:
    behind = [None]
    if statuses()[status].receipt:
        behind += [code for code in statuses() if code != status]  # type: ignore[list-item]
    for chosen in SETS:
        for underlying in behind:
            yield Residence(status, chosen, underlying=underlying)


@pytest.mark.parametrize("status", sorted(statuses()))
def test_exactly_one_sourced_answer_and_never_a_yes_from_what_is_unclear(status: str) -> None:
    for residence in residences(status):
        for on in DAYS if residence.underlying is None else DAYS[-1:]:
            rights = resolve(residence, on=on)
            assert set(rights.rights) == set(right_facts())
            for right in rights.rights.values():
                assert right.sources
                assert all(right.sources)
                if right.confidence == "low":
                    assert right.answer in (Answer.ASK, Answer.NO)


@pytest.mark.parametrize("status", sorted(statuses()))
def test_an_unclear_row_alone_is_asked(status: str) -> None:
    for on in DAYS:
        rights = resolve(Residence(status), on=on)
        for right in right_facts():
            row = residence_file().answer(status, right, on=on)
            if row is None or row.value == "unclear" or row.confidence == "low":
                assert rights.answer(right) in (Answer.ASK, Answer.NO)
                assert row is None or rights.answer(right) is Answer.ASK


def open_as(rights: Rights, right: str) -> int:
    order = EXEMPTION if right == EXEMPT else OPENING
    return order.index(rights.answer(right))


@pytest.mark.parametrize("status", sorted(statuses()))
def test_one_more_overlay_never_removes_a_right_nor_adds_a_duty(status: str) -> None:
    for fewer in SETS[: 1 + len(overlays())]:
        before = resolve(Residence(status, fewer), on=TODAY)
        for more in overlays():
            after = resolve(Residence(status, fewer | {more}), on=TODAY)
            for right, facts in right_facts().items():
                if not facts.obligation:
                    assert open_as(after, right) >= open_as(before, right), (status, more, right)
            if before.lawful_stay is LawfulStay.YES:
                order = OPENING.index
                assert order(after.answer(VISA)) <= order(before.answer(VISA))


@pytest.mark.parametrize("status", sorted(statuses()))
def test_every_case_has_a_route_and_none_without_lawful_stay(status: str) -> None:
    for residence in residences(status):
        for on in (DAYS[0], TODAY):
            rights = resolve(residence, on=on)
            found = route_for(rights, residence, on=on)
            assert found.sources
            if rights.lawful_stay is not LawfulStay.YES:
                assert found.code is HiringRoute.NOT_NOW


@pytest.mark.parametrize("status", sorted(statuses()))
def test_rows_of_a_rule_follow_without_gap_or_overlap(status: str) -> None:
    for right in right_facts():
        versions = residence_file().versions(status, right)
        for on in DAYS:
            holding = [row for row in versions if row.holds(on)]
            started = versions[0].valid_from is None or versions[0].valid_from <= on
            assert len(holding) == (1 if started else 0)


def test_the_days_of_change_are_looked_at() -> None:
    assert {date(2022, 11, 30), date(2022, 12, 1), date(2026, 1, 1)} <= set(DAYS)
    assert len(DAYS) > 50
