"""Words that mean another trade beside certain neighbours: a `serveur` is a waiter, a
`serveur informatique` is a machine that an administrator looks after.

`homonyms.csv` holds one rule a row: some forms of the word, the words or phrases beside which it
turns (`*` alone: always), the trade or unit group it then means (`-`: none), and trades that it
never means there. Forms are folded; one that ends in `*` stands for all words that begin so. The
first rule that fits decides.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from amuddu.reference.text import fold, listed

_TABLE = Path(__file__).with_name("homonyms.csv")
NO_TRADE = "-"
ANY = "*"


@dataclass(frozen=True, slots=True)
class Turn:
    """A rule: forms of a word (a phrase as its words), what it turns beside, what it then means and
    never means."""

    word: tuple[tuple[str, ...], ...]
    beside: tuple[tuple[str, ...], ...]
    means: str
    never: tuple[str, ...] = ()

    def fits(self, words: tuple[str, ...]) -> str | None:
        """The word that folded words turn: it stands there, and apart from it a neighbour does."""
        for start, size in _found(self.word, words):
            rest = (*words[:start], "", *words[start + size :])
            if not self.beside or any(True for _ in _found(self.beside, rest)):
                return " ".join(words[start : start + size])
        return None


@dataclass(frozen=True, slots=True)
class Turned:
    """What a clause means by its neighbours, the word of it that does not mean its usual, and
    trades that are not meant."""

    word: str
    means: str
    never: tuple[str, ...] = ()


def turned(clause: str) -> Turned | None:
    """What a clause means by the first rule that fits, if one does."""
    words = tuple(fold(clause).split())
    for number in sorted({number for word in words for number in _candidates(word)}):
        turn = turns()[number]
        word = turn.fits(words)
        if word is not None:
            return Turned(word, turn.means, turn.never)
    return None


@cache
def turns() -> tuple[Turn, ...]:
    """All rules, in their order."""
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        return tuple(
            Turn(
                word=_forms(row["word"]),
                beside=() if row["beside"] == ANY else _forms(row["beside"]),
                means=row["means"],
                never=tuple(listed(row["never"])) if row["never"] else (),
            )
            for row in csv.DictReader(stream)
        )


def _forms(cell: str) -> tuple[tuple[str, ...], ...]:
    """Each form as its words, folded; the star at a word's end stays."""
    return tuple(
        tuple(fold(word) + (ANY if word.endswith(ANY) else "") for word in form.split())
        for form in listed(cell)
    )


def _found(forms: tuple[tuple[str, ...], ...], words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where a form stands in the words, and its length."""
    for form in forms:
        for start in range(len(words) - len(form) + 1):
            if all(_is(one, words[start + place]) for place, one in enumerate(form)):
                yield start, len(form)


def _is(form: str, word: str) -> bool:
    return word.startswith(form[:-1]) if form.endswith(ANY) else word == form


def _candidates(word: str) -> tuple[int, ...]:
    """Numbers of the rules whose word may begin with this one."""
    return tuple(
        number
        for first, numbers in _by_first(word[:3]).items()
        if _is(first, word)
        for number in numbers
    )


def _by_first(start: str) -> Mapping[str, tuple[int, ...]]:
    return _firsts().get(start, {})


@cache
def _firsts() -> Mapping[str, Mapping[str, tuple[int, ...]]]:
    """Rules by the first three letters of the first word of a form, then by that word."""
    known: dict[str, dict[str, tuple[int, ...]]] = {}
    for number, turn in enumerate(turns()):
        for form in turn.word:
            owners = known.setdefault(form[0].rstrip(ANY)[:3], {})
            owners[form[0]] = (*owners.get(form[0], ()), number)
    return known
