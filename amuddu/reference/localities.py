"""The town that a text means: by its name, a quarter, a province, or inside longer words.

Where a text may mean two towns, both are given and nobody is guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from amuddu.reference.countries import countries
from amuddu.reference.places import (
    Place,
    districts,
    find_region,
    place,
    province_names,
    regions,
    town_names,
)
from amuddu.reference.tables import misspelt, name_owners, owners_of
from amuddu.reference.text import fold, listed

By = Literal["name", "district", "province", "within", "spelling"]
Wider = Literal["region", "country", "anywhere"]

_ANYWHERE = frozenset(
    listed(
        "teletravail|remote|a distance|distance|home office|partout|tout le maroc|"
        "toutes villes|toutes les villes|national|plusieurs villes|anywhere|all morocco|"
        "todo marruecos|teletrabajo|remoto|عن بعد|كل المدن|جميع المدن"
    )
)
_STREETS = frozenset(
    listed("rue|av|ave|avenue|bd|boulevard|route|rte|street|road|calle|avenida|شارع|زنقه|طريق")
)
_NOT = frozenset(listed("hors|sauf|excepte|except|excepto|fuera|pas|not|no|non|خارج|ماعدا|غير"))
_JOINED = ("و", "ب", "ل")
"""Arabic words of one letter (and, in, to) that are written together with the next."""
_LONGEST_NAME = 6
_DIVIDER = re.compile(r"[,;|/()\n،؛]")


@dataclass(frozen=True, slots=True)
class Located:
    """What a text says of where. `towns`: one where it is clear, several where it may be any.

    `wider`: what it names instead, where it names no town.
    """

    towns: tuple[Place, ...] = ()
    by: By = "name"
    wider: Wider | None = None


@lru_cache(maxsize=16_384)
def locate(text: str) -> Located:
    """Where a text says, e.g. the town of "20250 Casablanca" or of "Rabat Agdal".

    >>> [each.id for each in locate("Casablanca, Maroc").towns]
    ['casablanca']
    >>> [each.id for each in locate("Casablanca / Rabat").towns]
    ['casablanca', 'rabat']
    """
    for by, owners in (("name", _towns()), ("district", _districts()), ("province", _provinces())):
        if found := owners_of(text, owners=owners):
            return _located(found, by)
    if wider := _wider(text):
        return Located(wider=wider)
    within = _within(text)
    if within.towns or within.wider:
        return within
    meant = misspelt(text, owners=_towns())
    return _located([meant], "spelling") if meant else Located()


def _located(towns: Sequence[str], by: str) -> Located:
    kinds: Mapping[str, By] = {"name": "name", "district": "district", "province": "province"}
    return Located(tuple(place(each) for each in towns), kinds.get(by, "spelling"))


def _wider(text: str) -> Wider | None:
    folded = fold(text)
    if folded in _ANYWHERE:
        return "anywhere"
    if find_region(text):
        return "region"
    return "country" if folded in _countries() else None


def _within(text: str) -> Located:
    """Towns named inside a longer text; its quarters and provinces where it names no town."""
    parts = [fold(part).split() for part in _DIVIDER.split(text)]
    parts = [part for part in parts if not _STREETS & set(part)] or parts
    found: dict[str, dict[str, None]] = {"town": {}, "district": {}, "province": {}, "wider": {}}
    quarters: list[tuple[str, ...]] = []
    for part in parts:
        if _NOT & set(part):
            return Located()
        for kind, ids in _names_in(part):
            if kind == "district":
                quarters.append(ids)
            found[kind].update(dict.fromkeys(ids))
    for kind in ("town", "district", "province"):
        if found[kind]:
            return Located(_towns_of(list(found[kind]), kind, quarters), "within")
    return Located(wider=_widest(found["wider"]))


def _widest(said: Mapping[str, None]) -> Wider | None:
    """What a text names that names no town: a region rather than its country."""
    kinds: tuple[Wider, ...] = ("anywhere", "region", "country")
    return next((kind for kind in kinds if kind in said), None)


def _towns_of(ids: list[str], kind: str, quarters: list[tuple[str, ...]]) -> tuple[Place, ...]:
    """Towns by id; of quarters that several towns have, the town that has them all."""
    if kind == "district" and len(quarters) > 1:
        common = set(quarters[0]).intersection(*quarters[1:])
        ids = [each for each in ids if each in common] or ids
    return tuple(place(each) for each in ids)


def _names_in(words: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Names in a row of words, the longest first, none within another."""
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + _LONGEST_NAME), start, -1):
            if found := _named(words[start:end]):
                yield found
                start = end
                break
        else:
            start += 1


def _named(words: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
    name = " ".join(words)
    found = _gazetteer().get(name)
    if found is None and name[0] in _JOINED and len(name) > len("ويب"):
        found = _gazetteer().get(name[1:]) or _gazetteer().get("ا" + name[1:])
    return found


@cache
def _gazetteer() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Kind and ids by folded name; a town's name is the town's, whatever else bears it."""
    known: dict[str, tuple[str, tuple[str, ...]]] = {}
    known.update(dict.fromkeys(_countries(), ("wider", ("country",))))
    for each in regions().values():
        for name in (*each.names.values(), *each.aliases):
            known[fold(name)] = ("wider", ("region",))
    known.update(dict.fromkeys(_ANYWHERE, ("wider", ("anywhere",))))
    for kind, owners in (
        ("province", _provinces()),
        ("district", _districts()),
        ("town", _towns()),
    ):
        known.update({name: (kind, ids) for name, ids in owners.items()})
    return known


@cache
def _towns() -> Mapping[str, tuple[str, ...]]:
    return name_owners(town_names())


@cache
def _districts() -> Mapping[str, tuple[str, ...]]:
    return name_owners((town, names) for names, towns in districts() for town in towns)


@cache
def _provinces() -> Mapping[str, tuple[str, ...]]:
    return name_owners(province_names())


@cache
def _countries() -> frozenset[str]:
    """Folded names of countries, and of Morocco by its code; the other codes are words too."""
    names = (
        name for each in countries().values() for name in (*each.names.values(), *each.aliases)
    )
    return frozenset({fold(name) for name in names} | {"ma", "mar"})
