"""The judged set: vacancies, thirty people for each, and what graders gave each pair.

The cells of `judged/*.csv` are what somebody would type; who makes facts of them is not said here.
A sheet of grades has one line a vacancy: `A01 a01 3, a02 3/1`. 3 is the grade of the work alone,
1 the grade as it is; who is not named has 0. `docs/evaluation/guidelines.md` says what grades mean.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).with_name("judged")
FIRST_SHEET = FOLDER / "grades_first.txt"
DAY = date(2026, 3, 2)
"""The day on which the graders looked."""
BEST = 3
GOOD = 2
"""Grade from which a counsellor puts somebody forward."""

Part = Literal["tuning", "reported"]
Cells = dict[str, str]
_GRADED = re.compile(r"(\w+) ([0-3])(?:/([0-3]))?")
_ABOUT_THE_SET = ("group", "part", "kinds", "without")


class BadSheet(ValueError):
    """A sheet of grades that cannot be read; says where."""


@dataclass(frozen=True, slots=True)
class Grade:
    """Of one pair: the work alone, and with all that the two said beside it."""

    work: int = 0
    as_it_is: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """A vacancy of the set: what was typed, for whom it is ranked, what makes it hard."""

    id: str
    part: Part
    kinds: tuple[str, ...]
    cells: Cells
    people: tuple[str, ...]


Sheet = Mapping[str, Mapping[str, Grade]]
"""Grades by vacancy and person; whoever is not there has 0."""


@cache
def people() -> Mapping[str, Cells]:
    """What everybody typed, by reference."""
    found = (row for path in sorted(FOLDER.glob("people_*.csv")) for row in _rows(path))
    return {row["external_ref"]: row for row in found}


@cache
def vacancies() -> tuple[Judged, ...]:
    """The vacancies of the set, each with its thirty people."""
    groups = {
        path.stem.removeprefix("people_"): [row["external_ref"] for row in _rows(path)]
        for path in FOLDER.glob("people_*.csv")
    }
    return tuple(_judged(row, groups) for row in _rows(FOLDER / "vacancies.csv"))


def of_part(part: Part) -> tuple[Judged, ...]:
    """The vacancies that weights may be chosen on, or those that are reported."""
    return tuple(one for one in vacancies() if one.part == part)


def read_sheet(path: Path) -> Sheet:
    """A grader's sheet. Raises `BadSheet` for a line that names nobody of the set."""
    known = {one.id: frozenset(one.people) for one in vacancies()}
    sheet: dict[str, dict[str, Grade]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        vacancy, _, grades = line.strip().partition(" ")
        if vacancy not in known or vacancy in sheet:
            raise BadSheet(f"line {number}: {vacancy!r} is no vacancy of the set, or came before")
        sheet[vacancy] = dict(_grades(grades, known[vacancy], number))
    return sheet


def _grades(text: str, known: frozenset[str], number: int) -> Iterator[tuple[str, Grade]]:
    for said in filter(None, map(str.strip, text.split(","))):
        found = _GRADED.fullmatch(said)
        if found is None or found[1] not in known:
            raise BadSheet(f"line {number}: {said!r} is no grade of somebody of this vacancy")
        work = int(found[2])
        as_it_is = int(found[3]) if found[3] else work
        if as_it_is > work:
            raise BadSheet(f"line {number}: {said!r} is higher as it is than the work alone")
        yield found[1], Grade(work, as_it_is)


def _judged(row: Cells, groups: Mapping[str, list[str]]) -> Judged:
    without = row["without"].split()
    part: Part = "tuning" if row["part"] == "tuning" else "reported"
    return Judged(
        id=row["external_ref"],
        part=part,
        kinds=tuple(row["kinds"].split()),
        cells={name: cell for name, cell in row.items() if name not in _ABOUT_THE_SET},
        people=tuple(one for one in groups[row["group"]] if one not in without),
    )


def _rows(path: Path) -> list[Cells]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
