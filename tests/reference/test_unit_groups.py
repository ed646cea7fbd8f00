"""The unit groups of ISCO-08 and their names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from amuddu.contracts.types import LANGS
from amuddu.reference.concepts import fold, occupations
from amuddu.reference.tables import rows
from amuddu.reference.unit_groups import UnitGroup, title, unit_groups

ARABIC = re.compile(r"[\u0621-\u064a]")
LATIN = re.compile(r"[a-z]", re.IGNORECASE)

# Unit groups in each major group of ISCO-08 (International Labour Organization, 2012), 436 in all.
IN_MAJOR_GROUP = {
    **{"0": 3, "1": 31, "2": 92, "3": 84, "4": 29},
    **{"5": 40, "6": 18, "7": 66, "8": 40, "9": 33},
}


def names_of(group: UnitGroup, lang: str) -> set[str]:
    return {group.labels[lang], group.feminine[lang]}


def test_there_are_all_the_groups_of_the_classification_once_each() -> None:
    codes = [row["isco"] for row in rows("unit_groups.csv")]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"[0-9]{4}", code) for code in codes)
    assert Counter(code[0] for code in codes) == IN_MAJOR_GROUP
    assert len(unit_groups()) == 436
    assert [group.isco for group in unit_groups().values()] == codes


def test_every_trade_belongs_to_one_of_them() -> None:
    assert {trade.isco for trade in occupations().values()} <= set(unit_groups())


def test_both_genders_are_named_in_the_four_languages() -> None:
    for group in unit_groups().values():
        assert set(group.labels) == set(group.feminine) == set(LANGS), group.isco
        assert all(group.labels.values()), group.isco
        assert all(group.feminine.values()), group.isco
        assert group.labels["en"] == group.feminine["en"]


@pytest.mark.parametrize("lang", LANGS)
def test_no_name_stands_for_two_groups(lang: str) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for group in unit_groups().values():
        for name in names_of(group, lang):
            owners[fold(name)].add(group.isco)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


@pytest.mark.parametrize("lang", LANGS)
def test_names_are_written_in_their_script_and_without_stray_marks(lang: str) -> None:
    for group in unit_groups().values():
        for name in names_of(group, lang):
            assert bool(ARABIC.search(name)) == (lang == "ar"), name
            assert bool(LATIN.search(name)) == (lang != "ar"), name
            assert name == " ".join(name.split()), name
            assert not re.search(r"[/|()\[\]]", name), name


def test_names_are_short_words_of_everyday_and_no_register_s() -> None:
    """ "Not elsewhere classified", "and related workers" say nothing to anybody."""
    official = re.compile(r"non class|elsewhere|n\.e\.c|assimil|and related|afines|no clasific")
    for group in unit_groups().values():
        for name in group.names:
            assert not official.search(name), name
            assert len(name.split()) <= 9, name


def test_a_group_is_shown_for_men_and_women() -> None:
    cooks = unit_groups()["5120"]
    assert [title(cooks, lang) for lang in ("fr", "ar", "en", "es", "wo")] == [
        "cuisinier / cuisinière",
        "طباخ / طباخة",
        "cook",
        "cocinero / cocinera",
        "cuisinier / cuisinière",
    ]
    assert title(unit_groups()["2261"], "fr") == "dentiste"


def test_names_hold_every_word_once() -> None:
    assert unit_groups()["2261"].names == (
        *("dentiste", "طبيب أسنان", "dentist", "dentista"),
        "طبيبة أسنان",
    )
    for group in unit_groups().values():
        assert len(set(group.names)) == len(group.names)
        assert set(group.names) == {name for lang in LANGS for name in names_of(group, lang)}
