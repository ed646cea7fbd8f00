"""How far, which way, and a map whose names can be read: of every town with every other one."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amuddu.contracts.types import LANGS
from amuddu.reference.places import places
from gateway.own_offers.way import HEIGHT, WIDTH, Direction, Dot, map_of, way_of

TOWNS = sorted(places())
towns = st.sampled_from(TOWNS)


@pytest.mark.parametrize(
    ("home", "work", "direction"),
    [
        ("rabat", "tanger", "northeast"),
        ("tanger", "rabat", "southwest"),
        ("rabat", "casablanca", "southwest"),
        ("fes", "oujda", "east"),
        ("agadir", "marrakech", "northeast"),
    ],
)
def test_the_way_is_told_as_the_map_shows_it(home: str, work: str, direction: Direction) -> None:
    way = way_of(home, work)
    assert way is not None
    assert way.direction == direction
    assert way.km <= way.road_km
    least, most = way.minutes
    assert 0 < least < most


def test_what_is_not_known_is_not_reckoned() -> None:
    assert way_of(None, "rabat") is None
    assert way_of("rabat", "atlantide") is None
    assert map_of("rabat", "atlantide", "fr") is None
    at_home = way_of("rabat", "rabat")
    assert at_home is not None
    assert (at_home.same, at_home.km) == (True, 0)


@settings(max_examples=60, deadline=None)
@given(towns, towns, st.sampled_from(LANGS))
def test_a_map_holds_both_towns_and_no_two_names_meet(home: str, work: str, lang: str) -> None:
    drawn = map_of(home, work, lang)  # type: ignore[arg-type]  # one of the languages
    assert drawn is not None
    main = [dot for dot in drawn.dots if dot.kind != "other"]
    assert len(main) == (1 if home == work else 2)
    for dot in drawn.dots:
        assert 0 <= dot.x <= WIDTH
        assert 0 <= dot.y <= HEIGHT
    named = [dot for dot in drawn.dots if dot.name]
    for one, other in combinations(named, 2):
        assert apart(one, other), (one, other)
    assert 0 < drawn.bar < WIDTH / 2


def apart(one: Dot, other: Dot) -> bool:
    return abs(one.x - other.x) > 80 or abs(one.name_y - other.name_y) > 18
