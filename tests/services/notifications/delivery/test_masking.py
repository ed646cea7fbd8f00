"""Masked addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.delivery.masking import masked


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("joy@example.ma", "j…@e…"),
        ("+212612345678", "+2126••••78"),
        ("0612345678", "0612••••78"),
        ("12345678", "12••••78"),
    ],
)
def test_masked(address: str, shown: str) -> None:
    assert masked(address) == shown


@given(st.from_regex(r"\+?[0-9]{8,15}", fullmatch=True))
def test_four_digits_at_least_stay_hidden(phone: str) -> None:
    shown = masked(phone)
    assert len(phone) - len(shown.replace("•", "")) >= 4
