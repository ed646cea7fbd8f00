"""What people write of themselves finds the trade that a counsellor would choose."""

from __future__ import annotations

import pytest

from services.matching.lexicon.concepts import concepts
from services.matching.ranking.matcher import Matcher
from services.matching.search.linking import link
from tests.services.matching.lexicon.free_texts import TEXTS, FreeText
from tests.services.matching.support import bundled

ALL = [(lang, one) for lang, texts in TEXTS.items() for one in texts]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return bundled()


def test_there_are_twenty_in_each_language_about_concepts_we_have() -> None:
    assert {lang: len(texts) for lang, texts in TEXTS.items()} == dict.fromkeys(TEXTS, 20)
    assert {trade for _, one in ALL for trade in one.trades} <= set(concepts("occupation"))
    assert {skill for _, one in ALL for skill in one.skills} <= set(concepts("skill"))


@pytest.mark.parametrize(("lang", "one"), ALL, ids=[f"{lang}-{one.text}" for lang, one in ALL])
def test_a_counsellors_choice_is_among_the_first_three(
    matcher: Matcher, lang: str, one: FreeText
) -> None:
    proposed = link(matcher, one.text, kind="occupation", lang="fr", limit=3)
    assert one.trades & {found.concept for found in proposed}, lang


def test_it_mostly_comes_first(matcher: Matcher) -> None:
    first = [
        bool(proposed) and proposed[0].concept in one.trades
        for _, one in ALL
        for proposed in [link(matcher, one.text, kind="occupation", lang="fr", limit=1)]
    ]
    assert sum(first) / len(first) >= 0.85


@pytest.mark.parametrize("one", [one for _, one in ALL if one.skills], ids=lambda one: one.text)
def test_the_skills_that_a_text_tells_are_among_those_proposed(
    matcher: Matcher, one: FreeText
) -> None:
    proposed = link(matcher, one.text, kind="skill", lang="fr", limit=10)
    assert one.skills & {found.concept for found in proposed}
