"""Words that name a language which few people in Morocco speak."""

from __future__ import annotations

import pytest

from amuddu.reference import concepts
from amuddu.reference.languages import COMMON, languages
from amuddu.reference.rare_languages import names_rare_language, only_asks_rare_language

OTHER_WORDS = {"mos", "pl", "srr", "hi"}
"""Languages of which a name is another word in one of the four languages."""


@pytest.mark.parametrize("code", sorted(set(languages()) - COMMON))
def test_every_rare_language_is_known_by_its_names(code: str) -> None:
    names = languages()[code].names
    unknown = {lang for lang, name in names.items() if not names_rare_language(name)}
    assert not unknown or (code in OTHER_WORDS and len(unknown) == 1), unknown


@pytest.mark.parametrize("code", sorted(COMMON))
def test_no_common_one_is(code: str) -> None:
    assert not any(map(names_rare_language, languages()[code].names.values()))


@pytest.mark.parametrize(
    ("words", "named", "only"),
    [
        ("Parler couramment wolof", True, True),
        ("peul et bambara", True, True),
        ("maîtrise de l'arabe et du swahili", True, True),
        ("التحدث بالولوفية", True, True),
        ("hablar lingala", True, True),
        ("Accueil des clients en tigrinya", True, False),
        ("Italian cooking", True, False),
        ("cuisine italienne", False, False),
        ("one or more", False, False),
        ("français et anglais", False, False),
        ("", False, False),
    ],
)
def test_whether_words_name_one_and_say_nothing_else(
    words: str, *, named: bool, only: bool
) -> None:
    assert names_rare_language(words) == named
    assert only_asks_rare_language(words) == only


def test_no_skill_of_the_reference_data_is_taken_for_a_language() -> None:
    taken = [
        label
        for each in concepts.skills().values()
        for label in each.labels.values()
        if only_asks_rare_language(label)
    ]
    assert taken == []
