"""What the words of a text name outright, before anything is guessed.

A clause is, whole, a name of a trade; or turns by its neighbours (`homonyms.py`); or is several
names in a row; or sounds like a name; or tells of work (`works.py`). Each has the probability that
it is right, as measured on titles that were not used for anything else (the model card says where).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from amuddu.reference.text import fold
from services.matching.lexicon.concepts import answers, concepts, find, named_so
from services.matching.lexicon.names import LONGEST_NAME, may_name, speller
from services.matching.lexicon.words.darija import heard
from services.matching.lexicon.words.homonyms import NO_TRADE, Turned, turned
from services.matching.lexicon.words.setaside import told
from services.matching.lexicon.words.small_words import LITTLE_WORDS, NOISE
from services.matching.lexicon.words.works import worked

NAMED = 1.0
"""A name that people may use for other trades too: "livreur" is our courier."""
LISTED = 0.95
"""One of several with a word between them, or alone after "je suis"."""
TURNED = 0.92
SOUNDS_SO = 0.88
TOLD = 0.85
"""Work that is told in words for what is done and what it is done to."""
IN_A_ROW = 0.8
"""Names one after another: two trades, or a compound: "monteur-échafaudeur" edits no films."""

_AND = re.compile(r"\s+(?:et|and|y|e|ou|or|o|puis|w)\s+|\s+و\s*(?=\w{3})|\s*[/&+]\s*", re.I)
_MOST_WORDS = 12
"""Words of a clause that may be a row of names; longer ones are sentences."""


@dataclass(frozen=True, slots=True)
class Outright:
    """A text's clauses, the trades they name with how sure that is, and those they do not mean."""

    clauses: tuple[str, ...]
    trades: tuple[tuple[str, float], ...]
    barred: frozenset[str]
    titled: bool
    """Whether the text is the title of one trade as we show it, and nothing else."""


def read(text: str) -> Outright:
    """A text as its clauses and what they name."""
    clauses = told(text)
    trades: dict[str, float] = {}
    barred: set[str] = set()
    for clause in clauses:
        found, denied = _of_clause(clause)
        barred |= denied
        for trade, sure in found:
            trades[trade] = max(sure, trades.get(trade, 0.0))
    return Outright(
        clauses=clauses,
        trades=tuple(trades.items()),
        barred=frozenset(barred - set(trades)),
        titled=len(clauses) == 1 and any(_is_title(clauses[0], trade) for trade in trades),
    )


def _is_title(clause: str, trade: str) -> bool:
    """Whether words are a trade's title in any language."""
    titles = answers("occupation")[trade].titles.values()
    return fold(clause) in {fold(one) for title in titles for one in title.split(" / ")}


def _of_clause(clause: str) -> tuple[tuple[tuple[str, float], ...], set[str]]:
    """The trades of a clause with how sure each is, and those its words do not mean."""
    exact = find("occupation", clause)
    turn = turned(clause)
    if exact and not (turn and turn.means == exact):
        return ((exact, NAMED),), set()
    if turn:
        meant = ((turn.means, TURNED),) if turn.means != NO_TRADE else ()
        return meant, _not_meant(turn)
    row = tuple(_several(clause))
    if row:
        return row, set()
    sounds = named_so("occupation", speller().heard(clause)) or heard(clause)
    if sounds:
        return ((sounds, SOUNDS_SO),), set()
    return tuple((trade, TOLD) for trade in worked(clause)), set()


def _not_meant(turn: Turned) -> set[str]:
    """Trades called by the word that turned, apart from those like the one it means."""
    isco = answers("occupation")[turn.means].isco if turn.means != NO_TRADE else None
    usual = {trade for trade in _called_by(turn.word) if concepts("occupation")[trade].isco != isco}
    return (usual | set(turn.never)) - {turn.means}


@cache
def _called_by(word: str) -> frozenset[str]:
    """Trades that have a word, or a phrase, in one of their names."""
    return frozenset(
        trade.id
        for trade in concepts("occupation").values()
        if any(f" {word} " in f" {fold(name)} " for name in trade.names)
    )


def _several(clause: str) -> Iterator[tuple[str, float]]:
    """The trades of a clause that is nothing but names: "plombier, maçon et carreleur"."""
    parts = [part for part in _AND.split(clause) if part.strip()]
    rows = [_row(_telling(part)) for part in parts]
    if not all(rows):
        return
    for row in rows:
        sure = LISTED if len(row) == 1 else IN_A_ROW
        yield from ((trade, sure) for trade in dict.fromkeys(row))


def _telling(part: str) -> list[str]:
    """Folded words of a part without the little ones at its ends: "je suis maçon"."""
    words = [word for word in fold(part).split() if word not in NOISE]
    while words and words[0] in LITTLE_WORDS:
        words.pop(0)
    while words and words[-1] in LITTLE_WORDS:
        words.pop()
    return words


def _row(words: list[str]) -> tuple[str, ...]:
    """Trades whose names, one after another, are all the words; none where a word is left."""
    found: list[str] = []
    start = 0
    while start < len(words) <= _MOST_WORDS:
        for end in range(min(len(words), start + LONGEST_NAME), start, -1):
            run = words[start:end]
            trade = named_so("occupation", " ".join(run)) if may_name(run) else None
            if trade:
                found.append(trade)
                start = end
                break
        else:
            return ()
    return tuple(found)
