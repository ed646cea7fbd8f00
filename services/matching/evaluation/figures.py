"""How good the lists of the judged set are: gain at ten, and good people who are cut off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from services.matching.evaluation.judged import GOOD, Grade, Judged, Sheet
from services.matching.evaluation.ranking import gain

Scores = Callable[[Judged], Mapping[str, float]]
"""A ranker: for a vacancy, a number for each of its people, the larger the earlier."""
NOBODY = Grade()


@dataclass(frozen=True, slots=True)
class Gains:
    """nDCG at ten of each vacancy, by its reference."""

    of: Mapping[str, float]

    @property
    def mean(self) -> float:
        return mean(self.of.values())

    def by_kind(self, vacancies: Sequence[Judged]) -> dict[str, float]:
        """The mean of the vacancies of each kind of difficulty."""
        kinds = sorted({kind for one in vacancies for kind in one.kinds})
        return {
            kind: mean(self.of[one.id] for one in vacancies if kind in one.kinds) for kind in kinds
        }


def gains(
    vacancies: Sequence[Judged], sheet: Sheet, scores: Scores, *, alone: bool = False
) -> Gains:
    """Gains of a ranker; equal scores count against it. `alone`: by the grades of the work."""
    found = {}
    for one in vacancies:
        given, grades = scores(one), sheet[one.id]
        wanted = [grades.get(person, NOBODY) for person in one.people]
        found[one.id] = gain(
            [each.work if alone else each.as_it_is for each in wanted],
            [given[person] for person in one.people],
        )
    return Gains(found)


@dataclass(frozen=True, slots=True)
class Shown:
    """Pairs that a counsellor would put forward as they are: in all, in the list, set apart as
    outside of what was asked, below the floor where it ends; and pairs of grade 0 in the list."""

    good: int
    listed: int
    apart: int
    cut_off: int
    nobody: int

    @property
    def cut_off_share(self) -> float:
        return self.cut_off / self.good if self.good else 0.0


def shown(vacancies: Sequence[Judged], sheet: Sheet, parts: Callable[[Judged, str], int]) -> Shown:
    """`parts`: in which part of its list (0 inside, 1 outside, 2 below) a vacancy has somebody."""
    good, nobody = [0, 0, 0], 0
    for one in vacancies:
        for person in one.people:
            grade, part = sheet[one.id].get(person, NOBODY), parts(one, person)
            if grade.as_it_is >= GOOD:
                good[part] += 1
            elif grade.as_it_is == 0 and part == 0:
                nobody += 1
    listed, apart, cut_off = good
    return Shown(sum(good), listed, apart, cut_off, nobody)
