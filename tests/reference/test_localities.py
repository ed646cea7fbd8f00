"""The town that a text means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amuddu.reference.localities import Located, locate
from amuddu.reference.places import places
from amuddu.reference.text import fold


@pytest.mark.parametrize(
    ("written", "town", "by"),
    [
        ("Casablanca", "casablanca", "name"),
        ("Aïn Sebaâ", "casablanca", "district"),
        ("عين السبع", "casablanca", "district"),
        ("TANGER-FAHS-ANJRA", "tanger", "province"),
        ("Chtouka Ait Baha", "biougra", "province"),
        ("Skhirate-Témara", "temara", "province"),
        ("Casablanca, Maroc", "casablanca", "within"),
        ("Casablanca, Casablanca-Settat, MA", "casablanca", "within"),
        ("20250 Casablanca", "casablanca", "within"),
        ("RABAT AGDAL", "rabat", "within"),
        ("Agdal, Fès", "fes", "within"),
        ("Zone industrielle, route de Médiouna, Casablanca", "casablanca", "within"),
        ("الدار البيضاء، المغرب", "casablanca", "within"),
        ("بطنجة", "tanger", "within"),
        ("fes saiss", "fes", "within"),
        ("Aéroport Fès-Saïss", "fes", "within"),
        ("TANGER MED", "tanger", "within"),
        ("طنجة المتوسط", "tanger", "within"),
        ("Tan-Tan Plage", "el-ouatia", "district"),
        ("Laâyoune port", "el-marsa", "district"),
        ("Casa - Aïn Sebaâ", "casablanca", "within"),
        ("Z.I. Sidi Ghanem", "marrakech", "within"),
        ("ZI Ouled Saleh", "bouskoura", "within"),
        ("Midparc", "nouaceur", "district"),
        ("Aéroport Mohammed V", "nouaceur", "district"),
        ("Tanger Free Zone (TFZ)", "gueznaia", "within"),
        ("Technopolis Rabat-Salé", "sale", "district"),
        ("zone franche de Kénitra", "kenitra", "within"),
        ("Quartier industriel Sidi Brahim", "fes", "within"),
        ("Ain Aouda", "ain-el-aouda", "name"),
        ("Gzenaya", "gueznaia", "name"),
        ("المنطقة الصناعية عين السبع", "casablanca", "within"),
        ("Casablnca", "casablanca", "spelling"),
        ("Tifelt", "tiflet", "spelling"),
    ],
)
def test_a_town_is_found_where_it_is_clear(written: str, town: str, by: str) -> None:
    found = locate(written)
    assert [each.id for each in found.towns] == [town]
    assert found.by == by


@pytest.mark.parametrize(
    ("written", "towns"),
    [
        ("Casablanca / Rabat", ["casablanca", "rabat"]),
        ("الدار البيضاء والرباط", ["casablanca", "rabat"]),
        ("Agadir (Aït Melloul)", ["agadir", "ait-melloul"]),
        ("Agdal", ["rabat", "fes", "meknes"]),
        ("Hay Mohammadi", ["casablanca", "agadir"]),
        ("حي المحمدي", ["casablanca", "agadir"]),
        ("Cabo Negro", ["martil", "mdiq"]),
    ],
)
def test_where_it_may_be_several_all_are_given(written: str, towns: list[str]) -> None:
    assert [each.id for each in locate(written).towns] == towns


@pytest.mark.parametrize(
    ("written", "wider"),
    [
        ("Casablanca-Settat", "region"),
        ("Maroc", "country"),
        ("Télétravail", "anywhere"),
        ("Paris", None),
        ("Paris, France", "country"),
        ("Tout le Maroc / à distance", "anywhere"),
        ("région Marrakech-Safi, Maroc", "region"),
        ("hors Casablanca", None),
        ("", None),
    ],
)
def test_what_is_no_town_is_none(written: str, wider: str | None) -> None:
    assert locate(written) == Located(wider=wider)  # type: ignore[arg-type]


def test_no_other_name_of_a_town_holds_the_name_of_another_and_says_nothing() -> None:
    """ "Fès Saïss" as a name of Oulad Tayeb took people of Fès away without a word."""
    words = {fold(each.names["fr"]): each.id for each in places().values() if each.chief_town}
    for each in places().values():
        for alias in each.aliases:
            held = {words[word] for word in fold(alias).split() if word in words}
            assert held <= {each.id, "laayoune"}, alias


@given(st.sampled_from(sorted(places())))
def test_a_town_followed_by_its_country_is_that_town(town: str) -> None:
    for name in places()[town].names.values():
        assert [each.id for each in locate(f"{name}, Maroc").towns] == [town]


@given(st.text(max_size=40))
def test_any_text_is_located_or_not(written: str) -> None:
    assert locate(written) == locate(written)
