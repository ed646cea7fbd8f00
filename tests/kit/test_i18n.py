"""Languages: negotiation, fallback to French, and consistency of the catalogues."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amuddu.contracts.types import LANGS
from amuddu.kit.i18n import Text, negotiate, translations


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        (None, "fr"),
        ("", "fr"),
        ("de", "fr"),
        ("ar-MA,fr;q=0.5", "ar"),
        ("ary", "ar"),
        ("en;q=0.2, es;q=0.9", "es"),
        ("en;q=zero, fr;q=0.1", "fr"),
    ],
)
def test_the_best_offered_language_is_chosen(header: str | None, lang: str) -> None:
    assert negotiate(header) == lang


@given(st.text(max_size=200))
def test_any_header_gives_a_language_of_ours(header: str) -> None:
    assert negotiate(header) in LANGS


def test_french_is_its_own_translation() -> None:
    assert Text("Ville inconnue.").in_("fr") == "Ville inconnue."


def test_parameters_are_set_in() -> None:
    assert "5" in Text("La valeur doit être au moins {ge}.", {"ge": 5}).in_("fr")
    assert translations("fr").gettext("x") == "x"


@pytest.mark.parametrize("lang", LANGS)
def test_no_sentence_sends_somebody_away_without_words(lang: str) -> None:
    text = Text("Certaines réponses sont à corriger.")
    assert text.in_(lang)  # type: ignore[arg-type]
