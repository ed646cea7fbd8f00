"""Languages that people speak at work in Morocco, and how well they speak them.

Codes are ISO 639 (two letters where they exist). Darija (`ary`) is apart from Arabic: who speaks
it at work need not read Arabic. Names in four languages agree with Unicode CLDR, shortened or
completed where people know another name.

- LookupError
  - UnknownLanguage: no language has this code
  - UnknownLevel: no level is called so
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import get_args

from amuddu.contracts.types import Level
from amuddu.reference.tables import find, many, name_index, names_of, rows

LEVELS: tuple[Level, ...] = get_args(Level)
"""Levels of the Common European Framework, then mother tongue, weakest first."""

COMMON = frozenset({"ar", "ary", "fr", "en", "es", "ber"})
"""Languages that many people in Morocco speak whatever their origin. To ask for another one singles
out where people come from: a vacancy says why, and no employer reads who speaks it before a yes."""

_RANKS: Mapping[str, int] = {level: rank for rank, level in enumerate(LEVELS)}


class UnknownLanguage(LookupError):
    """No language has this code."""


class UnknownLevel(LookupError):
    """No level is called so."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language, e.g. `language("wo").names["fr"] == "Wolof"`."""

    code: str
    names: Mapping[str, str] = field(hash=False)
    aliases: tuple[str, ...] = ()


@cache
def languages() -> Mapping[str, Language]:
    """Every language by code, those most met at work in Morocco first."""
    return MappingProxyType(
        {
            row["code"]: Language(row["code"], names_of(row), many(row["aliases"]))
            for row in rows("languages.csv")
        }
    )


def language(code: str) -> Language:
    """The language with this code."""
    try:
        return languages()[code]
    except KeyError:
        raise UnknownLanguage(code) from None


def find_language(text: str) -> Language | None:
    """The language that bears this name or code; `None` when none does.

    >>> find_language("Darija").code, find_language("الفرنسية").code
    ('ary', 'fr')
    """
    found = find(text, index=_index())
    return languages()[found] if found else None


def level_rank(level: str) -> int:
    """Place of a level among `LEVELS`, 0 for A1."""
    try:
        return _RANKS[level]
    except KeyError:
        raise UnknownLevel(level) from None


def level_at_least(have: str, wanted: str) -> bool:
    """Whether somebody at one level does what a job asks at another.

    >>> level_at_least("B2", "B1"), level_at_least("A2", "native")
    (True, False)
    """
    return level_rank(have) >= level_rank(wanted)


@cache
def _index() -> Mapping[str, str]:
    return name_index(
        (x.code, (x.code, *x.names.values(), *x.aliases)) for x in languages().values()
    )
