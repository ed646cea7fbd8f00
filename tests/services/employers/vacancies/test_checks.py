"""The essentials of publication, as pure rules."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amuddu.contracts.employers import VacancyIn
from amuddu.contracts.types import ConceptRef
from services.employers.vacancies.checks import legal_minimum, publication_problems

TODAY = date(2026, 11, 23)
COMPLETE = VacancyIn(
    title="Maçon",
    occupation=ConceptRef(text="maçon", concept="mason"),
    place="rabat",
    contract_type="CDD",
    contract_months=6,
    wage_month=Decimal(4000),
)


def fields(content: VacancyIn, **more: date) -> set[str]:
    return {problem.field for problem in publication_problems(content, on=TODAY, **more)}


@given(
    gaps=st.sets(st.sampled_from(["occupation", "place", "contract_type", "contract_months"])),
)
def test_each_gap_is_named_and_nothing_else(gaps: set[str]) -> None:
    content = COMPLETE.model_copy(update=dict.fromkeys(gaps))
    # Without a type of contract nobody knows yet whether a duration is needed.
    expected = gaps - ({"contract_months"} if "contract_type" in gaps else set())
    assert fields(content) == expected


@given(days=st.integers(min_value=-500, max_value=500))
def test_a_start_lies_ahead_unless_it_was_told_before(days: int) -> None:
    start = TODAY + timedelta(days=days)
    content = COMPLETE.model_copy(update={"starts_on": start})
    assert ("starts_on" in fields(content)) == (days < 0)
    assert "starts_on" not in fields(content, start_before=start)


@given(cents=st.integers(min_value=0, max_value=1_000_000))
def test_the_wage_is_compared_with_the_minimum_of_the_start(cents: int) -> None:
    wage = Decimal(cents) / 100
    content = COMPLETE.model_copy(update={"wage_month": wage})
    legal = legal_minimum(content, on=TODAY)
    assert legal is not None
    assert ("wage_month" in fields(content)) == (wage < legal)


def test_the_minimum_is_that_of_the_sector_and_of_the_day() -> None:
    farming = COMPLETE.model_copy(
        update={"occupation": ConceptRef(text="ouvrier agricole", concept="farm-worker")}
    )
    assert legal_minimum(COMPLETE, on=TODAY) == Decimal("3422.72")
    assert legal_minimum(farming, on=TODAY) == Decimal("2533.44")
    assert legal_minimum(COMPLETE, on=date(2025, 6, 1)) == Decimal("3266.10")
    assert legal_minimum(COMPLETE, on=date(1990, 1, 1)) is None


# --- hours and households -----------------------------------------------------------------------


def at_home(trade: str = "nanny", **changes: Any) -> VacancyIn:
    occupation = ConceptRef(text=trade, concept=trade)
    return COMPLETE.model_copy(update={"occupation": occupation, **changes})


@pytest.mark.parametrize(
    ("content", "least"),
    [
        (COMPLETE.model_copy(update={"hours_week": 22}), "1711.36"),
        (at_home(), "2053.63"),
        (at_home(household=False), "3422.72"),
        (at_home("cleaner"), "3422.72"),
        (at_home("cleaner", household=True), "2053.63"),
        (at_home("mason", household=True), "3422.72"),
        (at_home(hours_week=48), "2053.63"),
    ],
)
def test_the_minimum_follows_hours_and_household(content: VacancyIn, least: str) -> None:
    assert legal_minimum(content, on=TODAY) == Decimal(least)
    at = content.model_copy(update={"wage_month": Decimal(least), "wage_month_max": None})
    below = at.model_copy(update={"wage_month": Decimal(least) - 1})
    assert not list(publication_problems(at, on=TODAY))
    assert [each.field for each in publication_problems(below, on=TODAY)] == ["wage_month"]


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (COMPLETE.model_copy(update={"hours_week": 44}), False),
        (COMPLETE.model_copy(update={"hours_week": 45}), True),
        (at_home(hours_week=48), False),
        (at_home(hours_week=49), True),
    ],
)
def test_a_week_is_no_longer_than_the_law_allows(content: VacancyIn, refused: bool) -> None:
    problems = publication_problems(content, on=TODAY)
    assert ("hours_week" in {each.field for each in problems}) == refused
