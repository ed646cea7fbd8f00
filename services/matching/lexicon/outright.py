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
from services.matching.lexicon.words.setaside import denials, told
from services.matching.lexicon.words.small_words import LITTLE_WORDS, NOISE
from services.matching.lexicon.words.works import worked

NAMED = 1.0
"""A name that people may use for other trades too: "livreur" is our courier."""
LISTED = 0.95
"""One of several with a word between them, or alone after "je suis"."""
TURNED = 0.92
SOUNDS_SO = 0.88
SPELT_SO = 0.8
"""A name but for a letter, in words that no name holds."""
TOLD = 0.85
"""Work that is told in words for what is done and what it is done to."""
IN_A_ROW = 0.8
"""Names one after another: two trades, or a compound: "monteur-échafaudeur" edits no films."""

_AND = re.compile(r"\s+(?:et|and|y|e|ou|or|o|puis|w)\s+|\s+و\s*(?=\w{3})|\s*[/&+]\s*", re.I)
_HONOUR = re.compile(
    r"^(?:l?m(?:3|e3|aa|e|a)?a?llem(?:a|in)?|(?:ال)?معلم(?:ة)?|maître|maitre|ma[aâ]lem"
    r"|maestr[oa]|master)\s+(?:(?:d|dial|dyal|ديال|في|ف)\s+)?(?=\w{3})",
    re.I,
)
"""What a craftsman is addressed by, before the craft: `m3allem zlayji` teaches nobody."""
_PAST = re.compile(
    r"(?<!\w)(?:ancien(?:ne)?|ex|avant|autrefois|j['’][eé]tais|former(?:ly)?|used to|i was"
    r"|before|antes|era|fui|ex|كنت|سابقا|قبل|kont|kent|9bel)(?!\w)",
    re.I,
)
_NOW = re.compile(
    r"(?<!\w)(?:maintenant|aujourd['’]hui|d[eé]sormais|d[eé]sormais|now|today|i want|i am looking"
    r"|je cherche|je veux|ahora|hoy|busco|quiero|الآن|الان|دابا|أريد|اريد|بغيت|daba|bghit)(?!\w)",
    re.I,
)
"""Words of a trade that was, and of the one that is or is wanted: the latter leads."""
FORMER = 0.7
"""What a former trade keeps beside one that is said of today."""
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
    named: bool = False
    """Whether it is a name of one trade, and nothing else."""


def read(text: str) -> Outright:
    """A text as its clauses and what they name."""
    clauses = told(text)
    trades: dict[str, float] = {}
    barred: set[str] = set()
    past = len(clauses) > 1 and _PAST.search(text) and _NOW.search(text)
    for clause in clauses:
        found, denied = _of_clause(clause)
        barred |= denied
        kept = FORMER if past and _PAST.search(clause) else 1.0
        for trade, sure in found:
            trades[trade] = max(sure * kept, trades.get(trade, 0.0))
    for part in denials(text):
        barred |= set(_within(fold(part).split()))
    return Outright(
        clauses=clauses,
        trades=tuple(trades.items()),
        barred=frozenset(barred - set(trades)),
        titled=len(clauses) == 1 and any(_is_title(clauses[0], trade) for trade in trades),
        named=len(clauses) == 1 and find("occupation", clauses[0]) in trades,
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
    craft = _HONOUR.sub("", clause)
    if craft != clause and (said := _of_clause(craft)[0]):
        return said, set()
    row = tuple(_several(clause))
    if row:
        return row, set()
    sounds = named_so("occupation", speller().heard(clause)) or heard(clause)
    if sounds:
        return ((sounds, SOUNDS_SO),), set()
    work = tuple((trade, TOLD) for trade in worked(clause))
    spelt = None if work else named_so("occupation", speller().mend(clause))
    return ((spelt, SPELT_SO),) if spelt else work, set()


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


def _within(words: list[str]) -> Iterator[str]:
    """Trades whose names stand anywhere in some folded words."""
    for start in range(min(len(words), _MOST_WORDS)):
        for end in range(start + 1, min(len(words), start + LONGEST_NAME) + 1):
            run = words[start:end]
            trade = named_so("occupation", " ".join(run)) if may_name(run) else None
            if trade:
                yield trade


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
