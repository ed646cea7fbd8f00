"""Days, years of birth, ages."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from amuddu.imports.values import dates
from tests.imports.cells import notes, reading, refusal, value


@pytest.mark.parametrize(
    "cell",
    [
        date(2027, 1, 4),
        datetime(2027, 1, 4, 8, 30),  # noqa: DTZ001 - as a workbook has it
        "2027-01-04",
        "2027-01-04 00:00:00",
        "2027-01-04T08:00:00+01:00",
        "2027-01-03T23:00:00.000Z",
        "2027/01/04",
        "2027.1.4",
        "04/01/2027",
        "4/1/2027",
        "04.01.2027",
        "04-01-2027",
        "04 01 2027",
        "04/01/2027 08:00",
        "20270104",
        "٠٤/٠١/٢٠٢٧",
        "4 janvier 2027",
        "lundi 4 janvier 2027",
        "le 4 janv. 2027",
        "January 4, 2027",
        "4th January 2027",
        "4 de enero de 2027",
        "4 يناير 2027",
        "4 كانون الثاني 2027",
        "4 جانفي 2027",
        "٤ يناير ٢٠٢٧",
    ],
)
def test_a_day_in_many_spellings(cell: Any) -> None:
    assert value(dates.day, cell) == "2027-01-04"
    assert not notes(dates.day, cell)


@pytest.mark.parametrize("cell", [46391, 46391.0, "46391", "46391.5", "04/01/27", "04-janv-27"])
def test_a_day_that_had_to_be_worked_out_is_said(cell: Any) -> None:
    assert value(dates.day, cell) == "2027-01-04"
    (said,) = notes(dates.day, cell)
    assert "2027-01-04" in said.text.in_("fr")


def test_the_day_comes_before_the_month() -> None:
    assert value(dates.day, "01/04/2027") == "2027-04-01"
    assert value(dates.day, "1er octobre 2027") == "2027-10-01"


@pytest.mark.parametrize(
    "cell",
    [
        "01/13/2027",
        "31/02/2027",
        "1448-07-25",
        "janvier 2027",
        "4 janvier",
        "2027",
        "4 ou 5 janvier 2027",
        "01022027",
        "mois prochain",
        7,
        time(8, 0),
        True,
    ],
)
def test_what_is_no_day_is_refused(cell: Any) -> None:
    assert refusal(dates.day, cell)


@pytest.mark.parametrize("cell", ["dès que possible", "ASAP", "Immédiat", "inmediato", "فورا"])
def test_no_day_is_named(cell: str) -> None:
    found = reading(dates.day, cell)
    assert found.value is None
    assert len(found.notes) == 1


@pytest.mark.parametrize(
    "months",
    [
        "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
        "january|february|march|april|may|june|july|august|september|october|november|december",
        "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
        "يناير|فبراير|مارس|أبريل|ماي|يونيو|يوليوز|غشت|شتنبر|أكتوبر|نونبر|دجنبر",
        "يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
        "جانفي|فيفري|مارس|أفريل|ماي|جوان|جويلية|أوت|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
        "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|"
        "تشرين الأول|تشرين الثاني|كانون الأول",
    ],
)
def test_months_of_four_languages_and_of_every_arab_tradition(months: str) -> None:
    for number, name in enumerate(months.split("|"), start=1):
        assert value(dates.day, f"9 {name} 2027") == f"2027-{number:02}-09"


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    for written in (day.isoformat(), day.strftime("%d/%m/%Y"), day.strftime("%d.%m.%Y"), day):
        assert value(dates.day, written) == day.isoformat()


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("1996", 1996),
        (1996, 1996),
        (1996.0, 1996),
        ("1996.0", 1996),
        ("1 996", 1996),
        ("١٩٩٦", 1996),
        ("16/02/1992", 1992),
        ("1992-02-16 00:00:00", 1992),
        (date(1992, 2, 16), 1992),
        ("16 février 1992", 1992),
        ("né en 1992", 1992),
        ("02/16/1992", 1992),
        ("00/00/1985", 1985),
        ("vers 1980", 1980),
        ("35217", 1996),
        (35217, 1996),
        ("16/02/92", 1992),
        ("96", 1996),
        ("2015", 2015),
        ("02/1992", 1992),
        ("29/02/1992", 1992),
        ("présumé 1992", 1992),
    ],
)
@time_machine.travel("2026-11-30", tick=False)
def test_a_year_of_birth_is_found(cell: Any, year: int) -> None:
    assert value(dates.birth_year, cell) == year


@pytest.mark.parametrize("cell", ["16/02/1992", "35217", "vers 1980", "96", "34 ans"])
@time_machine.travel("2026-11-30", tick=False)
def test_what_was_done_to_a_birth_is_said_without_telling_it(cell: str) -> None:
    (said,) = notes(dates.birth_year, cell)
    assert not any(character.isdecimal() for character in said.text.in_("fr"))


@pytest.mark.parametrize(
    "cell",
    [
        "1417",
        "22",
        "31/31/1992",
        "29/02/1993",
        "13/1992",
        "1899",
        "12345678",
        "jeune",
        "192",
        99999,
        True,
    ],
)
@time_machine.travel("2026-11-30", tick=False)
def test_what_may_be_two_years_or_none_is_refused(cell: Any) -> None:
    assert refusal(dates.birth_year, cell)


@pytest.mark.parametrize("cell", ["34", 34, 34.0, "34 ans", "34 years", "٣٤ سنة"])
@time_machine.travel("2026-11-30", tick=False)
def test_an_age_is_the_later_year_that_it_may_be(cell: Any) -> None:
    assert value(dates.age, cell) == 1992


def test_an_age_in_a_column_of_births_says_that_it_is_one() -> None:
    with time_machine.travel("2026-11-30", tick=False):
        assert value(dates.birth_year, "34 ans") == 1992
    assert refusal(dates.age, "trente")
    assert refusal(dates.age, "140")
