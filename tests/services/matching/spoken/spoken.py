"""What people say of their work, and the answers that a counsellor would accept.

Written for this purpose as people talk and type, in French, Arabic, English and Spanish and in
Darija in both scripts ("ary"), and taken from no register, catalogue or advertisement. Texts
stand in `data/`, in two halves:

* `dev` may be looked at while the words of the trades are chosen,
* `held` was written after them and is only measured: no word is added because of it.

An answer is right when its concept is among the accepted ones, or its unit group is: accepted are
ids of our trades and skills and codes of ISCO-08, e.g. "2261" for a dentist, of whom we have none.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

Half = Literal["dev", "held"]
Kind = Literal["occupation", "skill"]

HALVES: tuple[Half, ...] = ("dev", "held")
SPOKEN = ("fr", "ar", "en", "es", "ary")
_DATA = Path(__file__).parent / "data"
_TABLES: dict[Kind, str] = {"occupation": "trades", "skill": "skills"}


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a person; any of `accepted` is right, and where there is none, silence is."""

    text: str
    lang: str
    accepted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pair:
    """Own words, and the listed concept whose names mean the same."""

    own: str
    lang: str
    kind: Kind
    concept: str


def said(kind: Kind, half: Half) -> tuple[Said, ...]:
    """Texts that tell of a trade, or of a skill."""
    table = _TABLES[kind]
    return tuple(
        Said(row["text"], row["lang"], frozenset(row[table].split()))
        for row in _rows(f"{table}_{half}.csv")
    )


def nothing_said(half: Half) -> tuple[Said, ...]:
    """Texts that name no trade: a town, a contract, a greeting."""
    return tuple(Said(row["text"], row["lang"]) for row in _rows(f"nothing_{half}.csv"))


def pairs() -> tuple[Pair, ...]:
    """Own words beside listed ones, to measure how close their fits come."""
    return tuple(
        Pair(row["own"], row["lang"], cast(Kind, row["kind"]), row["concept"])
        for row in _rows("pairs.csv")
    )


def fit_pairs(half: Half) -> tuple[Pair, ...]:
    """Pairs whose fit is measured through the whole path; in the five ways people speak."""
    return tuple(
        Pair(row["own"], row["lang"], cast(Kind, row["kind"]), row["concept"])
        for row in _rows(f"fit_pairs_{half}.csv")
    )


@dataclass(frozen=True, slots=True)
class Refusal:
    """Words that refuse a trade or tell none: what must come first (nothing, where empty), and
    what must not come at all."""

    text: str
    lang: str
    want: frozenset[str]
    never: frozenset[str]


def refusals(half: Half) -> tuple[Refusal, ...]:
    """Texts that refuse a trade, or say a place, a contract, a time."""
    return tuple(
        Refusal(
            row["text"],
            row["lang"],
            frozenset(row["want"].split()),
            frozenset(row["never"].split()),
        )
        for row in _rows(f"refusals_{half}.csv")
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8") as stream:
        yield from csv.DictReader(stream)
