"""Languages, levels and countries that forms offer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amuddu.contracts.types import LANGS
from amuddu.reference.countries import UnknownCountry, countries, country, find_country
from amuddu.reference.languages import (
    LEVELS,
    UnknownLanguage,
    UnknownLevel,
    find_language,
    language,
    languages,
    level_at_least,
)

LEVEL = st.sampled_from(LEVELS)


def test_languages_of_the_field_are_there() -> None:
    at_work = {"fr", "ar", "ary", "en", "es", "ber", "wo", "ff", "bm", "ln", "sw", "ha"}
    assert at_work | {"am", "ti", "pt", "de", "it", "tr", "ru"} <= set(languages())


def test_every_name_finds_its_language() -> None:
    for spoken in languages().values():
        for name in (spoken.code, *spoken.names.values(), *spoken.aliases):
            assert find_language(name) == spoken, name
    assert find_language("klingon") is None


def test_every_row_is_named_in_four_languages() -> None:
    spoken = [row.names for row in languages().values()]
    states = [row.names for row in countries().values()]
    for names in spoken + states:
        assert set(names) == set(LANGS)
        assert all(names.values())


def test_levels_rise_from_a1_to_mother_tongue() -> None:
    assert LEVELS[0] == "A1"
    assert LEVELS[-1] == "native"


@given(LEVEL, LEVEL, LEVEL)
def test_levels_are_ordered(a: str, b: str, c: str) -> None:
    assert level_at_least(a, a)
    assert level_at_least(a, b) or level_at_least(b, a)
    if level_at_least(a, b) and level_at_least(b, c):
        assert level_at_least(a, c)


def test_every_name_finds_its_country() -> None:
    for state in countries().values():
        for name in (state.code, *state.names.values(), *state.aliases):
            assert find_country(name) == state, name
    assert find_country("Atlantide") is None


def test_countries_of_the_field_and_of_africa_are_there() -> None:
    census = {"SN", "CI", "FR", "GN", "SY", "CM", "CD", "ML", "DZ", "TN", "MR"}
    assert census | {"CF", "YE", "SD", "SS", "PS"} <= set(countries())
    assert len(countries()) >= 54 + 27


def test_unknown_codes_say_so() -> None:
    with pytest.raises(UnknownLanguage):
        language("xx")
    with pytest.raises(UnknownLevel):
        level_at_least("B2", "fluent")
    with pytest.raises(UnknownCountry):
        country("XX")
