"""From which day somebody may work, by what is known of their birth; what is closed to them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amuddu.reference import concepts
from amuddu.rules.protection import ages, domestic
from amuddu.rules.protection.ages import (
    Birth,
    age_group,
    changes_on,
    closed_to_young,
    month_decides,
)

BIRTHS = st.dates(date(1990, 1, 1), date(2020, 12, 31))
DAYS = st.dates(date(2026, 1, 1), date(2040, 12, 31))
TRADES = st.sampled_from(sorted(concepts.occupations()))


def years_old(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


@given(born=BIRTHS, on=DAYS)
def test_nobody_is_taken_for_older_than_they_are(born: date, on: date) -> None:
    age = years_old(born, on)
    for known in (Birth(born.year), Birth(born.year, born.month)):
        group = age_group(known, on=on)
        assert group != "adult" or age >= 18
        assert group == "child" or age >= 15


@given(born=BIRTHS, on=DAYS)
def test_the_doubt_is_less_than_a_year_and_less_than_a_month(born: date, on: date) -> None:
    age = years_old(born, on)
    if age >= 19:
        assert age_group(Birth(born.year), on=on) == "adult"
    last = monthrange(on.year, born.month)[1]
    if age >= 18 and (on.month != born.month or on.day == last):
        assert age_group(Birth(born.year, born.month), on=on) == "adult"


@given(born=BIRTHS, on=DAYS, month=st.booleans())
def test_the_day_of_the_next_change_is_known(born: date, on: date, month: bool) -> None:
    known = Birth(born.year, born.month if month else None)
    now, day = age_group(known, on=on), changes_on(known, on=on)
    if day is None:
        assert now == "adult"
        return
    assert age_group(known, on=day - timedelta(days=1)) == now
    assert age_group(known, on=day) != now


@given(born=BIRTHS, on=DAYS)
def test_a_month_is_asked_where_it_may_change_the_answer(born: date, on: date) -> None:
    answers = {age_group(Birth(born.year, month), on=on) for month in range(1, 13)}
    if len(answers) > 1:
        assert month_decides(Birth(born.year), on=on)
    if years_old(born, on) > 19:
        assert not month_decides(Birth(born.year), on=on)
    assert not month_decides(Birth(born.year, born.month), on=on)


def test_an_unknown_year_is_no_age() -> None:
    assert age_group(Birth(), on=date(2026, 12, 1)) == "unknown"
    assert changes_on(Birth(), on=date(2026, 12, 1)) is None


@given(trade=TRADES)
def test_a_private_household_is_closed_to_the_young_whatever_the_trade(trade: str) -> None:
    assert closed_to_young(trade, household=True) == "domestic"
    if domestic.is_asked(trade):
        assert closed_to_young(trade, household=None) == "domestic"


@pytest.mark.parametrize(
    ("trade", "kind"),
    [
        ("night-watchman", "night"),
        ("quarry-and-mine-worker", "mines"),
        ("scaffolder", "building"),
        ("foundry-worker", "machines"),
        ("truck-driver", "driving"),
        ("deep-sea-fisher", "sea_and_forest"),
        ("security-guard", "guarding"),
        ("nanny", "domestic"),
        ("cleaner", "domestic"),
        ("bartender", "morals"),
    ],
)
def test_what_the_law_closes_is_closed(trade: str, kind: str) -> None:
    assert closed_to_young(trade, household=None) == kind


@pytest.mark.parametrize("trade", ["sewing-machine-operator", "baker", "web-developer", "cashier"])
def test_ordinary_work_is_open_from_fifteen(trade: str) -> None:
    assert closed_to_young(trade, household=None) is None
    assert closed_to_young(trade, household=False) is None


@pytest.mark.parametrize(
    "text",
    ["Boulanger de nuit", "BAKER, NIGHT SHIFT", "panadero, noche", "خباز بالليل", "عمل ليلي"],
)
def test_night_work_is_closed_by_its_words(text: str) -> None:
    assert closed_to_young("baker", household=None, texts=(text,)) == "night"


def test_a_job_that_nobody_named_is_closed() -> None:
    assert closed_to_young(None, household=None) == ages.NOT_NAMED
