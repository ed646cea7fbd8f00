"""Trades told by what is done and what it is done to."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from services.matching.lexicon.concepts import answers
from services.matching.lexicon.words import works as module
from services.matching.lexicon.words.works import SAID_BY_ONE, worked, works

FOLDER = Path(module.__file__).parent


def classes(table: str, column: str) -> list[str]:
    with (FOLDER / table).open(encoding="utf-8", newline="") as stream:
        return [row[column] for row in csv.DictReader(stream)]


def test_each_row_speaks_of_classes_and_a_trade_that_there_are() -> None:
    doings, things = classes("doings.csv", "doing"), classes("things.csv", "thing")
    assert len(set(doings)) == len(doings)
    assert len(set(things)) == len(things)
    for work in works():
        assert work.doing <= set(doings), work
        assert work.thing | work.beside <= {*things, SAID_BY_ONE}, work
        assert work.means in answers("occupation"), work


@pytest.mark.parametrize(
    ("text", "trade"),
    [
        ("je répare les robinets", "plumber"),
        ("I mend taps and pipes", "plumber"),
        ("arreglo los grifos", "plumber"),
        ("أصلح الحنفيات", "plumber"),
        ("kansle7 robiniyat", "plumber"),
        ("كنصلح الروبينيات", "plumber"),
        ("je livre des repas à moto", "motorcycle-courier"),
        ("I look after old people", "home-care-aide"),
        ("kan7essen l rjal", "barber"),
        ("je couds", "seamstress"),
    ],
)
def test_work_is_understood_in_five_ways_to_speak(text: str, trade: str) -> None:
    assert worked(text) == (trade,)


def test_two_works_are_two_trades() -> None:
    assert worked("cuido niños y limpio la casa") == ("nanny", "housekeeper")


@pytest.mark.parametrize(
    "text",
    [
        "Responsable de production en industrie du bois",
        "Chargé de clientèle bancaire",
        "Superviseur sécurité chantier",
        "Ingénieur en moteurs",
        "jardin",
        "farm",
        "les murs de la maison",
        "je répare",
        "",
    ],
)
def test_titles_and_words_for_one_half_alone_tell_of_no_work(text: str) -> None:
    assert worked(text) == ()
