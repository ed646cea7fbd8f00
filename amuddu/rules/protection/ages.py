"""Whether somebody may work at their age, and what is closed to those under 18.

Ages are years completed: labour code art. 143 (work from 15), art. 147 (no dangerous work before
18), law 19-12 art. 6 (no domestic work before 18); `data/ages.yaml` has them with their sources.
They are the same for every nationality and for women and men (art. 143 ff.).

Of a birth the year is known, sometimes the month. What is not known counts against the work: of
all days that somebody may be born on, the last one is taken.

    year 2011          -> 15 from 31-12-2026
    June 2011          -> 15 from 30-06-2026

Somebody whose year nobody gave is of unknown age: they are no child by what is known, whoever
follows them is told to ask, and until then what is closed before 18 is closed to them.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from amuddu.reference import concepts
from amuddu.reference.text import fold
from amuddu.rules.protection import domestic
from amuddu.rules.protection.data import DutyFacts, KindFacts, LimitId, ages_file

AgeGroup = Literal["unknown", "child", "young", "adult"]
"""child: perhaps not yet 15; young: 15, perhaps not yet 18; adult: 18 for sure."""

OLDEST = 110
"""Years after which a year of birth is taken for a slip of the pen."""

NOT_NAMED = "not_named"
"""Why a vacancy whose trade nobody could name is closed to the young."""


@dataclass(frozen=True, slots=True)
class Birth:
    """What is known of the day somebody was born."""

    year: int | None = None
    month: int | None = None


def limit(name: LimitId) -> int:
    """Years completed before which something is forbidden.

    >>> limit("work"), limit("adult"), limit("domestic")
    (15, 18, 18)
    """
    return ages_file().limits[name].years


def age_group(birth: Birth, *, on: date) -> AgeGroup:
    """What may be said of somebody's age on a day, the doubt counted as the younger age.

    >>> age_group(Birth(2011), on=date(2026, 12, 30)), age_group(Birth(2011), on=date(2026, 12, 31))
    ('child', 'young')
    """
    if birth.year is None:
        return "unknown"
    if on < _surely(birth, limit("work")):
        return "child"
    return "young" if on < _surely(birth, limit("adult")) else "adult"


def changes_on(birth: Birth, *, on: date) -> date | None:
    """The next day on which `age_group` answers otherwise; `None` where it never does."""
    days = [_surely(birth, years) for years in _limits() if birth.year is not None]
    return min((day for day in days if day > on), default=None)


def month_decides(birth: Birth, *, on: date) -> bool:
    """Whether the month would settle what the year leaves open on a day."""
    if birth.year is None or birth.month is not None:
        return False
    return any(birth.year + years == on.year for years in _limits())


def month_is_kept(birth: Birth, *, on: date) -> bool:
    """Whether a month still says more than its year: no longer once the year says 18 alone."""
    year_alone = Birth(birth.year)
    return birth.year is not None and on < _surely(year_alone, limit("adult"))


def possible_years(on: date) -> tuple[int, int]:
    """The first and the last year in which somebody alive may be born."""
    return on.year - OLDEST, on.year


def _limits() -> tuple[int, ...]:
    return tuple(sorted({limit("work"), limit("adult")}))


def _surely(birth: Birth, years: int) -> date:
    """The first day on which so many years are completed, whichever the day of birth."""
    assert birth.year is not None
    month = birth.month or 12
    year = birth.year + years
    return date(year, month, monthrange(year, month)[1])


# --- what is closed to those under 18 -----------------------------------------------------------


def closed_to_young(
    trade: str | None, *, household: bool | None, texts: tuple[str, ...] = ()
) -> str | None:
    """Why a job is closed to those under 18: the id of a kind of work, `not_named`, or `None`.

    `trade` is the id of an occupation; a job of which none is known is closed, as nobody can say
    what is done there. So is one that is done in homes too, until its vacancy says that the
    employer is no household. `texts`, title and description, close what they name: "de nuit".
    """
    if domestic.may_be_domestic(trade, household=household):
        return "domestic"
    if trade is None or trade not in concepts.occupations():
        return NOT_NAMED
    isco = concepts.occupations()[trade].isco
    words = " ".join(fold(text) for text in texts)
    for kind in ages_file().kinds.values():
        if trade in kind.trades or isco.startswith(kind.isco) or _names(kind, words):
            return kind.id
    return None


def closed_until_asked(
    trade: str | None, *, household: bool | None, texts: tuple[str, ...] = ()
) -> str | None:
    """Why a job is closed to somebody whose age nobody asked yet, or `None`.

    What the law closes before 18, but for a job whose trade nobody could name: most people whose
    year is missing are grown up, and a list without years would be proposed for no such job.
    """
    why = closed_to_young(trade, household=household, texts=texts)
    return None if why == NOT_NAMED else why


def _names(kind: KindFacts, words: str) -> bool:
    return bool(kind.words) and _pattern(kind.id).search(words) is not None


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    words = sorted({fold(word) for word in ages_file().kinds[kind].words})
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")


def closed_kinds() -> tuple[KindFacts, ...]:
    """The kinds of work that are closed before 18, to be told."""
    return tuple(ages_file().kinds.values())


def duties() -> tuple[DutyFacts, ...]:
    """What an employer does who hires somebody under 18."""
    return ages_file().duties
