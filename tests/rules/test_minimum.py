"""The least a month may pay, for every number of hours, on every day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amuddu.rules.hiring import minimum_wage
from amuddu.rules.protection.minimum import WorkKind, full_week, minimum_month, most_hours

ON = date(2026, 11, 30)
KINDS: tuple[WorkKind, ...] = ("general", "farming", "domestic")
DAYS = st.dates(date(2020, 7, 1), date(2030, 12, 31))


def amount(kind: WorkKind, hours: int | None = None, on: date = ON) -> Decimal:
    found = minimum_month(kind, on=on, hours_week=hours)
    assert found is not None
    return found.amount


@given(on=DAYS)
def test_full_time_is_the_legal_month(on: date) -> None:
    for sector in ("general", "farming"):
        legal = minimum_wage(on=on, sector=sector)
        assert legal is not None
        assert amount(sector, on=on) == amount(sector, full_week(sector), on=on) == legal.amount


@given(on=DAYS, kind=st.sampled_from(KINDS), hours=st.integers(1, 83))
def test_more_hours_never_pay_less(on: date, kind: WorkKind, hours: int) -> None:
    assert amount(kind, hours, on) <= amount(kind, hours + 1, on) <= amount(kind, None, on)


@given(kind=st.sampled_from(KINDS), hours=st.integers(1, 44))
def test_an_hour_is_paid_the_same_in_every_week(kind: WorkKind, hours: int) -> None:
    whole = full_week(kind)
    exact = amount(kind) * hours / whole
    assert abs(amount(kind, hours) - exact) <= Decimal("0.02")


@given(on=DAYS)
def test_domestic_work_is_paid_sixty_percent_of_the_smig(on: date) -> None:
    assert abs(amount("domestic", on=on) - amount("general", on=on) * 60 / 100) < Decimal("0.01")


def test_figures_of_the_day() -> None:
    assert amount("general") == Decimal("3422.72")
    assert amount("general", 22) == Decimal("1711.36")
    assert amount("farming", 24) == Decimal("1266.72")
    assert amount("domestic") == amount("domestic", 48) == Decimal("2053.63")
    assert (most_hours("general"), most_hours("farming"), most_hours("domestic")) == (44, 48, 48)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_said_of_a_day_before_our_figures(kind: WorkKind) -> None:
    assert minimum_month(kind, on=date(1990, 1, 1)) is None
