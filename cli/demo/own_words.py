"""What the demonstration's people and employers say of their work, in words written for it.

`own_words.csv`: of each trade how somebody calls what they do (a man, a woman), and what they did,
in French, Arabic, English and Spanish; and what an employer asks for (`employer`). None of it is
taken from the names that words are linked to: the demonstration shows what happens to words that
nobody has prepared for.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from amuddu.reference.text import listed

Who = Literal["fr", "ar", "en", "es", "employer"]
_TABLE = Path(__file__).with_name("own_words.csv")


@dataclass(frozen=True, slots=True)
class Said:
    """How a man and a woman call a trade, and the work that is done in it or asked for."""

    man: str
    woman: str
    work: tuple[str, ...]


def said(trade: str, who: Who) -> Said:
    """What is said of a trade by those who write a language, or by employers."""
    return _all()[trade, who]


@cache
def _all() -> Mapping[tuple[str, str], Said]:
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        return MappingProxyType(
            {
                (row["trade"], row["who"]): Said(
                    row["man"], row["woman"], tuple(listed(row["work"]))
                )
                for row in csv.DictReader(stream)
            }
        )
