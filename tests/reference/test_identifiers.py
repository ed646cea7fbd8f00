"""Numbers of enterprises as people type them, and what is none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from amuddu.reference import identifiers

FIRST = st.integers(1, 10**13 - 1).map(lambda n: f"{n:013d}")
BETWEEN = st.sampled_from(["", " ", ".", "-", " / ", "\u00a0", "\u200f"])
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@given(FIRST, st.lists(BETWEEN, min_size=15, max_size=15), st.booleans())
def test_however_it_is_typed_it_is_the_same_ice(
    first: str, between: list[str], arabic: bool
) -> None:
    number = first + identifiers.control(first)
    typed = "".join(digit + gap for digit, gap in zip(number, between, strict=True))
    assert identifiers.ice(typed.translate(ARABIC) if arabic else typed) == number


@given(FIRST, st.integers(0, 14), st.integers(1, 9))
def test_one_wrong_digit_is_found(first: str, at: int, more: int) -> None:
    number = first + identifiers.control(first)
    wrong = str((int(number[at]) + more) % 10)
    assert identifiers.ice(number[:at] + wrong + number[at + 1 :]) is None


@given(FIRST, st.integers(0, 13))
def test_two_digits_that_changed_places_are_found(first: str, at: int) -> None:
    number = first + identifiers.control(first)
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    assert identifiers.ice(swapped) == (number if swapped == number else None)


@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(text: str) -> None:
    for read in (identifiers.ice, identifiers.cnss, identifiers.rc):
        found = read(text)
        assert found is None or (found.isascii() and found.isdigit())


def test_what_is_no_number_at_all() -> None:
    assert identifiers.ice("0" * 15) is None
    assert identifiers.cnss("0000000") is None
    assert identifiers.rc("RC") is None
