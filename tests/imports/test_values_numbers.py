"""Whole numbers, lengths of time, distances, wages."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from amuddu.imports.values import numbers, wages
from tests.imports.cells import notes, reading, refusal, value

PLACES = numbers.whole(1, 2000)
MONTHS = numbers.months(1, 120)


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("2", 2),
        (2.0, 2),
        ("05", 5),
        ("12.0", 12),
        ("2 postes", 2),
        ("١٢", 12),
        ("1 000", 1000),
        ("1,000", 1000),
        ("1.000", 1000),
        ("1'000", 1000),
        ("10+", 10),
        ("3 (dont 1 femme)", 3),
        ("deux", 2),
        ("ثلاثة", 3),
    ],
)
def test_whole_numbers(cell: Any, count: int) -> None:
    assert value(PLACES, cell) == count


@pytest.mark.parametrize("cell", ["1,000", "1.000", "10+", "3 (dont 1 femme)", "deux"])
def test_a_number_that_had_to_be_understood_is_said(cell: str) -> None:
    assert len(notes(PLACES, cell)) == 1


@pytest.mark.parametrize(
    "cell",
    ["2 à 3", "plusieurs", "une dizaine", "5 maçons et 2 aides", "-3", "1,5", "0", "9999", True],
)
def test_what_is_no_number_or_two_is_refused(cell: Any) -> None:
    assert refusal(PLACES, cell)


def test_two_readings_are_both_named() -> None:
    assert refusal(PLACES, "2 à 3") == (
        "Deux valeurs sont possibles, 2 et 3 : écrivez-en une seule."
    )


@pytest.mark.parametrize(
    ("cell", "months"),
    [
        ("12", 12),
        (12, 12),
        ("12 mois", 12),
        ("18mois", 18),
        ("1 an", 12),
        ("un an", 12),
        ("2 ans", 24),
        ("1,5 an", 18),
        ("un an et demi", 18),
        ("1 an et 6 mois", 18),
        ("2 years", 24),
        ("18 months", 18),
        ("2 años", 24),
        ("26 semaines", 6),
        ("90 jours", 3),
        ("2 سنوات", 24),
        ("سنتان", 24),
        ("سنة واحدة", 12),
        ("شهران", 2),
        ("24 mois renouvelable", 24),
        ("6 mois (renouvelable 1 fois)", 6),
    ],
)
def test_lengths_of_time_in_months(cell: Any, months: int) -> None:
    assert value(MONTHS, cell) == months


@pytest.mark.parametrize("cell", ["2 ans", "26 semaines", "سنتان", "24 mois renouvelable"])
def test_a_length_that_was_changed_is_said(cell: str) -> None:
    assert len(notes(MONTHS, cell)) == 1


@pytest.mark.parametrize(
    "cell", ["6 à 12 mois", "12,5 mois", "1.5", "3 semaines", "0", "mois", "longtemps", "200 ans"]
)
def test_a_length_that_is_no_whole_number_of_months_is_refused(cell: str) -> None:
    assert refusal(MONTHS, cell)


def test_without_end_there_is_no_length() -> None:
    found = reading(MONTHS, "indéterminée")
    assert found.value is None
    assert found.notes


@pytest.mark.parametrize(
    ("cell", "hours"), [("44", 44), ("44h", 44), ("35h00", 35), ("44 h/semaine", 44), (22.0, 22)]
)
def test_hours_of_a_week(cell: Any, hours: int) -> None:
    assert value(numbers.hours_a_week, cell) == hours


@pytest.mark.parametrize("cell", ["8h/jour", "5 jours", "191 h/mois", "85", "mi-temps", True])
def test_hours_of_another_span_are_refused(cell: Any) -> None:
    assert refusal(numbers.hours_a_week, cell)


def test_distances() -> None:
    assert value(numbers.kilometres, "20 km") == 20
    assert refusal(numbers.kilometres, "10-20 km")
    assert refusal(numbers.kilometres, "9000 km")


# --- wages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("3500", "3500"),
        (3500, "3500"),
        (3500.5, "3500.50"),
        ("3 500", "3500"),
        ("3\u202f500,00", "3500"),
        ("3'500", "3500"),
        ("3.500", "3500"),
        ("3,500", "3500"),
        ("3.500,00", "3500"),
        ("3,500.00", "3500"),
        ("4 200,50 DH", "4200.50"),
        ("3500DH", "3500"),
        ("3500 MAD/mois", "3500"),
        ("3500 درهم", "3500"),
        ("٣٥٠٠", "3500"),
        ("4k", "4000"),
        ("4,5 K DH", "4500"),
        ("48000/an", "4000"),
        ("48000 MAD/an", "4000"),
        ("60 000 DH per year", "5000"),
        ("180 DH/jour", "4680"),
        ("17,92 DH/h", "3422.72"),
        ("900 DH par semaine", "3900"),
        ("à partir de 4000 DH", "4000"),
    ],
)
def test_wages_of_a_month(cell: Any, month: str) -> None:
    assert value(wages.lowest, cell) == month
    assert value(wages.lowest, month) == month


@pytest.mark.parametrize(
    "cell", ["48000/an", "180 DH/jour", "900 DH/semaine", "3.500", "4k", "3500 net"]
)
def test_a_wage_that_was_changed_is_said(cell: str) -> None:
    assert len(notes(wages.lowest, cell)) == 1


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [
        ("4000 à 5000", "4000", "5000"),
        ("4000-5000", "4000", "5000"),
        ("entre 4 000 et 5 000 DH", "4000", "5000"),
        ("2 000 DH - 3 000 DH", "2000", "3000"),
        ("3-4k", "3000", "4000"),
        ("48000 - 60000 MAD / an", "4000", "5000"),
        ("من 4000 إلى 5000 درهم", "4000", "5000"),
    ],
)
def test_a_range_fills_both_ends(cell: str, low: str, high: str) -> None:
    lowest, highest = reading(wages.lowest, cell), reading(wages.highest, cell)
    assert (lowest.value, lowest.also["wage_month_max"]) == (low, high)
    assert (highest.value, highest.also["wage_month"]) == (high, low)
    assert lowest.notes


def test_up_to_fills_the_upper_end_alone() -> None:
    found = reading(wages.lowest, "jusqu'à 5000 DH")
    assert found.value is None
    assert found.also["wage_month_max"] == "5000"


@pytest.mark.parametrize(
    "cell",
    ["à négocier", "A discuter", "selon profil", "salaire motivant", "Negotiable", "حسب الاتفاق"],
)
def test_a_wage_to_be_agreed_is_none_and_said(cell: str) -> None:
    found = reading(wages.lowest, cell)
    assert found.value is None
    assert len(found.notes) == 1


@pytest.mark.parametrize("cell", [0, 0.0039, "0,001", "0,01 DH par an"])
def test_a_wage_that_comes_to_nothing_is_none(cell: Any) -> None:
    assert "3500" in str(refusal(wages.lowest, cell))


@time_machine.travel("2026-11-30", tick=False)
def test_the_legal_minimum_by_its_name() -> None:
    assert value(wages.lowest, "SMIG") == "3422.72"
    assert value(wages.lowest, "SMAG") == "2533.44"
    assert [said.left_out for said in notes(wages.lowest, "SMIG + primes")] == [False, True]
    assert refusal(wages.lowest, "2 SMIG")


def test_another_currency_is_refused_by_its_name() -> None:
    assert "TND" in str(refusal(wages.lowest, "1000 - 1200 DT / Mois"))
    assert "EUR" in str(refusal(wages.lowest, "3500 €"))
    assert "XOF" in str(refusal(wages.lowest, "150000 FCFA"))


@pytest.mark.parametrize(
    "cell",
    [
        "beaucoup",
        "4OOO",
        "3Oo dh",
        "0",
        "-500",
        "5000-4000",
        "4000 DH 44h",
        "1e400",
        "4000 DH/jour/mois",
        True,
    ],
)
def test_what_is_no_wage_is_refused(cell: Any) -> None:
    assert refusal(wages.lowest, cell)


def test_what_comes_beside_the_amount_is_told() -> None:
    assert [said.left_out for said in notes(wages.lowest, "3500DH+primes")] == [True]


def test_period_and_currency_of_a_whole_column() -> None:
    assert value(wages.period, "yearly") == "year"
    assert value(wages.period, "par mois") == "month"
    assert value(wages.currency, "Dirhams") == "MAD"
    assert value(wages.currency, "€") == "EUR"
    assert refusal(wages.period, "souvent")


@given(st.decimals(1, 999_999, places=2))
def test_an_amount_is_read_back_in_french_and_in_english(amount: Any) -> None:
    plain = value(wages.lowest, f"{amount:.2f}")
    assert value(wages.lowest, f"{amount:,.2f}") == plain
    french = f"{amount:,.2f}".replace(",", " ").replace(".", ",")
    assert value(wages.lowest, french) == plain
