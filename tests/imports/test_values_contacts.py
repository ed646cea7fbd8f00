"""Telephone numbers, e-mail addresses, channels: what comes out can be reached, or nothing does."""

from __future__ import annotations

from typing import Any

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amuddu.contracts.phone_numbers import e164
from amuddu.imports.values import phones
from tests.imports.cells import notes, refusal, value

MOBILE = "+212612345678"


@pytest.mark.parametrize(
    "cell",
    [
        "+212 6 12 34 56 78",
        "0612345678",
        "06 12 34 56 78",
        "06\u00a012\u00a034\u00a056\u00a078",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "06 - 12 - 34 - 56 - 78",
        "00212612345678",
        "+212 (0)6 12 34 56 78",
        "(+212) 6 12 34 56 78",
        "+2120612345678",
        "٠٦١٢٣٤٥٦٧٨",
        "\u202a+212 612-345678\u202c",
        "\u200f0612345678\ufeff",
        "tel:+212612345678",
        "WhatsApp: +212612345678",
        "Tél : 06 12 34 56 78",
        "N° 0612345678",
        "'0612345678",
        '="0612345678"',
        "0612345678 (frère)",
        "tel 0612345678 / whatsapp",
    ],
)
def test_one_number_in_many_spellings(cell: str) -> None:
    assert value(phones.phone, cell) == MOBILE
    assert not notes(phones.phone, cell)


@pytest.mark.parametrize(
    "cell",
    [
        "612345678",
        612345678,
        612345678.0,
        "612345678.0",
        "212612345678",
        212612345678.0,
        "212612345678.0",
    ],
)
def test_what_a_spreadsheet_did_to_a_number_is_undone_and_said(cell: Any) -> None:
    assert value(phones.phone, cell) == MOBILE
    assert len(notes(phones.phone, cell)) == 1


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("+221 77 123 45 67", "+221771234567"),
        ("+225 07 01 02 03 04", "+2250701020304"),
        ("WhatsApp +221 77 123 45 67", "+221771234567"),
        ("221771234567", "+221771234567"),
        ("+34 612 345 678", "+34612345678"),
        ("0033 6 12 34 56 78", "+33612345678"),
        ("+237 6 70 12 34 56", "+237670123456"),
        ("05 22 33 44 55", "+212522334455"),
    ],
)
def test_numbers_of_other_countries_and_of_houses_are_kept(cell: str, number: str) -> None:
    assert value(phones.phone, cell) == number


@pytest.mark.parametrize(
    "cell",
    [
        "06 12 34 56 78 / 05 22 33 44 55",
        "06 12 34 56 78 ou 06 61 23 45 67",
        "06 12 34 56 78 - 05 22 33 44 55",
        "0612345678\n0661234567",
        "0612345678 0522334455",
        "GSM: 0612345678 Fixe: 0522334455",
        "0612345678 et 06 12",
    ],
)
def test_of_several_numbers_the_first_is_kept_and_the_others_are_told(cell: str) -> None:
    assert value(phones.phone, cell) == MOBILE
    (said,) = notes(phones.phone, cell)
    assert said.left_out
    assert not any(digit.isdecimal() for digit in said.text.in_("fr"))


@pytest.mark.parametrize(
    "cell",
    [
        "0000000000",
        "06 12 34 56",
        "+212 612 34 56",
        "123",
        "06123456789",
        "o612345678",
        "2.12613E+11",
        "2,12613E+11",
        "0612345678 poste 12",
        "sur demande",
        True,
    ],
)
def test_a_number_that_cannot_exist_is_refused(cell: Any) -> None:
    why = refusal(phones.phone, cell)
    assert why is not None
    assert "0000" not in why


@given(st.text(alphabet="0123456789+ ().-/٠١٢", max_size=24))
def test_what_comes_out_can_be_dialled_and_stays_the_same(cell: str) -> None:
    if refusal(phones.phone, cell) is not None or value(phones.phone, cell) is None:
        return
    number = value(phones.phone, cell)
    assert phonenumbers.is_valid_number(phonenumbers.parse(number))
    assert value(phones.phone, number) == number
    assert e164(number) == number


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("awa.essai+1@exemple.ma", "awa.essai+1@exemple.ma"),
        ("AWA@EXEMPLE.MA", "AWA@exemple.ma"),
        (" awa@exemple.ma. ", "awa@exemple.ma"),
        ("mailto:awa@exemple.ma", "awa@exemple.ma"),
        ("Essai <awa@exemple.ma>", "awa@exemple.ma"),
    ],
)
def test_addresses_are_read(cell: str, address: str) -> None:
    assert value(phones.email, cell) == address
    assert value(phones.email, address) == address


def test_of_several_addresses_the_first_is_kept_and_the_others_are_told() -> None:
    cell = "awa@exemple.ma; essai@exemple.ma"
    assert value(phones.email, cell) == "awa@exemple.ma"
    assert [said.left_out for said in notes(phones.email, cell)] == [True]


@pytest.mark.parametrize("cell", ["awa@exemple", "awa @exemple.ma", "awa@exemple,ma", "non", "@"])
def test_an_address_that_is_none_is_refused(cell: str) -> None:
    assert refusal(phones.email, cell)


@pytest.mark.parametrize(
    ("cell", "channel"),
    [
        ("email", "email"),
        ("Courriel", "email"),
        ("correo", "email"),
        ("SMS", "sms"),
        ("رسالة قصيرة", "sms"),
        ("WhatsApp", "sms"),
        ("téléphone", "agent"),
        ("tél", "agent"),
        ("mobile", "agent"),
    ],
)
def test_channels_by_the_words_of_people(cell: str, channel: str) -> None:
    assert value(phones.channel, cell) == channel


def test_a_channel_that_is_not_offered_is_refused_or_said() -> None:
    assert refusal(phones.channel, "Facebook")
    assert notes(phones.channel, "WhatsApp")


@given(
    start=st.sampled_from(["+212", "0", "00212", "212", "", "+33", "+212 (0)"]),
    digits=st.from_regex(r"[5-8][0-9]{7,9}", fullmatch=True),
)
def test_numbers_of_morocco_are_those_of_its_plan(start: str, digits: str) -> None:
    found = e164(start + digits)
    if found is not None and found.startswith("+212"):
        assert phonenumbers.is_valid_number(phonenumbers.parse(found))
    if start in ("+212", "0") and len(digits) == 9:
        number = phonenumbers.parse(start + digits, "MA")
        assert (found is not None) == phonenumbers.is_valid_number(number)
