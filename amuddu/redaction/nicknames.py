"""Where a text tells by which other name its author is called. Pure.

A nickname stands in no register. It is known by the words before it ("on m'appelle", "surnom",
"dit"), by quotes or brackets beside a name, or as a short form of a name (`short_names.csv`). In
Latin letters it is written with a capital, or it is a word like another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from amuddu.redaction import vocabulary
from amuddu.redaction.words import Word
from amuddu.reference.names import name_words, same_name, spelled
from amuddu.reference.tables import many, rows

_INTRODUCTIONS = (
    *("m appelle", "m appellent", "me nomme", "mon nom est", "mon surnom est", "mon surnom"),
    *("surnom", "surnomme", "surnommee", "alias", "connu sous le nom de", "connue sous le nom de"),
    *("my name is", "nickname", "nickname is", "nicknamed", "known as", "call me", "calls me"),
    *("aka", "me llamo", "me llaman", "me dicen", "mi nombre es", "apodo", "apodado", "apodada"),
    *("mi apodo es", "conocido como", "conocida como", "اسمي", "لقبي", "لقبي هو", "كنيتي"),
    *("ينادونني", "يناديني الناس", "يلقبونني", "الملقب ب", "الملقبه ب", "المعروف ب", "المعروفه ب"),
)
_JOINED = ("الملقب", "الملقبه", "المعروف", "المعروفه")
"""After which "by" is written onto the name: المعروف بسيدي."""
_BESIDE_A_NAME = ("dit", "dite", "dis", "alias", "aka", "o", "ou")
_NO_NAMES = frozenset(
    [
        "le",
        "la",
        "les",
        "l",
        "un",
        "une",
        "des",
        "du",
        "de",
        "d",
        "au",
        "aux",
        "en",
        "et",
        "a",
        "the",
        "an",
        "el",
        "los",
        "las",
        "lo",
        "y",
        "je",
        "tu",
        "il",
        "elle",
        "on",
        "nous",
        "vous",
        "ils",
        "elles",
        "mon",
        "ma",
        "mes",
        "my",
        "mi",
        "pour",
        "par",
        "chez",
        "avec",
        "sans",
        "dans",
        "sur",
        "quand",
        "when",
        "at",
        "in",
        "if",
        "monsieur",
        "madame",
        "mademoiselle",
        "mr",
        "mrs",
        "mme",
        "mlle",
        "m",
        "chef",
        "patron",
    ]
)
_LONGEST = 4
_MOST = 2
"""Words of a nickname."""
_INTRODUCES = re.compile(r"[\s:«»\"'“”‘’(\[]{1,4}")
_NEAR = re.compile(r"[\s-]{1,2}")
_OPENS, _CLOSES = re.compile(r"\s{0,2}[\"'“‘«(\[]\s?"), re.compile(r"\s?[\"'”’»)\]]")


def spans(
    words: Sequence[Word], text: str, names: Sequence[str], own: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Where nicknames stand. `names`: the person's own; `own`: the places, from one word to
    another, where some of them were found."""
    ends, starts = {last for _, last in own}, {first for first, _ in own}
    short = _short_forms(tuple(names))
    for place, word in enumerate(words):
        if place in starts or not _may_be(word, text):
            continue
        if _is_introduced(place, words, text) or _follows_a_name(place, words, text, ends):
            last = _last(place, words, text, starts)
            yield word.start, words[last].end
        elif _is_bracketed(place, words, text, ends) or not short.isdisjoint(word.parts):
            yield word.start, word.end


def _may_be(word: Word, text: str) -> bool:
    """Whether a word can be a nickname: with a capital, and no word of a trade."""
    first = text[word.start]
    if first.islower() or not first.isalpha() or word.key in _NO_NAMES:
        return False
    return not vocabulary.is_word(word.parts)


def _is_introduced(place: int, words: Sequence[Word], text: str) -> bool:
    if not place or not _INTRODUCES.fullmatch(text[words[place - 1].end : words[place].start]):
        return False
    before = [word.key for word in words[max(0, place - _LONGEST - 1) : place]]
    said = f" {' '.join(before)} "
    if words[place].key.startswith("ب") and before[-1] in _JOINED:
        return True
    return any(said.endswith(f" {introduction} ") for introduction in _INTRODUCTIONS)


def _follows_a_name(place: int, words: Sequence[Word], text: str, ends: set[int]) -> bool:
    """Mariama dite Mimi."""
    return (
        place > 1
        and words[place - 1].key in _BESIDE_A_NAME
        and place - 2 in ends
        and text[words[place - 2].end : words[place].start].count("\n") == 0
    )


def _is_bracketed(place: int, words: Sequence[Word], text: str, ends: set[int]) -> bool:
    """Ibrahima (Ibou), Ibrahima "Ibou" Sow."""
    following = text[words[place].end :][:2]
    return (
        place - 1 in ends
        and _OPENS.fullmatch(text[words[place - 1].end : words[place].start]) is not None
        and _CLOSES.match(following) is not None
    )


def _last(place: int, words: Sequence[Word], text: str, starts: set[int]) -> int:
    """The last word of a nickname that begins here: Big Joe."""
    last = place
    while (
        last + 1 < min(len(words), place + _MOST)
        and last + 1 not in starts
        and text[words[last + 1].start].isupper()
        and _may_be(words[last + 1], text)
        and _NEAR.fullmatch(text[words[last].end : words[last + 1].start])
    ):
        last += 1
    return last


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    return {row["name"]: many(row["short"]) for row in rows("short_names.csv")}


@cache
def _by_sound() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in _table():
        (word,) = name_words(name)
        found[word.skeleton] = (*found.get(word.skeleton, ()), name)
    return found


@lru_cache(maxsize=512)
def _short_forms(names: tuple[str, ...]) -> frozenset[str]:
    """What people call somebody of these names for short."""
    found: set[str] = set()
    for name in names:
        for word in name_words(name):
            for known in _by_sound().get(word.skeleton, ()):
                if same_name(known, word.text):
                    found.update(form for short in _table()[known] for form in spelled(short))
    return frozenset(found)
