"""Where a text names its own author, however the name is spelled there. Pure.

A word is the person's name when it is one of their names, or another spelling of one, in either
script, its letters apart or run together with another name; or the initial beside a name. A word
that is also a trade, a skill, a town or a language is a name only where it is used as one: next to
another of their names, or after words that introduce somebody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from amuddu.redaction import nicknames, vocabulary
from amuddu.redaction.words import Word, name_forms, name_parts
from amuddu.reference.names import (
    PARTICLES,
    STANDS_BEFORE,
    NameWord,
    alike,
    name_word,
    name_words,
    spelled,
)

_BESIDE = re.compile(r"[\s\-‐-―_'’]{0,4}|\.")
"""What may stand between two names of one person."""
_BETWEEN_LETTERS = re.compile(r"[\s\-_.,*·/|]{1,3}")
_SHORTEST, _SHORTEST_ARABIC = 4, 3
"""Letters of a name whose other spellings are looked for: those of shorter ones are other words."""
_MOST_JOINED = 3

_INTRODUCTIONS = (
    *("m appelle", "mon nom est", "mon nom c est", "mon prenom est", "nom", "prenom"),
    *("my name is", "my name s", "name", "call me", "me llamo", "mi nombre es", "nombre"),
    *("apellido", "اسمي", "اسمي هو", "الاسم", "monsieur", "madame", "mademoiselle", "mme", "mlle"),
    *(
        "m",
        "mr",
        "mrs",
        "ms",
        "senor",
        "senora",
        "sr",
        "sra",
        "السيد",
        "السيده",
        "appelez",
        "famille",
    ),
)
_OF_WHAT = frozenset({"de", "en", "of"})


@dataclass(frozen=True, slots=True)
class Own:
    """The names of one person."""

    keys: dict[str, frozenset[int]]
    """Part of a name as it is compared -> which of the names it belongs to."""
    words: dict[str, tuple[tuple[int, NameWord], ...]]
    """Names whose other spellings are looked for, by their consonants."""
    initials: dict[int, str]
    fields: dict[int, int]
    """In which field each stands: given name, family name; in its own where there is but one."""
    said: tuple[str, ...] = ()
    """The names as they were given."""

    def are_two(self, one: frozenset[int], other: frozenset[int]) -> bool:
        """Whether two words together are more of the whole name than each alone."""
        return {self.fields[n] for n in one} != {self.fields[n] for n in other}


@dataclass(frozen=True, slots=True)
class _Hit:
    """Words of a text, from one place up to another, that may be some of the names."""

    start: int
    end: int
    names: frozenset[int]
    exact: bool


@lru_cache(maxsize=16)
def own_names(names: tuple[str, ...]) -> Own:
    """What somebody's names are recognised by; an initial alone is a letter like another."""
    keys: dict[str, frozenset[int]] = {}
    words: dict[str, tuple[tuple[int, NameWord], ...]] = {}
    found = [(item, field) for field, name in enumerate(names) for item in _words_of(name)]
    for number, ((word, parts), _) in enumerate(found):
        for key in parts:
            keys[key] = keys.get(key, frozenset()) | {number}
        if _is_long(word) or word.canonical:
            words[word.skeleton] = (*words.get(word.skeleton, ()), (number, word))
    for field, name in enumerate(names):
        own = frozenset(number for number, (_, of) in enumerate(found) if of == field)
        if len(own) > 1:
            keys["".join(spelled(name))] = own
    for one, other in permutations(names, 2):
        keys["".join([*spelled(one), *spelled(other)])] = frozenset(range(len(found)))
    initials = {number: word.text[0] for number, ((word, _), _) in enumerate(found)}
    fields = {
        number: field if len(names) > 1 else number for number, (_, field) in enumerate(found)
    }
    return Own(keys, words, initials, fields, names)


@lru_cache(maxsize=4096)
def _words_of(name: str) -> tuple[tuple[NameWord, frozenset[str]], ...]:
    """The names of a name with the parts that stand for each of them; the same names come again
    and again in a file."""
    return tuple(_taken_apart(name))


def _taken_apart(name: str) -> Iterator[tuple[NameWord, frozenset[str]]]:
    bare = PARTICLES | STANDS_BEFORE
    some = {part for part in name_parts(name) if part not in bare}
    left = some or set(name_parts(name))
    for word in name_words(name):
        parts = {part for part in left if part in word.text}
        left -= parts
        yield word, frozenset(parts | ({word.text} if len(word.text) > 1 else set()))
    # Whatever the taking apart of names does not know: digits, other scripts.
    for part in sorted(left):
        yield name_word(part), frozenset({part})


def spans(
    words: Sequence[Word], text: str, own: Own, *, of_trade: bool
) -> Iterator[tuple[int, int]]:
    """Where the names stand; in a text that names a trade, words of trades are never names."""
    hits = list(_hits(words, text, own))
    found: list[tuple[int, int]] = []
    for hit in hits:
        if _is_name(hit, words, text, of_trade=of_trade) or _is_whole(hit, hits, words, text, own):
            found.append((hit.start, hit.end))
            yield words[hit.start].start, words[hit.end].end
            yield from _initials(hit, words, text, own)
    if not of_trade and own.said:
        yield from nicknames.spans(words, text, own.said, found)
    yield from _letters_apart(words, text, own)
    yield from _initials_alone(words, text, own)


def _is_name(hit: _Hit, words: Sequence[Word], text: str, *, of_trade: bool) -> bool:
    line = [word.parts for word in words]
    places = range(hit.start, hit.end + 1)
    if of_trade or not hit.exact:
        return not all(vocabulary.is_word(line[place]) for place in places)
    if not all(vocabulary.is_used(line, place) for place in places):
        return not _is_material(hit.start, words, text)
    return _is_introduced(hit.start, words, text)


def _is_material(place: int, words: Sequence[Word], text: str) -> bool:
    """Pose de pierre, mur en pierre: a word of the trades in small letters that says of what."""
    word = words[place]
    small = text[word.start : word.end].islower()
    of_what = place > 0 and words[place - 1].key in _OF_WHAT
    return small and of_what and vocabulary.is_word(word.parts)


def _is_whole(hit: _Hit, hits: Iterable[_Hit], words: Sequence[Word], text: str, own: Own) -> bool:
    """Whether another of the names stands next to this one."""
    return hit.exact and any(
        other.exact
        and own.are_two(hit.names, other.names)
        and _beside(hit, other, words, text)
        and not _is_trade_beside(hit, other, words, text)
        for other in hits
    )


def _is_trade_beside(hit: _Hit, other: _Hit, words: Sequence[Word], text: str) -> bool:
    """Awa boulanger: a trade in small letters beside a name with its capital."""
    line = [word.parts for word in words]
    return (
        text[words[hit.start].start].islower()
        and text[words[other.start].start].isupper()
        and all(vocabulary.is_used(line, place) for place in range(hit.start, hit.end + 1))
    )


def _beside(hit: _Hit, other: _Hit, words: Sequence[Word], text: str) -> bool:
    first, second = (hit, other) if hit.start < other.start else (other, hit)
    if second.start != first.end + 1:
        return False
    if vocabulary.is_expression([word.parts for word in words[first.start : second.end + 1]]):
        return False
    return _BESIDE.fullmatch(text[words[first.end].end : words[second.start].start]) is not None


def _is_introduced(place: int, words: Sequence[Word], text: str) -> bool:
    first = max(0, place - 4)
    before = [word.key for word in words[first:place]]
    if not before or not re.fullmatch(
        r"[\s:.]{1,3}", text[words[place - 1].end : words[place].start]
    ):
        return False
    said = f" {' '.join(before)} "
    return any(said.endswith(f" {introduction} ") for introduction in _INTRODUCTIONS)


# --- where a name may stand -----------------------------------------------------------------------


def _hits(words: Sequence[Word], text: str, own: Own) -> Iterator[_Hit]:
    for place, word in enumerate(words):
        if not own.keys.keys().isdisjoint(word.parts):
            exact = [own.keys[part] for part in word.parts if part in own.keys]
            yield _Hit(place, place, frozenset[int]().union(*exact), exact=True)
        elif found := _spelled_otherwise(word, own):
            yield _Hit(place, place, found, exact=False)
        if word.key in STANDS_BEFORE or len(word.key) == 1:
            yield from _written_apart(place, words, text, own)


def _spelled_otherwise(word: Word, own: Own) -> frozenset[int]:
    forms = name_forms(word.parts)
    if own.words.keys().isdisjoint(forms.skeletons):
        return frozenset()
    return frozenset().union(*(_spelled(form, own) for form in forms.words))


def _spelled(form: NameWord, own: Own) -> frozenset[int]:
    """Of which names a word of a text is another spelling."""
    alike_ones = own.words.get(form.skeleton, ())
    return frozenset(number for number, name in alike_ones if _is_form(name, form))


def _written_apart(place: int, words: Sequence[Word], text: str, own: Own) -> Iterator[_Hit]:
    """Ould El Hadj: several words of the text that are one name."""
    for end in range(place + 1, min(place + _MOST_JOINED, len(words))):
        between = text[words[end - 1].end : words[end].start]
        if not _BESIDE.fullmatch(between):
            return
        said = name_words(" ".join(word.key for word in words[place : end + 1]))
        if len(said) != 1:
            continue
        exact = own.keys.get(said[0].text, frozenset())
        found = exact or _spelled(said[0], own)
        if found:
            yield _Hit(place, end, found, exact=bool(exact))


def _is_form(name: NameWord, said: NameWord) -> bool:
    """Whether a word of the same consonants is another spelling of a name, and no everyday word
    besides."""
    if not alike(name, said):
        return False
    if name.canonical and name.canonical == said.canonical:
        return True
    if not (_is_long(name) and _is_long(said)) or len(name.skeleton) < 2:
        return False
    if name.arabic or said.arabic or len(name.skeleton) > 2:
        return True
    plain = {sound.replace("o", "u") for sound in name.sounds}
    return any(sound.replace("o", "u") in plain for sound in said.sounds)


def _is_long(word: NameWord) -> bool:
    return len(word.text) >= (_SHORTEST_ARABIC if word.arabic else _SHORTEST)


# --- letters --------------------------------------------------------------------------------------


def _initials(hit: _Hit, words: Sequence[Word], text: str, own: Own) -> Iterator[tuple[int, int]]:
    """A. Boulanger, Awa B.: the initial of another name beside a name."""
    others = {letter for number, letter in own.initials.items() if number not in hit.names}
    for place, beside in ((hit.start - 1, hit.start), (hit.end + 1, hit.end)):
        if not 0 <= place < len(words) or words[place].key not in others:
            continue
        word = words[place]
        low, high = sorted((words[beside], word), key=lambda one: one.start)
        capital = text[word.start : word.end].isupper() or text[word.end : word.end + 1] == "."
        if capital and re.fullmatch(r"[\s.]{1,2}", text[low.end : high.start]):
            yield word.start, word.end


def _initials_alone(words: Sequence[Word], text: str, own: Own) -> Iterator[tuple[int, int]]:
    """A.B.: all the initials in their order, each with its point."""
    letters = list(dict.fromkeys(own.initials.items()))
    pairs = {(a, b) for (m, a), (n, b) in permutations(letters, 2) if m != n}
    for place in range(len(words) - 1):
        one, other = words[place], words[place + 1]
        short = len(one.key) == 1
        if short and (one.key, other.key) in pairs and _stand_alone(place, words, text):
            yield one.start, other.end


def _stand_alone(place: int, words: Sequence[Word], text: str) -> bool:
    one, other = words[place], words[place + 1]
    capital = text[one.start : one.end].isupper() and text[other.start : other.end].isupper()
    pointed = re.fullmatch(r"\. ?", text[one.end : other.start]) and text[other.end :][:1] == "."
    before = place == 0 or len(words[place - 1].key) > 1
    after = place + 2 == len(words) or len(words[place + 2].key) > 1
    return bool(capital and pointed and before and after)


def _letters_apart(words: Sequence[Word], text: str, own: Own) -> Iterator[tuple[int, int]]:
    """F a t o u, F-A-T-O-U: a name in letters with something between them."""
    keys = [key for key in own.keys if len(key) > 2]
    for run in _runs(words, text):
        joined = "".join(word.key for word in run)
        for key in keys:
            found = joined.find(key)
            while found >= 0:
                yield run[found].start, run[found + len(key) - 1].end
                found = joined.find(key, found + 1)


def _runs(words: Sequence[Word], text: str) -> Iterator[list[Word]]:
    run: list[Word] = []
    for word in words:
        near = bool(run) and _BETWEEN_LETTERS.fullmatch(text[run[-1].end : word.start])
        if len(word.key) == 1 and (near or not run):
            run.append(word)
            continue
        if len(run) > 2:
            yield run
        run = [word] if len(word.key) == 1 else []
    if len(run) > 2:
        yield run
