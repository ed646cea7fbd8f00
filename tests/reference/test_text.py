"""Folding makes one of what people write in several ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amuddu.reference.text import fold


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_folded_text_is_single_spaced(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Électricien", "ELECTRICIEN"),
        ("sœur", "soeur"),
        ("aide-soignant", "aide soignant"),
        ("أكادير", "اكادير"),
        ("أݣادير", "أگادير"),
        ("بنّاء", "بناء"),
        ("سبّـــاك", "سباك"),
        ("طنجة", "طنجه"),
        ("مصطفى", "مصطفي"),
        ("٢٠٢٦", "2026"),
    ],
)
def test_spellings_of_one_word_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)
