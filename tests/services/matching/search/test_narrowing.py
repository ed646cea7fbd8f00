"""A list narrowed by what is asked most, sorted otherwise, and the counts that say what is left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from amuddu.kit import clock
from amuddu.kit.db import Database
from services.matching.search.replica import Replica
from tests.services.matching.support import Caller, profile, ref, spoken, tell, vacancy
from tests.support import counsellor

Asks = Callable[..., dict[str, Any]]


def day(number: int) -> date:
    return clock.today() + timedelta(days=number)


@pytest.fixture
def asks(database: Database, replica: Replica, call: Callable[..., Caller]) -> Asks:
    """Four masons: who has all, who lives in the next town, who is late, who says little."""
    both = (ref("lay-bricks"), ref("render-walls"))
    people = {
        "all": profile(skills=both, available_from=day(5)),
        "next": profile(place="casablanca", available_from=day(2)),
        "late": profile(place="sale", skills=both, available_from=day(40)),
        "quiet": profile(place=None, languages=()),
    }
    one = vacancy(starts_on=day(10), languages=(spoken("fr", "A2"),))
    tell(database, one, *people.values())
    replica.refresh()
    staff = call(counsellor())
    names = {str(person.profile_id): name for name, person in people.items()}

    def ranking(**query: Any) -> dict[str, Any]:
        answer = staff.get(f"/vacancies/{one.vacancy_id}/ranking", **{"part": "all", **query})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return {**found, "names": [names[item["profile_id"]] for item in found["items"]]}

    return ranking


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({"all_essentials": True}, {"all", "late"}),
        ({"in_time": True}, {"all", "next"}),
        ({"languages_met": True}, {"all", "next", "late"}),
        ({"all_essentials": True, "in_time": True}, {"all"}),
        ({"max_km": 30, "in_time": True}, {"all"}),
    ],
)
def test_what_nobody_said_is_no_reason_to_be_kept(
    asks: Asks, filters: dict[str, Any], left: set[str]
) -> None:
    assert set(asks(**filters)["names"]) == left


def test_counts_say_how_many_each_filter_would_leave(asks: Asks) -> None:
    for filters in ({}, {"in_time": True}, {"all_essentials": True}, {"max_km": 100}):
        found = asks(**filters)["narrower"]
        for name in ("all_essentials", "in_time", "languages_met"):
            assert found[name] == asks(**{**filters, name: True})["total"], (filters, name)
        for near in found["within"]:
            km = min(near["km"], int(filters.get("max_km", near["km"])))
            assert near["people"] == asks(**{**filters, "max_km": km})["total"], (filters, near)


def test_what_would_bring_more_is_counted_among_the_same_people(asks: Asks) -> None:
    assert asks(part="inside")["wider"]["by"]["start"] == 1
    late = asks(part="inside", in_time=True)
    assert late["wider"]["outside"] == asks(part="outside", in_time=True)["total"]


def test_a_list_is_sorted_by_distance_or_day_and_what_is_not_known_comes_last(asks: Asks) -> None:
    assert asks(sort="distance")["names"] == ["all", "late", "next", "quiet"]
    assert asks(sort="day")["names"] == ["next", "all", "late", "quiet"]
    found = asks(sort="distance")
    assert [item["rank"] for item in found["items"]] == [1, 2, 3, 4]
    halves = [asks(sort="day", limit=2, offset=start)["names"] for start in (0, 2)]
    assert [*halves[0], *halves[1]] == asks(sort="day")["names"]


def test_to_be_free_already_is_to_be_free_today(
    asks: Asks, database: Database, replica: Replica, call: Callable[..., Caller]
) -> None:
    """Who said so years ago does not stand before who fits better."""
    long_free = profile(skills=(), available_from=day(-400))
    better = profile(skills=(ref("lay-bricks"),), available_from=day(-1))
    one = vacancy()
    tell(database, one, long_free, better)
    replica.refresh()
    path = f"/vacancies/{one.vacancy_id}/ranking"
    items = call(counsellor()).get(path, part="all", sort="day").json()["items"]
    order = [item["profile_id"] for item in items]
    assert order.index(str(better.profile_id)) < order.index(str(long_free.profile_id))


def test_the_fit_keeps_its_figure_however_the_list_is_sorted(asks: Asks) -> None:
    by_fit = {item["profile_id"]: item["fit"] for item in asks()["items"]}
    for sort in ("distance", "day"):
        assert {each["profile_id"]: each["fit"] for each in asks(sort=sort)["items"]} == by_fit


def test_a_share_of_ticks_is_never_beside_a_fit_above_it(asks: Asks) -> None:
    """Somebody who states none of the essentials is never shown as a near perfect match."""
    for item in asks()["items"]:
        ticks = [each["closeness"] > 0 for each in item["reasons"]["skills"] if each["essential"]]
        assert item["reasons"]["stated"] == pytest.approx(sum(ticks) / len(ticks), abs=0.001)
        assert item["fit"] <= 0.7 + 0.3 * item["reasons"]["stated"]
