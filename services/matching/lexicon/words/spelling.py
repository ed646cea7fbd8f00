"""Misspelt words back to words that trades and skills are called by.

``plonbier`` is one letter from ``plombier``; ``masson`` sounds like ``maçon``. Only words that no
name holds are mended, and only to a word that is near for their length: a text's own words stay
beside the mended ones, so a wrong guess costs little.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from amuddu.reference.text import fold

LEAST = 5
"""Letters of the shortest word that is mended by letters; by sound one less."""
LEAST_SOUND = 6
"""Sounds of the shortest word that is mended by what is heard but for one of them."""
LONG = 8
"""Letters from which two errors are allowed."""

_SOUNDS = (
    (re.compile(r"ç"), "s"),
    (re.compile(r"ñ"), "n"),
    (re.compile(r"qu|q|k|c(?![eéèêihy])"), "k"),
    (re.compile(r"c(?=[eéèêiy])|z"), "s"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ch|sh"), "x"),
    (re.compile(r"eau|au"), "o"),
    (re.compile(r"ai|ei|oe"), "e"),
    (re.compile(r"(?<=[a-z])h|^h"), ""),
    (re.compile(r"[yj]"), "i"),
    (re.compile(r"v"), "b"),
    (re.compile(r"m(?=[bp])"), "n"),
    (re.compile(r"3"), "a"),
    (re.compile(r"7"), ""),
    (re.compile(r"9"), "k"),
    (re.compile(r"[صث]"), "س"),
    (re.compile(r"[طة]"), "ت"),
    (re.compile(r"[ضذظ]"), "د"),
    (re.compile(r"[قگڭ]"), "ك"),
)
"""Letters that people write for one another: by ear in French and Spanish, figures for letters
in Darija (``9ahwa``), letters that sound alike in Moroccan Arabic. Only ever compared with
another word read the same way, so no sound is told, only likeness."""


class Speller:
    """Mends words towards those of some names."""

    def __init__(self, names: Iterable[str]) -> None:
        self._known: set[str] = set()
        self._by_sound: dict[str, set[str]] = defaultdict(set)
        for name in names:
            for word in name.split():
                self._learn(word)
        self._near: dict[str, set[str]] = defaultdict(set)
        for word in self._known:
            for key in _shortened(word):
                self._near[key].add(word)
        self._near_sound: dict[str, set[str]] = defaultdict(set)
        for sound in self._by_sound:
            if len(sound) >= LEAST_SOUND:
                for key in _shortened(sound):
                    self._near_sound[key].add(sound)

    def mend(self, text: str) -> str:
        """The folded text with unknown words replaced where one known word is near."""
        return " ".join(self._mended(word) for part in text.split() for word in _words(part))

    def heard(self, text: str) -> str:
        """The folded text with unknown words replaced by a known word that sounds the same."""
        return " ".join(self._heard(word) for word in _words(text))

    def _heard(self, word: str) -> str:
        folded = fold(word)
        if folded in self._known or len(folded) < LEAST - 1 or folded.isdecimal():
            return folded
        alike = self._by_sound.get(_sound(word), set())
        return min(alike, key=lambda known: (distance(folded, known), known), default=folded)

    def _learn(self, word: str) -> None:
        for folded, raw in zip(fold(word).split(), _raw_words(word), strict=False):
            if len(folded) >= LEAST - 1 and not folded.isdecimal():
                self._known.add(folded)
                self._by_sound[_sound(raw)].add(folded)

    def _mended(self, word: str) -> str:
        folded = fold(word)
        if folded in self._known or len(folded) < LEAST - 1 or folded.isdecimal():
            return folded
        alike = self._by_sound.get(_sound(word), set())
        if not alike and len(folded) >= LEAST:
            alike = self._near_letters(folded) or self._near_by_sound(word)
        ranked = sorted((distance(folded, known), known) for known in alike)
        return ranked[0][1] if ranked else folded

    def _near_letters(self, word: str) -> set[str]:
        """Known words within one error, or two in long words; the first letter mostly holds."""
        errors = 2 if len(word) >= LONG else 1
        found = {known for key in _shortened(word) for known in self._near.get(key, ())}
        return {
            known
            for known in found
            if distance(word, known) <= errors and abs(len(known) - len(word)) <= errors
        }

    def _near_by_sound(self, word: str) -> set[str]:
        """Known words that are heard the same but for one sound: "menuzier", "menuisier"."""
        sound = _sound(word)
        if len(sound) < LEAST_SOUND:
            return set()
        near = {one for key in _shortened(sound) for one in self._near_sound.get(key, ())}
        return {known for one in near if distance(sound, one) <= 1 for known in self._by_sound[one]}


def _words(text: str) -> list[str]:
    """Words of a text, with their accents, which tell how a word sounds."""
    return [word for word in re.split(r"[\W_]+", text) if word]


_raw_words = _words


@lru_cache(maxsize=16_384)
def _sound(word: str) -> str:
    """A key that words written alike by ear share."""
    plain = unicodedata.normalize("NFC", word.casefold())
    for pattern, letters in _SOUNDS:
        plain = pattern.sub(letters, plain)
    return re.sub(r"(.)\1+", r"\1", fold(plain).replace(" ", ""))


def _shortened(word: str) -> set[str]:
    """The word, and the word without each one of its letters: two words that are one error apart
    share one of these; words two errors apart do when the errors are no two replacements."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


@lru_cache(maxsize=65_536)
def distance(one: str, other: str) -> int:
    """Letters to add, drop, replace or swap with a neighbour (Damerau 1964)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        latest = [i]
        for j, right in enumerate(other, start=1):
            best = min(row[j] + 1, latest[-1] + 1, row[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                best = min(best, before[j - 2] + 1)
            latest.append(best)
        before, row = row, latest
    return row[-1]
