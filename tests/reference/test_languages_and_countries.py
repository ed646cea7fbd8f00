"""Languages, levels and countries that forms offer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amuddu.contracts.types import LANGS
from amuddu.reference.countries import (
    UnknownCountry,
    countries,
    countries_named,
    country,
    find_country,
    misspelt_country,
)
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
            assert state in countries_named(name), name
    assert find_country("Atlantide") is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Sénégalaise", "SN"),
        ("sénégalais", "SN"),
        ("Ivoirienne", "CI"),
        ("Nigérienne", "NE"),
        ("Nigériane", "NG"),
        ("Nigerian", "NG"),
        ("سنغالية", "SN"),
        ("السنغال", "SN"),
        ("سورية", "SY"),
        ("senegalesa", "SN"),
        ("marfileña", "CI"),
        ("SEN", "SN"),
        ("CIV", "CI"),
        ("COD", "CD"),
        ("Syrian Arab Republic", "SY"),
        ("The Gambia", "GM"),
        ("Centrafrique", "CF"),
        ("Costa de Marfil", "CI"),
    ],
)
def test_nationals_and_codes_name_their_country(written: str, code: str) -> None:
    found = find_country(written)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("written", ["Congo", "congolaise", "coréen", "الكونغو"])
def test_a_word_for_two_countries_names_neither(written: str) -> None:
    assert find_country(written) is None
    assert len(countries_named(written)) == 2


def test_one_wrong_letter_is_mended_where_it_can_be_one_country_only() -> None:
    assert misspelt_country("Camerroun") == country("CM")
    assert misspelt_country("Senegale") == country("SN")
    assert misspelt_country("Nigerin") is None  # Niger's or Nigeria's
    assert misspelt_country("Mal") is None


def test_every_country_has_a_code_of_three_letters() -> None:
    for state in countries().values():
        assert any(len(code) == 3 for code in state.codes), state.code


def test_countries_of_the_field_and_of_africa_are_there() -> None:
    census = {"SN", "CI", "FR", "GN", "SY", "CM", "CD", "ML", "DZ", "TN", "MR"}
    assert census | {"CF", "YE", "SD", "SS", "PS"} <= set(countries())
    assert len(countries()) >= 190


def test_unknown_codes_say_so() -> None:
    with pytest.raises(UnknownLanguage):
        language("xx")
    with pytest.raises(UnknownLevel):
        level_at_least("B2", "fluent")
    with pytest.raises(UnknownCountry):
        country("XX")
