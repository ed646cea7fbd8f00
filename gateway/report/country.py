"""The country as a picture: towns as dots, which draw its outline, and a circle a region.

The numbers are those of a release, by region, with what is hidden there hidden here: people are
counted by no smaller place. A circle's area is its number; which region it is, is a number of the
table beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, radians, sqrt
from typing import Literal

from amuddu.contracts.statistics import Figures
from amuddu.contracts.types import Lang
from amuddu.reference.places import Place, places, regions

WIDTH, EDGE = 320.0, 16.0
LARGEST, LEAST = 18.0, 7.0
"""Radius of the largest number, and of the smallest that is seen."""


@dataclass(frozen=True, slots=True)
class Circle:
    """A region: its number in the table, its name, people and vacancies (`None`: hidden)."""

    number: int
    name: str
    x: float
    y: float
    radius: float
    people: int | None
    vacancies: int | None


@dataclass(frozen=True, slots=True)
class Country:
    """The picture, in its own units."""

    towns: tuple[tuple[float, float], ...]
    circles: tuple[Circle, ...]
    width: float
    height: float


def country(figures: Sequence[Figures], lang: Lang) -> Country | None:
    """The regions with people and vacancies of a release; none where neither is told by region."""
    people, vacancies = (_by_region(figures, subject) for subject in ("people", "vacancies"))
    if not people and not vacancies:
        return None
    most = max((each for each in people.values() if each), default=0)
    circles = []
    for number, (identifier, region) in enumerate(regions().items(), start=1):
        count = people.get(identifier, 0)
        x, y = _middle(identifier)
        radius = max(LEAST, LARGEST * sqrt(count / most)) if count and most else LEAST
        circles.append(
            Circle(
                number,
                region.names[lang],
                x,
                y,
                round(radius, 1),
                count,
                vacancies.get(identifier, 0),
            )
        )
    return Country(tuple(_at(town) for town in places().values()), tuple(circles), WIDTH, _height())


def _by_region(
    figures: Sequence[Figures], subject: Literal["people", "vacancies"]
) -> Mapping[str, int | None]:
    for one in figures:
        for table in one.tables:
            if one.subject == subject and table.dimension == "region":
                return dict(zip(table.rows, table.row_totals, strict=True))
    return {}


@cache
def _frame() -> tuple[float, float, float, float]:
    """The westernmost and northernmost degree, units a degree of latitude, and how much shorter one
    of longitude is in the middle of the country."""
    lats = [town.lat for town in places().values()]
    lngs = [town.lng for town in places().values()]
    shorter = cos(radians((min(lats) + max(lats)) / 2))
    scale = (WIDTH - 2 * EDGE) / ((max(lngs) - min(lngs)) * shorter)
    return min(lngs), max(lats), scale, shorter


def _at(town: Place) -> tuple[float, float]:
    west, north, scale, shorter = _frame()
    x = EDGE + (town.lng - west) * shorter * scale
    return round(x, 1), round(EDGE + (north - town.lat) * scale, 1)


@cache
def _height() -> float:
    return round(max(_at(town)[1] for town in places().values()) + EDGE, 1)


def _middle(region_id: str) -> tuple[float, float]:
    """The middle of a region's towns."""
    found = [_at(town) for town in places().values() if town.region_id == region_id]
    return (
        round(sum(x for x, _ in found) / len(found), 1),
        round(sum(y for _, y in found) / len(found), 1),
    )
