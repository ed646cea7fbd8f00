"""Trades by the work that is told: who "repairs taps", in any words for both, is a plumber.

People who never had a title say what they do. `doings.csv` holds what can be done (beginnings of
words end in `*`), `things.csv` what it is done to or where, both in four languages and in Darija;
`works.csv` what trade a doing and a thing make, the first row that fits a part of a clause
deciding, so that narrower rows stand first. Words in Arabic letters are compared without what is
written onto them (articles, "and", the persons of the verb), Darija in Latin letters by its
consonants.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from amuddu.reference.text import fold, listed
from services.matching.lexicon.words.darija import consonants

_FOLDER = Path(__file__).parent
_LONGEST = 3
"""Words of the longest form."""
_LEAST_KEPT = 2
"""Letters that are left of a word at least when what is written onto it is taken off."""
_HEAD = 2
"""First letters by which beginnings of words are looked up."""
_LEAST_HEARD = 2
"""Consonants by which a word in Darija is heard at least."""
_MOST_WORDS = 24

_AND = re.compile(r"\s+(?:et|and|y|e|puis|w)\s+|\s+و\s*(?=\w{3})")
_ONTO_THINGS = tuple(listed("ال|وال|فال|بال|كال|لل|و|ف|ب|ل|د"))
_ONTO_DOINGS = tuple(listed("كن|كي|كت|تن|تي|ا|ي|ت|ن|ال|وا|وي|وت|وكن|و"))
_ONTO_LATIN = re.compile(r"^(?:w?kan|w?kay|w?kat|w?ka|w?ta?n|n|y|t)(?=[a-z0-9]{2})")
_DARIJA = re.compile(
    r"(?<![a-z0-9])(?:k(?:an|at|ay|i)[a-z0-9]{3,}|[a-z]*[a-z][379][a-z]+|[379][a-z]{2,}|dial|dyal"
    r"|khdam\w*|khddam\w*|kont|bghit\w*|nkhdem|moul|mol)(?![a-z0-9])"
)
"""What a text in Darija, written in Latin letters, is known by."""

TITLED = frozenset(
    listed(
        "agent|agente|responsable|technicien|technicienne|ingenieur|ingenieure|directeur|directrice"
        "|superviseur|superviseuse|conseiller|conseillere|assistant|assistante|operateur|operatrice"
        "|apprenti|apprentie|industrie|industriel|industrielle|industriels|industrielles|production"
        "|service|services|relations|clientele|etudes|projet|projets|manager|supervisor|engineer"
        "|director|technician|clerk|officer|operator|industrial|apprentice|coordinator|specialist"
        "|gerente|tecnico|tecnica|ingeniero|ingeniera|director|directora|operario|operaria"
        "|supervisor|supervisora|encargado|encargada|industria|menuisier|menuisiere|demenageur"
        "|ergonome|مهندس|مهندسه|مدير|مديره|مشرف|مشرفه|تقني|تقنيه|مسوول|مسووله"
    )
)
"""Folded words of titles: who is called so is not told by what is around it."""
PERSONS = frozenset(listed("je|j|i|we|yo|nosotros|soy|انا|ana|hna"))
"""Folded words of who tells what they do."""
SAID_BY_ONE = "self"
"""The thing of a doing that says it all when somebody tells it of themselves: "I sew"."""
_CHARGED = re.compile(r"(?:^|\s)chargee? d")


@dataclass(frozen=True, slots=True)
class Work:
    """A row: any of the doings, with any of the things, beside any of others, makes a trade."""

    doing: frozenset[str]
    thing: frozenset[str]
    beside: frozenset[str]
    means: str

    def fits(self, doings: Mapping[str, set[int]], things: Mapping[str, set[int]]) -> bool:
        """Whether a clause tells of this work, given where its words of each class stand: one word
        is not both what is done and what it is done to."""
        if not self.beside.isdisjoint(things) or not self.beside:
            done = {place for name in self.doing & doings.keys() for place in doings[name]}
            told = {place for name in self.thing & things.keys() for place in things[name]}
            return bool(done and told and len(done | told) > 1)
        return False


class _Forms:
    """Words and phrases of one table, each with its classes."""

    def __init__(self, rows: list[dict[str, str]], name: str) -> None:
        self.whole: dict[str, set[str]] = {}
        self.begun: dict[str, list[tuple[str, str]]] = {}
        self.heard: dict[str, set[str]] = {}
        for row in rows:
            for lang, cell in row.items():
                if lang == name:
                    continue
                for form in listed(cell) if cell else ():
                    self._learn(form, row[name], heard=lang == "ary")

    def _learn(self, form: str, name: str, *, heard: bool) -> None:
        folded = fold(form)
        if form.endswith("*"):
            self.begun.setdefault(folded[:_HEAD], []).append((folded, name))
        else:
            self.whole.setdefault(folded, set()).add(name)
        if heard:
            self.heard.setdefault(_heard(form), set()).add(name)

    def of(self, phrase: str) -> Iterator[str]:
        """Classes of a folded phrase."""
        yield from self.whole.get(phrase, ())
        for begun, name in self.begun.get(phrase[:_HEAD], ()):
            if phrase.startswith(begun):
                yield name


def worked(clause: str) -> tuple[str, ...]:
    """The trades of the work that a clause tells of, in its order: none for most titles."""
    folded = fold(clause)
    words = folded.split()
    if len(words) > _MOST_WORDS or not TITLED.isdisjoint(words) or _CHARGED.search(folded):
        return ()
    parts = [part for part in _AND.split(folded) if part]
    each = dict.fromkeys(trade for part in parts if (trade := _of(part)) is not None)
    if len(each) > 1:
        return tuple(each)
    whole = _of(folded)
    return (whole,) if whole else ()


def _of(folded: str) -> str | None:
    words = folded.split()
    darija = bool(_DARIJA.search(folded))
    doings: dict[str, set[int]] = {}
    things: dict[str, set[int]] = {}
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
            done, told = _classes(" ".join(words[start:end]), darija)
            for name in done:
                doings.setdefault(name, set()).add(start)
            for name in told:
                things.setdefault(name, set()).add(start)
    if not doings:
        return None
    if not PERSONS.isdisjoint(words) or darija:
        things[SAID_BY_ONE] = {-1}
    return next((work.means for work in works() if work.fits(doings, things)), None)


@lru_cache(maxsize=32_768)
def _classes(phrase: str, darija: bool) -> tuple[frozenset[str], frozenset[str]]:
    """Classes of what is done and of what it is done to, of a folded phrase."""
    doings, things = _tables()
    done = {name for bare in _bare(phrase, _ONTO_DOINGS) for name in doings.of(bare)}
    told = {name for bare in _bare(phrase, _ONTO_THINGS) for name in things.of(bare)}
    if darija and " " not in phrase:
        for bare in {phrase, _ONTO_LATIN.sub("", phrase)}:
            done |= doings.heard.get(_heard(bare), set())
        told |= things.heard.get(_heard(phrase), set())
    return frozenset(done), frozenset(told)


def _heard(word: str) -> str:
    """The consonants of a word, `3` among them; of a word of fewer than two, the word."""
    heard = consonants(word.replace("3", "v"))
    return heard if len(heard) >= _LEAST_HEARD else word


def _bare(phrase: str, onto: tuple[str, ...]) -> Iterator[str]:
    """A phrase, and in Arabic letters also without what is written onto it."""
    yield phrase
    if phrase[:1] < "\u0600":
        return
    for letters in onto:
        if phrase.startswith(letters) and len(phrase) - len(letters) >= _LEAST_KEPT:
            yield phrase[len(letters) :]


@cache
def works() -> tuple[Work, ...]:
    """All rows, in their order."""
    return tuple(
        Work(_names(row["doing"]), _names(row["thing"]), _names(row["beside"]), row["means"])
        for row in _rows("works.csv")
    )


@cache
def _tables() -> tuple[_Forms, _Forms]:
    return _Forms(_rows("doings.csv"), "doing"), _Forms(_rows("things.csv"), "thing")


def _names(cell: str) -> frozenset[str]:
    return frozenset(listed(cell)) if cell else frozenset()


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
