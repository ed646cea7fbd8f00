"""Contact data never leaves in a vacancy's words; wages, hours and dates stay."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.employers.vacancies.masking import MASK, mask_contacts


@pytest.mark.parametrize(
    "contact",
    [
        "chef@hotel.ma",
        "Recrutement.Casa+cv@grand-hotel.co.ma",
        "nom (at) exemple.ma",
        "nom[arobase]exemple[point]ma",
        "0612345678",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "06\u00a012\u00a034\u00a056\u00a078",
        "0522 43 21 00",
        "+212 6 12 34 56 78",
        "+212 (0)6 12 34 56 78",
        "+212\u2011612\u2011345678",
        "\u202a+212 661 23 45 67\u202c",
        "00212612345678",
        "+33 6 12 34 56 78",
        "661 23 45 67",
        "٠٦١٢٣٤٥٦٧٨",
        "٠٦ ١٢ ٣٤ ٥٦ ٧٨",
        "https://hotel.ma/emploi?id=3",
        "www.hotel-atlas.com",
        "hotel-atlas.ma",
        "wa.me/212612345678",
        "@hotel_atlas",
    ],
)
def test_contact_is_masked_and_the_rest_stays(contact: str) -> None:
    masked = mask_contacts(f"Écrivez à {contact} avant lundi")
    assert masked.strip("\u202a\u202c") == masked
    assert masked.replace("\u202a", "").replace("\u202c", "") == f"Écrivez à {MASK} avant lundi"


@pytest.mark.parametrize(
    "text",
    [
        "Salaire de 3 500 à 4 200 DH par mois",
        "Salaire 3500-4000 DH, prime 1.500,00 DH",
        "du 01/09/2026 au 31/12/2026",
        "du 2026-09-01 au 2026-12-31",
        "05-08-2026 06-09-2026",
        "de 08h00 à 17h30, 44 h par semaine, 191 h par mois",
        "10 000 à 15 000 pièces par jour",
        "permis B, 2 ans d'expérience, 30 places",
        "12, rue d'Oujda, Rabat 10000",
        "CNSS n° à demander. Expérience en BTP.Formation assurée",
        "عامل بناء، 3500 درهم في الشهر",
        "",
    ],
)
def test_what_a_candidate_needs_stays(text: str) -> None:
    assert mask_contacts(text) == text


WORDS = st.text(alphabet=st.sampled_from("abc éب .,;:!\n-"), max_size=40)


@given(before=WORDS, after=WORDS, digits=st.text(alphabet="0123456789", min_size=8, max_size=8))
def test_no_phone_number_survives_any_neighbour(before: str, after: str, digits: str) -> None:
    number = f"06{digits}"
    assert number not in mask_contacts(f"{before} {number} {after}")


@given(text=st.text(max_size=300))
def test_never_longer_and_never_fails(text: str) -> None:
    masked = mask_contacts(text)
    assert len(masked) <= len(text)
    assert bool(masked) == bool(text)


@pytest.mark.parametrize("piece", ["a", "a.", "06 ", "@", "a-", "1", "+", "( ", "a@"])
def test_long_texts_are_masked_in_no_time(piece: str) -> None:
    text = (piece * 8000)[:8000]
    started = time.perf_counter()
    mask_contacts(text)
    assert time.perf_counter() - started < 2
