"""Free words to concepts."""

from __future__ import annotations

import pytest

from services.matching.ranking.matcher import matcher_of
from services.matching.search.linking import link
from tests.services.matching.support import ENCODER

MATCHER = matcher_of(ENCODER)


@pytest.mark.parametrize("words", ["Maçonne", "bennay", "albañil", "بناء", "bricklayer"])
def test_a_name_in_any_language_or_script_comes_first_and_is_certain(words: str) -> None:
    best = link(MATCHER, words, kind="occupation", lang="fr", limit=5)[0]
    assert (best.concept, best.score, best.isco) == ("mason", 1.0, "7112")


def test_labels_come_in_the_readers_language() -> None:
    labels = {
        lang: link(MATCHER, "mason", kind="occupation", lang=lang, limit=1)[0].label
        for lang in ("fr", "en", "es")
    }
    assert labels == {"fr": "maçon / maçonne", "en": "mason", "es": "albañil / albañila"}


def test_near_words_are_proposed_below_certainty() -> None:
    proposed = link(MATCHER, "poser des grandes briques", kind="skill", lang="fr", limit=5)
    assert proposed[0].concept == "lay-bricks"
    assert proposed[0].score < 1
    scores = [one.score for one in proposed]
    assert scores == sorted(scores, reverse=True)


def test_noise_links_to_nothing() -> None:
    assert link(MATCHER, "zzqx wvvk", kind="skill", lang="fr", limit=5) == ()


def test_the_limit_is_kept() -> None:
    assert len(link(MATCHER, "maçon", kind="occupation", lang="fr", limit=1)) == 1
