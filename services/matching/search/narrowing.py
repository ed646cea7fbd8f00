"""What a list is narrowed by beside its filters, and how many people each would leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

import numpy as np

from amuddu.contracts.matching.ranking import NEAR_KM
from services.matching.people.asked import Asked
from services.matching.people.view import Flags
from services.matching.ranking.pool import Floats, Ints, day_number


@dataclass(frozen=True, slots=True)
class Left:
    """How many people of a list would stay with one filter more."""

    all_essentials: int
    in_time: int
    languages_met: int
    within: tuple[int, ...]
    """For each of `NEAR_KM`."""


class Narrowed(Protocol):
    """Which traits are wanted."""

    @property
    def all_essentials(self) -> bool: ...

    @property
    def in_time(self) -> bool: ...

    @property
    def languages_met(self) -> bool: ...


@dataclass(frozen=True)
class Traits:
    """Of some slots, who has each trait. What nobody said is no trait."""

    asked: Asked
    on: date

    def among(self, wanted: Narrowed, slots: Ints | slice) -> Flags:
        """Who of these has every trait that is wanted."""
        found = np.ones(len(self.asked.view.place[slots]), dtype=np.bool_)
        if wanted.all_essentials:
            found &= self.all_essentials(slots)
        if wanted.in_time:
            found &= self.in_time(slots)
        if wanted.languages_met:
            found &= self.languages_met(slots)
        return found

    def left(self, slots: Ints) -> Left:
        """How many of these have each."""
        people = np.bincount(self.asked.view.place[slots], minlength=len(self.asked.away))
        return Left(
            all_essentials=int(self.all_essentials(slots).sum()),
            in_time=int(self.in_time(slots).sum()),
            languages_met=int(self.languages_met(slots).sum()),
            within=tuple(int(people[self.asked.away <= km].sum()) for km in NEAR_KM),
        )

    def all_essentials(self, slots: Ints | slice) -> Flags:
        """Who states all that is essential; everybody where nothing is."""
        stated: Flags = self.asked.ticks[slots] == len(self.asked.demand.skills.essential)
        return stated

    def in_time(self, slots: Ints | slice) -> Flags:
        """Who is free by the start, or today where there is none."""
        start = self.asked.demand.start
        free: Flags = self.asked.view.available[slots] <= (
            day_number(self.on) if np.isnan(start) else start
        )
        return free

    def languages_met(self, slots: Ints | slice) -> Flags:
        """Who speaks every language asked, at its level."""
        met: Flags = self._speak[self.asked.view.speech[slots]]
        return met

    def away(self, slots: Ints | slice) -> Floats:
        """Kilometres to the vacancy; NaN where a place is unknown."""
        away: Floats = self.asked.away[self.asked.view.place[slots]]
        return away

    def free_from(self, slots: Ints) -> Floats:
        """The day from which each is free, NaN where unknown; who is free already is free today."""
        free: Floats = np.maximum(
            self.asked.view.available[slots].astype(np.float64), day_number(self.on)
        )
        return free

    @cached_property
    def _speak(self) -> Flags:
        """Which sets of languages hold every one asked."""
        spoken = self.asked.view.spoken
        speak = np.ones(len(spoken), dtype=np.bool_)
        for language, level in self.asked.demand.languages:
            speak &= spoken.level_of(language) >= level
        return speak
