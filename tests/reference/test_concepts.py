"""What must hold of every sector file of occupations and skills, whoever adds one."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amuddu.reference.concepts import (
    LANGUAGES,
    Concept,
    Kind,
    Occupation,
    Skill,
    UnknownConcept,
    find_occupation,
    find_skill,
    fold,
    label,
    occupation,
    occupations,
    skill,
    skills,
    title,
)

OCCUPATION_COLUMNS = [
    *("id", "isco", "fr_m", "fr_f", "ar", "en", "es", "fr_syn", "ar_syn", "en_syn", "es_syn"),
    *("ary_latin", "ary_arab", "essential_skills", "optional_skills"),
]
SKILL_COLUMNS = [
    *("id", "kind", "fr", "ar", "en", "es"),
    *("fr_syn", "ar_syn", "en_syn", "es_syn"),
    *("ary_latin", "ary_arab"),
]
COLUMNS = {"occupations": OCCUPATION_COLUMNS, "skills": SKILL_COLUMNS}

# How many sub-major groups each major group of ISCO-08 has: "01" to "03", "11" to "14" and so on
# (International Labour Organization, 2012).
GROUPS = {"0": 3, "1": 4, "2": 6, "3": 5, "4": 4, "5": 4, "6": 3, "7": 5, "8": 3, "9": 6}
SUB_MAJOR_GROUPS = {f"{major}{n}" for major, count in GROUPS.items() for n in range(1, count + 1)}
ARABIC = re.compile(r"[\u0621-\u064a]")
LATIN = re.compile(r"[a-z]", re.IGNORECASE)
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def all_concepts() -> list[Concept]:
    return [*occupations().values(), *skills().values()]


def tables(folder: str) -> Iterator[tuple[str, list[list[str]]]]:
    for source in files("amuddu.reference").joinpath("data", folder).iterdir():
        with source.open("r", encoding="utf-8") as stream:
            yield source.name, list(csv.reader(stream))


@pytest.mark.parametrize("folder", ["occupations", "skills"])
def test_every_table_has_the_columns_of_its_kind(folder: str) -> None:
    for name, (header, *rows) in tables(folder):
        assert header == COLUMNS[folder], name
        assert rows, name
        assert [row[0] for row in rows if len(row) != len(header)] == [], name


@pytest.mark.parametrize("folder", ["occupations", "skills"])
def test_an_id_is_given_once(folder: str) -> None:
    counted = Counter(row[0] for _, (_, *rows) in tables(folder) for row in rows)
    assert [identifier for identifier, times in counted.items() if times > 1] == []
    assert [identifier for identifier in counted if not KEBAB.fullmatch(identifier)] == []


@pytest.mark.parametrize("folder", ["occupations", "skills"])
def test_cells_hold_no_stray_space_and_no_empty_value(folder: str) -> None:
    stray = [
        (name, row[0], cell)
        for name, (_, *rows) in tables(folder)
        for row in rows
        for cell in row
        if cell and any(value != " ".join(value.split()) or not value for value in cell.split("|"))
    ]
    assert stray == []


def test_there_is_enough_to_serve_the_trades_of_the_programme() -> None:
    assert len(occupations()) >= 200
    assert len(skills()) >= 700


def test_occupations_point_to_skills_that_exist_once_each() -> None:
    known = set(skills())
    for found in occupations().values():
        wanted = found.essential_skills + found.optional_skills
        assert set(wanted) <= known, found.id
        assert len(set(wanted)) == len(wanted), found.id


def test_an_occupation_needs_a_few_skills_and_suggests_a_few_more() -> None:
    for found in occupations().values():
        assert 4 <= len(found.essential_skills) <= 8, found.id
        assert 3 <= len(found.optional_skills) <= 9, found.id


def test_isco_codes_are_unit_groups_of_existing_sub_major_groups() -> None:
    for found in occupations().values():
        assert re.fullmatch(r"[0-9]{4}", found.isco), found.id
        assert found.isco[:2] in SUB_MAJOR_GROUPS, found.id


def test_every_skill_has_a_known_kind() -> None:
    assert {found.kind for found in skills().values()} <= set(get_args(Kind))


def test_every_concept_is_named_in_the_four_languages() -> None:
    for concept in all_concepts():
        assert set(concept.labels) == set(LANGUAGES), concept.id
        assert all(concept.labels.values()), concept.id


def test_arabic_is_written_in_arabic_letters_and_the_rest_in_latin_ones() -> None:
    for concept in all_concepts():
        assert ARABIC.search(concept.labels["ar"]), concept.id
        assert all(ARABIC.search(name) for name in concept.synonyms["ar"]), concept.id
        for lang in ("fr", "en", "es"):
            names = (concept.labels[lang], *concept.synonyms[lang])
            assert all(LATIN.search(name) and not ARABIC.search(name) for name in names), concept.id


def test_darija_is_there_in_both_scripts() -> None:
    for found in occupations().values():
        written = found.synonyms["ary"]
        assert any(ARABIC.search(name) for name in written) == any(
            LATIN.search(name) for name in written
        ), found.id
    with_darija = [found for found in occupations().values() if found.synonyms["ary"]]
    assert len(with_darija) > len(occupations()) / 2


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("concepts", [occupations, skills])
def test_two_concepts_never_share_a_label(concepts: object, lang: str) -> None:
    assert callable(concepts)
    names = Counter(
        fold(name) for concept in concepts().values() for name in concept.labels[lang].split(" / ")
    )
    assert [name for name, times in names.items() if times > 1] == []


def test_a_synonym_never_repeats_its_own_label() -> None:
    for concept in all_concepts():
        for lang in LANGUAGES:
            assert concept.labels[lang] not in concept.synonyms[lang], concept.id


def test_a_trade_is_shown_for_men_and_women() -> None:
    cook = occupation("cook")
    assert [title(cook, lang) for lang in ("fr", "ar", "en", "es")] == [
        "cuisinier / cuisinière",
        "طباخ / طباخة",
        "cook",
        "cocinero / cocinera",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_trade_is_found_by_what_is_shown(lang: str) -> None:
    for trade in occupations().values():
        found = find_occupation(title(trade, lang))
        assert found is not None, title(trade, lang)
        assert found.id == trade.id


def test_a_woman_s_title_belongs_to_a_trade_and_differs_from_its_label() -> None:
    with files("amuddu.reference").joinpath("data/feminine.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        labels = occupation(row["id"]).labels
        assert row["ar"] != labels["ar"]
        assert row["es"] != labels["es"]
        assert row["ar"] or row["es"]


def test_concepts_are_found_by_id() -> None:
    assert isinstance(occupation("mason"), Occupation)
    assert isinstance(skill("lay-bricks"), Skill)
    assert occupation("mason").sector == "building"
    assert "lay-bricks" in occupation("mason").essential_skills


@pytest.mark.parametrize("find", [occupation, skill])
def test_an_unknown_id_is_refused_and_told(find: object) -> None:
    assert callable(find)
    with pytest.raises(UnknownConcept) as refused:
        find("astronaut-of-nowhere")
    assert refused.value.id == "astronaut-of-nowhere"


def test_a_label_falls_back_to_french() -> None:
    mason = occupation("mason")
    assert label(mason, "es") == "albañil"
    assert label(mason, "wo") == label(mason, "fr") == "maçon / maçonne"


def test_a_title_that_both_sexes_bear_is_written_once() -> None:
    assert label(occupation("building-painter"), "fr") == "peintre en bâtiment"


@pytest.mark.parametrize(
    "written",
    [
        *("Maçon (H/F)", "maçonne", "MACON", "Maçon(ne)", "maçon/maçonne", "maçon·ne f/h/x"),
        *("maçon ou maçonne", "bennay", "بناي", "بناء", "بنّاء/ة", "البنّاء", "mason", "albañil/a"),
    ],
)
def test_a_mason_is_a_mason_however_it_is_written(written: str) -> None:
    found = find_occupation(written)
    assert found is not None
    assert found.id == "mason"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("soudeur/euse", "welder"),
        ("Électricien(ne)", "building-electrician"),
        ("mikanisyan", "car-mechanic"),
        ("zellayji", "tiler"),
        ("kherraz", "cobbler"),
        ("حمّال", "goods-handler"),
        ("jardinero", "gardener"),
    ],
)
def test_everyday_words_name_a_trade(written: str, expected: str) -> None:
    found = find_occupation(written)
    assert found is not None
    assert found.id == expected


@pytest.mark.parametrize(
    "written", ["", "   ", "/", "maçon ou plombier", "zzz", "un maçon honnête"]
)
def test_what_names_no_single_trade_finds_none(written: str) -> None:
    assert find_occupation(written) is None


def test_every_occupation_is_found_by_each_of_its_labels() -> None:
    for found in occupations().values():
        for name in found.labels.values():
            assert find_occupation(name) == found, name


def test_every_skill_is_found_by_each_of_its_labels() -> None:
    for found in skills().values():
        for name in found.labels.values():
            assert find_skill(name) == found, name


def test_a_skill_is_found_by_an_everyday_word() -> None:
    found = find_skill("Carrelage") or find_skill("pose de carrelage")
    assert found == skill("lay-floor-tiles")


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.sampled_from(sorted(occupations())), st.sampled_from([str.upper, str.title, str.strip]))
def test_case_does_not_matter(identifier: str, change: object) -> None:
    assert callable(change)
    title = label(occupation(identifier), "en")
    assert find_occupation(change(title)) == find_occupation(title)


@given(st.text())
def test_any_text_may_be_looked_up(text: str) -> None:
    found = find_occupation(text)
    assert found is None or found.id in occupations()
