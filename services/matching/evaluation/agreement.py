"""How far two graders agree on the same pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from services.matching.evaluation.figures import NOBODY
from services.matching.evaluation.judged import BEST, Judged, Sheet

Pairs = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Cohen's kappa with squared weights (1: the same always, 0: as chance would have it), and the
    shares of pairs with the same grade and with grades at most one apart.

    `named`: the same shares among the pairs that either gave more than 0: of most people both say
    that they are of another trade, which agrees easily.
    """

    pairs: int
    kappa: float
    exact: float
    within_one: float
    named: int
    named_exact: float
    named_within_one: float


def agreement(
    vacancies: Sequence[Judged], first: Sheet, second: Sheet, *, alone: bool
) -> Agreement:
    """Of the vacancies that both graded; `alone`: of the grades of the work alone."""
    pairs: Pairs = [
        (a.work, b.work) if alone else (a.as_it_is, b.as_it_is)
        for one in vacancies
        if one.id in first and one.id in second
        for person in one.people
        for a, b in [(first[one.id].get(person, NOBODY), second[one.id].get(person, NOBODY))]
    ]
    named = [pair for pair in pairs if any(pair)]
    return Agreement(
        pairs=len(pairs),
        kappa=weighted_kappa(pairs),
        exact=_share(pairs, apart=0),
        within_one=_share(pairs, apart=1),
        named=len(named),
        named_exact=_share(named, apart=0),
        named_within_one=_share(named, apart=1),
    )


def weighted_kappa(pairs: Pairs) -> float:
    """1 - disagreement seen / disagreement that the two's habits would make by chance, each pair
    weighing the square of its difference (Cohen 1968). 1 where both always give one same grade."""
    if not pairs:
        return 1.0
    first, second = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    grades = range(BEST + 1)
    seen = sum((a - b) ** 2 for a, b in pairs) / len(pairs)
    chance = sum((a - b) ** 2 * first[a] * second[b] for a in grades for b in grades)
    by_chance = chance / len(pairs) ** 2
    return 1 - seen / by_chance if by_chance else 1.0


def _share(pairs: Pairs, *, apart: int) -> float:
    near = sum(abs(a - b) <= apart for a, b in pairs)
    return near / len(pairs) if pairs else 1.0
