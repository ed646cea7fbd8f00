"""Read the small CSV tables of `data/` and find their rows by any of their names."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from importlib.resources import files
from types import MappingProxyType

from amuddu.contracts.types import LANGS
from amuddu.reference.text import fold

_SHORTEST_MENDED = 6
"""Letters of the shortest name in which one wrong letter is mended: shorter ones are too alike."""


def rows(name: str) -> list[dict[str, str]]:
    """Rows of one table, e.g. `rows("places.csv")`; every value is text."""
    source = files("amuddu.reference").joinpath("data", name)
    with source.open("r", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def names_of(row: Mapping[str, str]) -> Mapping[str, str]:
    """The four columns of names of a row: `{"fr": ..., "ar": ..., "en": ..., "es": ...}`."""
    return MappingProxyType({lang: row[lang] for lang in LANGS})


def many(cell: str) -> tuple[str, ...]:
    """Values of a cell that holds several, separated by semicolons."""
    return tuple(value for value in cell.split(";") if value)


def name_owners(named: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, tuple[str, ...]]:
    """Folded name -> ids of the rows that bear it, in order; also without its spaces.

    >>> dict(name_owners([("cd", ["Congo"]), ("cg", ["Congo"])]))
    {'congo': ('cd', 'cg')}
    """
    owners: dict[str, dict[str, None]] = {}
    for identifier, names in named:
        for name in names:
            folded = fold(name)
            for key in (folded, folded.replace(" ", "")):
                owners.setdefault(key, {})[identifier] = None
    owners.pop("", None)
    return MappingProxyType({key: tuple(ids) for key, ids in owners.items()})


def name_index(named: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, str]:
    """Folded name -> id. A name shared by two rows names neither, so nothing is guessed.

    Names are also found without their spaces: "Ben Guerir" and "Benguerir" are one town.

    >>> dict(name_index([("ben-guerir", ["Ben Guerir"])]))
    {'ben guerir': 'ben-guerir', 'benguerir': 'ben-guerir'}
    """
    owners = name_owners(named)
    return MappingProxyType({key: ids[0] for key, ids in owners.items() if len(ids) == 1})


def find(text: str, *, index: Mapping[str, str]) -> str | None:
    """Id of the row that bears this name, whole, in any language; `None` when none does."""
    folded = fold(text)
    return index.get(folded) or index.get(folded.replace(" ", ""))


def owners_of(text: str, *, owners: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Ids of the rows that bear this name, whole."""
    folded = fold(text)
    return owners.get(folded) or owners.get(folded.replace(" ", ""), ())


def misspelt(text: str, *, owners: Mapping[str, tuple[str, ...]]) -> str | None:
    """Id of the one row of which a name differs by one letter; `None` when none or several do.

    >>> misspelt("Camerroun", owners={"cameroun": ("CM",), "cameroon": ("CM",)})
    'CM'
    """
    folded = fold(text).replace(" ", "")
    if len(folded) < _SHORTEST_MENDED:
        return None
    found = {
        identifier
        for name, ids in owners.items()
        if abs(len(name) - len(folded)) <= 1 and _one_letter_apart(name, folded)
        for identifier in ids
    }
    return found.pop() if len(found) == 1 else None


def _one_letter_apart(one: str, other: str) -> bool:
    """Whether a letter was changed, left out, added, or two neighbours changed places."""
    if len(one) > len(other):
        one, other = other, one
    start = 0
    while start < len(one) and one[start] == other[start]:
        start += 1
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    swapped = one[start : start + 2] == other[start : start + 2][::-1]
    return one[start + 1 :] == other[start + 1 :] or (
        swapped and one[start + 2 :] == other[start + 2 :]
    )
