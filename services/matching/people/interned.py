"""What many people share, held once: where they live, and what they speak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.matching.people.growing import Column, Lists
from services.matching.ranking.pool import Floats, Ints, Person, Ragged


@dataclass(frozen=True, slots=True)
class Spoken:
    """Each set of languages with their levels, one a row."""

    languages: Ragged
    levels: Ragged

    def __len__(self) -> int:
        return len(self.languages.offsets) - 1

    def level_of(self, language: int) -> Floats:
        """Best level in one language, 1 to 7; 0 where it is not listed."""
        ranks = np.where(self.languages.values == language, self.levels.values, 0)
        return self.languages.best(ranks.astype(np.float64), empty=0.0)


class Places:
    """Pairs of latitude and longitude; the first is nowhere."""

    def __init__(self) -> None:
        self._points = Column(np.float64, width=2)
        self._points.append([[np.nan, np.nan]])
        self._known: dict[tuple[float, float], int] = {}

    def number(self, person: Person) -> int:
        """The number of where somebody lives."""
        if np.isnan(person.lat) or np.isnan(person.lng):
            return 0
        point = (person.lat, person.lng)
        found = self._known.get(point)
        if found is None:
            found = self._known[point] = len(self._points)
            self._points.append([point])
        return found

    def points(self) -> NDArray[Any]:
        """`[place, latitude and longitude]`."""
        return self._points.all


class Speech:
    """Lists of languages with their levels."""

    def __init__(self) -> None:
        self._languages, self._levels = Lists(np.int32), Lists(np.int8)
        self._known: dict[tuple[bytes, bytes], int] = {}

    def number(self, languages: Ints, levels: Ints) -> int:
        """The number of what somebody speaks."""
        key = (languages.tobytes(), levels.tobytes())
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = len(self._languages)
            self._languages.append([languages])
            self._levels.append([levels])
        return found

    def spoken(self) -> Spoken:
        """All of them."""
        count = len(self._levels)
        return Spoken(self._languages.upto(count), self._levels.upto(count))
