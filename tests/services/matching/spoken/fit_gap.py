"""How far the fit of own words is from that of the listed words that say the same.

`python -m tests.services.matching.spoken.fit_gap dev` prints mean and 90th percentile of the gap,
from the profile's words to the ranked list; `held` is for reporting, and nothing is chosen on it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from typing import cast

import numpy as np

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.contracts.types import Lang
from services.matching.lexicon.concepts import concepts
from tests.services.matching.spoken.spoken import HALVES, Half, Pair, fit_pairs
from tests.services.matching.support import bundled, profile, ref, vacancy, words

TODAY = date(2026, 9, 1)


def gaps(pairs: Sequence[Pair]) -> list[tuple[float, Pair]]:
    """For each pair the fit of the listed words less that of the own words, both ways counted."""
    return [(abs(_fit(pair, listed(pair)) - _fit(pair, pair.own)), pair) for pair in pairs]


def listed(pair: Pair) -> str:
    """The listed label that says the same; of what is said in Darija the Arabic one."""
    lang = cast(Lang, "ar" if pair.lang == "ary" else pair.lang)
    return concepts(pair.kind)[pair.concept].names_in[lang][0]


def _fit(pair: Pair, said: str) -> float:
    wanted, person = _trade(pair, said) if pair.kind == "occupation" else _skill(pair, said)
    return bundled().rank(wanted, [person], today=TODAY)[0][1]


def _trade(pair: Pair, said: str) -> tuple[VacancyPublished, ProfileUpdated]:
    """A vacancy of the trade, and somebody with its first skills who says their trade so."""
    needed = concepts("occupation")[pair.concept].essential_skills[:4]
    wanted = vacancy(
        title=concepts("occupation")[pair.concept].names_in["fr"][0],
        description="",
        occupation=ref(pair.concept),
        essential_skills=tuple(ref(skill) for skill in needed),
        wanted_skills=(),
    )
    skills = tuple(ref(skill) for skill in needed[:3])
    return wanted, profile(occupations=(words(said),), skills=skills)


def _skill(pair: Pair, said: str) -> tuple[VacancyPublished, ProfileUpdated]:
    """A vacancy of a trade that needs the skill, and somebody of that trade who says it so."""
    trades = concepts("occupation").values()
    trade = next((one for one in trades if pair.concept in one.essential_skills), None)
    trade = trade or next(one for one in trades if pair.concept in one.optional_skills)
    others = [skill for skill in trade.essential_skills if skill != pair.concept][:3]
    wanted = vacancy(
        title=trade.names_in["fr"][0],
        description="",
        occupation=ref(trade.id),
        essential_skills=tuple(ref(skill) for skill in (pair.concept, *others)),
        wanted_skills=(),
    )
    skills = (words(said), *(ref(skill) for skill in others))
    return wanted, profile(occupations=(ref(trade.id),), skills=skills)


def main() -> None:
    for half in sys.argv[1:] or HALVES:
        found = gaps(fit_pairs(cast(Half, half)))
        for kind in ("occupation", "skill", None):
            some = np.array([gap for gap, pair in found if kind in (None, pair.kind)])
            sys.stdout.write(
                f"{half} {kind or 'all'}: mean {some.mean():.3f},"
                f" 90th percentile {np.quantile(some, 0.9):.3f} ({len(some)})\n"
            )
        if half == "dev":
            for gap, pair in sorted(found, key=lambda each: -each[0])[:15]:
                sys.stdout.write(f"  {gap:.3f} {pair.own} | {pair.concept}\n")


if __name__ == "__main__":
    main()
