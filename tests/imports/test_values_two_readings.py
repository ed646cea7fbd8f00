"""Cells that would be read wrongly: they are left empty and named, or read with a note."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from amuddu.imports.values import contracts, dates, lists, numbers, people, phones, places, wages
from tests.imports.cells import Reader, notes, reading, refusal, value


@pytest.fixture(autouse=True)
def _today(time_machine: time_machine.TimeMachineFixture) -> None:
    time_machine.move_to(datetime(2026, 12, 1, 12, tzinfo=UTC), tick=False)


@pytest.mark.parametrize(
    ("reader", "cells"),
    [
        (phones.phone, ["77 123 45 67", "70.123.45.67"]),
        (dates.day, ["27/01/04", "26-12-05"]),
        (dates.birth_year, ["30+", "<30", "+40", "2030", "31/12/2030", "19922", "1992/1994"]),
        (dates.age, ["6 mois", "18 mois", "0", "25-30", "20 semaines", "3 شهر"]),
        (
            numbers.months(1, 120),
            [
                "2x6 mois",
                "3 × 2 mois",
                "moins de 6 mois",
                "12 mois max",
                "< 6 mois",
                "jusqu'à 12 mois",
                "أقل من 6 أشهر",
            ],
        ),
        (numbers.whole(1, 500), ["10 %", "50%"]),
        (
            wages.lowest,
            [
                "48 KDH/an",
                "150000 centimes",
                "3500 par quinzaine",
                "1750 DH bimensuel",
                "12000 DH/trimestre",
                "35OO",
                "3500 brut/net",
                "100 DH par demi-journée",
                "100 DH/nuit",
                "100 DH/m²",
                "10%",
                "13e mois",
                "3 millions",
                "70000 ryal",
                "100 dh la pièce",
            ],
        ),
        (
            contracts.one,
            [
                "CDI exclu",
                "CDI non proposé",
                "CDI : non",
                "CDI=0",
                "CDI impossible",
                "pas forcément CDI",
                "CDI n'est pas possible",
                "indefinido no",
                "CDI refusé",
            ],
        ),
        (places.country, ["Congolaise (Bamako)"]),
    ],
)
def test_what_has_two_readings_or_none_is_named(reader: Reader, cells: list[Any]) -> None:
    read = {cell: value(reader, cell) for cell in cells if refusal(reader, cell) is None}
    assert not read


@pytest.mark.parametrize(
    ("reader", "cell", "expected"),
    [
        (phones.phone, "0661234567-0662345678", "+212661234567"),
        (phones.phone, "0661-23-45-67", "+212661234567"),
        (phones.phone, "771234567", "+212771234567"),
        (dates.day, "04/01/27", "2027-01-04"),
        (dates.day, "à partir du 04/01/2027", "2027-01-04"),
        (dates.day, "ابتداء من 4 يناير 2027", "2027-01-04"),
        (dates.birth_year, "1992 ?", 1992),
        (dates.birth_year, "نحو ١٩٩٠", 1990),
        (dates.age, "34 ans", 1992),
        (dates.age, "٣٤ سنة", 1992),
        (numbers.months(1, 120), "1 semestre", 6),
        (numbers.months(1, 120), "2 trimestres", 6),
        (numbers.months(1, 120), "plus de 2 ans", 24),
        (wages.lowest, "de 4 à 5 mille", "4000"),
        (wages.lowest, "4000 DH à temps plein", "4000"),
        (contracts.one, "C.D.I.", "CDI"),
        (contracts.one, "c d d", "CDD"),
        (contracts.one, "CDD pas CDI", "CDD"),
        (contracts.one, "CDI non, CDD oui", "CDD"),
        (contracts.one, "stage non rémunéré", "trainee"),
        (people.sex, "Melle", "f"),
        (people.sex, "Masc.", "m"),
        (places.country, "Congolaise (RDC)", "CD"),
        (lists.occupations, "1. maçon 2. plombier", [{"text": "maçon"}, {"text": "plombier"}]),
    ],
)
def test_what_has_one_reading_is_read(reader: Reader, cell: Any, expected: Any) -> None:
    assert value(reader, cell) == expected


def test_an_end_of_a_range_is_said() -> None:
    assert notes(numbers.months(1, 120), "plus de 2 ans")
    assert notes(dates.birth_year, "1992 ?")
    assert reading(wages.lowest, "de 4 à 5 mille").also["wage_month_max"] == "5000"
