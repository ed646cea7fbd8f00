"""Places: every town findable by all its names, every province with its chief town."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amuddu.reference.places import (
    Place,
    UnknownPlace,
    UnknownRegion,
    distance_km,
    find_place,
    find_region,
    place,
    places,
    region,
    regions,
)

PLACES = st.sampled_from(sorted(places()))


def test_enough_towns_in_twelve_regions() -> None:
    assert len(places()) >= 150
    assert len(regions()) == 12
    assert {p.region_id for p in places().values()} == set(regions())


def test_seventy_five_provinces_each_with_one_chief_town() -> None:
    chiefs = [p.province for p in places().values() if p.chief_town]
    assert len(chiefs) == len(set(chiefs)) == 75
    assert {p.province for p in places().values()} == set(chiefs)


def test_a_province_lies_in_one_region() -> None:
    pairs = {(p.province, p.region_id) for p in places().values()}
    assert len(pairs) == 75


@given(PLACES)
def test_every_name_of_a_town_finds_it(place_id: str) -> None:
    town = place(place_id)
    for name in (town.id, *town.names.values(), *town.aliases):
        assert find_place(name) == town, name
        assert find_place(f"  {name.upper()} ") == town, name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Casa", "casablanca"),
        ("الدار البيضاء", "casablanca"),
        ("Fes", "fes"),
        ("Tangier", "tanger"),
        ("Tánger", "tanger"),
        ("ain sebaa", "casablanca"),
        ("Benguerir", "ben-guerir"),
        ("El Aaiún", "laayoune"),
        ("اكادير", "agadir"),
    ],
)
def test_people_write_towns_in_many_ways(text: str, expected: str) -> None:
    assert find_place(text) == place(expected)


@pytest.mark.parametrize("text", ["", "Paris", "Casablanca ou Rabat", "الرباطي"])
def test_what_is_no_town_is_not_guessed(text: str) -> None:
    assert find_place(text) is None


def test_all_towns_lie_between_dakhla_and_tangier() -> None:
    for town in places().values():
        assert 21 < town.lat < 36, town.id
        assert -17.2 < town.lng < -1, town.id


def test_towns_lie_near_the_chief_town_of_their_province() -> None:
    chiefs = {p.province: p for p in places().values() if p.chief_town}
    for town in places().values():
        assert distance_km(town, chiefs[town.province]) < 250, town.id


@given(PLACES, PLACES, PLACES)
def test_distance_is_a_metric(a: str, b: str, c: str) -> None:
    one, two, three = place(a), place(b), place(c)
    assert distance_km(one, one) == 0
    assert distance_km(one, two) == pytest.approx(distance_km(two, one))
    way_round = distance_km(one, two) + distance_km(two, three)
    assert distance_km(one, three) <= way_round + 1e-6


def test_known_distances() -> None:
    assert distance_km(place("casablanca"), place("rabat")) == pytest.approx(86.5, abs=2)
    assert distance_km(place("tanger"), place("agadir")) == pytest.approx(692, abs=10)


def test_towns_can_be_kept_in_sets() -> None:
    assert len({place("rabat"), place("sale"), place("rabat")}) == 2


def test_every_agency_town_is_in_its_region() -> None:
    for area in regions().values():
        assert area.agencies, area.id
        assert {place(town).region_id for town in area.agencies} == {area.id}


def test_regions_are_found_by_name_and_code() -> None:
    for area in regions().values():
        for name in (area.id, area.iso, *area.names.values()):
            assert find_region(name) == area
    assert find_region("Atlantide") is None


def test_unknown_ids_say_so() -> None:
    with pytest.raises(UnknownPlace):
        place("atlantide")
    with pytest.raises(UnknownRegion):
        region("atlantide")
    assert issubclass(UnknownPlace, LookupError)
    assert isinstance(place("fes"), Place)
