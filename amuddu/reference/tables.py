"""Read the small CSV tables of `data/` and find their rows by any of their names."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from importlib.resources import files
from types import MappingProxyType

from amuddu.contracts.types import LANGS
from amuddu.reference.text import fold


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


def name_index(named: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, str]:
    """Folded name -> id. A name shared by two rows names neither, so nothing is guessed.

    Names are also found without their spaces: "Ben Guerir" and "Benguerir" are one town.

    >>> dict(name_index([("ben-guerir", ["Ben Guerir"])]))
    {'ben guerir': 'ben-guerir', 'benguerir': 'ben-guerir'}
    """
    owners: dict[str, set[str]] = {}
    for identifier, names in named:
        for name in names:
            folded = fold(name)
            for key in (folded, folded.replace(" ", "")):
                owners.setdefault(key, set()).add(identifier)
    return MappingProxyType({key: ids.pop() for key, ids in owners.items() if len(ids) == 1})


def find(text: str, *, index: Mapping[str, str]) -> str | None:
    """Id of the row that bears this name, whole, in any language; `None` when none does."""
    folded = fold(text)
    return index.get(folded) or index.get(folded.replace(" ", ""))
