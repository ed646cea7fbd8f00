"""Length and alphabet of text messages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.delivery import gsm


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ع" * 70, 1),
        ("ع" * 71, 2),
        ("ع" * 134, 2),
        ("ع" * 135, 3),
        ("a" * 69 + "ç", 1),
        ("a" * 70 + "ç", 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_parts(text: str, parts: int) -> None:
    assert gsm.parts(text) == parts


def test_folding_keeps_the_accents_that_phones_have() -> None:
    assert gsm.fold("Maçon à Fès, « début août »") == 'Macon à Fès, " début aout "'


def test_folding_leaves_a_text_whole_that_stays_outside_anyway() -> None:
    assert gsm.fold("maçon بناء") == "maçon بناء"


@given(st.text(st.characters(max_codepoint=0x17F, exclude_categories=["Cc"])))
def test_folding_never_lengthens_the_bill(text: str) -> None:
    assert gsm.parts(gsm.fold(text)) <= gsm.parts(text)
