"""The 436 unit groups of ISCO-08, each by a plain name: what somebody does who has no trade here.

`concepts` knows the trades of this programme with their skills. A title that is none of them still
falls into one unit group of the International Standard Classification of Occupations (ISCO-08,
International Labour Organization), e.g. "dentiste" into 2261. Codes and what each group holds are
the classification's; the names are our own, as people say them, for men and for women.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from amuddu.contracts.types import LANGS
from amuddu.reference.tables import rows


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """One group of occupations, e.g. `unit_groups()["5120"]`, cooks."""

    isco: str
    labels: Mapping[str, str] = field(hash=False)
    """What a man of this group is called, by language; English has one name for both."""
    feminine: Mapping[str, str] = field(hash=False)
    """What a woman of this group is called, by language; often the same word."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of both genders in all languages, each once."""
        return tuple(dict.fromkeys((*self.labels.values(), *self.feminine.values())))


PREFIX = "isco-"
"""What the id of a group begins with where it is stored beside trades: `isco-5120`."""


def of_concept(concept: str | None) -> UnitGroup | None:
    """The group that an id such as `isco-5120` names, if it names one."""
    if concept is None or not concept.startswith(PREFIX):
        return None
    return unit_groups().get(concept.removeprefix(PREFIX))


@cache
def unit_groups() -> Mapping[str, UnitGroup]:
    """Every unit group by its code of four figures, in their order."""
    return MappingProxyType({row["isco"]: _group(row) for row in rows("unit_groups.csv")})


def title(group: UnitGroup, lang: str) -> str:
    """The group as men and women call it, as `concepts.title` names a trade; else in French.

    >>> title(unit_groups()["5120"], "fr"), title(unit_groups()["5120"], "en")
    ('cuisinier / cuisinière', 'cook')
    """
    known = lang if lang in group.labels else "fr"
    return " / ".join(dict.fromkeys((group.labels[known], group.feminine[known])))


def _group(row: Mapping[str, str]) -> UnitGroup:
    return UnitGroup(isco=row["isco"], labels=_by_lang(row, "m"), feminine=_by_lang(row, "f"))


def _by_lang(row: Mapping[str, str], gender: str) -> Mapping[str, str]:
    """The names of one gender; English words serve both."""
    return MappingProxyType(
        {lang: row["en" if lang == "en" else f"{lang}_{gender}"] for lang in LANGS}
    )
