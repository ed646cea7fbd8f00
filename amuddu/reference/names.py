"""Names of people as they are really written: several spellings, two scripts, any order.

A name has two keys. `exact_key` is its folded spelling. `sound_key` is what French, English and
Spanish spellings and the Arabic script have in common: the consonants of each word, those that
transcriptions confuse made one. It finds whoever may be meant, quickly and in an index;
`same_name` then decides, by the vowels too. Both take names apart the same way:

- An article (El, Al) is dropped; what never stands alone is written onto the next word (Abd, Ben,
  Ould, Aït, Abou, عبد): "Ben Ali" is "Benali", and not "Ali".
- French and English letters are read as sounds (ou, ch, dj, gu; w, sh, j, g).
- Arabic is compared with Latin letters by what Arabic writes: consonants and long vowels.
- What no rule brings together stands in `data/name_forms.csv`, one name a row.

Kept apart, because families do: Fatou and Fatoumata, Aïssata and Aïssatou, Mamadou and Mohamed,
Abdoulaye and Abdallah (one name long ago; today two on the papers of the same family).
Pure; a name takes some tens of microseconds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from amuddu.reference.tables import many, rows
from amuddu.reference.text import fold

_APOSTROPHES = re.compile("['’‘ʼʻʾʿ`´′＇]")
_ARABIC = re.compile("[\u0600-\u06ff]")
_VOWEL = "aeiouE"  # E: ai, ei, ay, ey

ARTICLES = frozenset({"el", "al", "ال"})
_LINKS = frozenset({"de", "da", "dos", "du", "del"})
PARTICLES = ARTICLES | _LINKS
"""Words of a name that name nobody by themselves."""

_OF_FAITH = re.compile("[aeou]dd[iy]n+e?|الدين")
_SUN_ARTICLE = re.compile("[aeo]([rsdntz]|sh|ch)")
_JOINED: Mapping[str, str] = {
    **dict.fromkeys(("abd", "abdel", "abdul", "abdoul", "abdal", "abdol"), "abdel"),
    **dict.fromkeys(("ben", "bin", "ibn"), "ben"),
    **dict.fromkeys(("ould", "wuld", "weld"), "ould"),
    **dict.fromkeys(("ait", "ayt"), "ait"),
    **dict.fromkeys(("abou", "abu", "aboul"), "abou"),
    **dict.fromkeys(("عبد", "بن", "ولد", "ابو", "ايت"), ""),
    "ابن": "بن",
}
"""Words written onto the next one, and in which spelling; "" keeps their own."""

_HEARD: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (letters, re.compile(pattern), sound)
    for letters, pattern, sound in (
        ("d", "[ae]?[aeiou]?dd[iy]n+e?$", "dine"),  # Noureddine, Nuruddin
        ("ie", "ie$", "i"),
        ("yy", "yy", "y"),
        ("e", r"([nlt])\1e$", r"\1E"),  # Jeanne is not Jean
        ("h", "t?s?ch|t?sh", "S"),
        ("kh", "kh", "k"),
        ("q", "qu(?=[eiy])|q", "k"),
        ("c", "ck|c(?![eiyS])", "k"),
        ("c", "c", "s"),
        ("u", "(?<=k)u(?=[aeiy])", "w"),
        ("g", "gu(?=[eiy])|gh", "g"),
        ("j", "dj", "j"),
        ("ph", "ph", "f"),
        ("h", "(?<=[td])h", ""),
        ("x", "x", "ks"),
        ("w", "w(?![aeiouy])", "u"),
        ("ou", "ou(?=[aeiy])", "w"),
        ("o", "ou|oo", "u"),
        ("ee", "ee", "i"),
        ("i", "i(?=[aeou])", "y"),
        ("y", "y(?![aeiou])", "i"),
        ("i", "[ae]+i", "E"),
        ("", r"(.)\1+", r"\1"),
        ("h", "h(?![aeiouEyw])", ""),
    )
)
"""How Latin letters are heard: where these letters stand, this pattern is read as that sound."""
_ARTICLE_ON = re.compile("el(?=[^aeiouyl].{3})|al(?=[^aeiouylp].{4})|el(?=[aeiou].{5})")
_PALATAL = re.compile("^(n?)dy")

# One class for consonants that transcriptions of one name confuse.
_CLASSES = str.maketrans("Szjgpvqc", "sddkbfkk", "aeiouEywh")
_ARABIC_CLASSES = str.maketrans(
    "بپتثجدذزضظخغقكرسشصطفڤلمنچژ", "bbttdddddd" + "kkkk" + "rssst" + "fflmnsd", "اوىيءعهحؤئة"
)
_READ_AS: Mapping[str, str] = {
    **{"ب": "[bp]", "پ": "[pb]", "ت": "t", "ث": "[ts]", "ج": "[jg]", "خ": "[kh]", "د": "d"},
    **{"ذ": "[dz]", "ر": "r", "ز": "z", "س": "s", "ش": "[Ss]", "ص": "s", "ض": "d", "ط": "t"},
    **{"ظ": "[dz]", "غ": "[gr]", "ف": "[fvp]", "ڤ": "[vf]", "ق": "[kg]", "ك": "[kg]", "ل": "l"},
    **{"م": "m", "ن": "n", "چ": "[Sj]", "ژ": "[jz]"},
}
_WEAK: Mapping[str, str] = {
    **{"ا": "[ae]", "و": "[ae]?[uow]", "ي": "[ae]?[iyeE]", "ء": "", "ع": "[aeiouE]?"},
    **{"ح": "h?", "ه": "h?"},
}
_FIRST: Mapping[str, str] = {
    **dict.fromkeys("اعء", "[aeiouE]"),
    **{"و": "[wuo]", "ي": "[yi]", "ح": "h", "ه": "h"},
}
_LAST: Mapping[str, str] = {"ه": "at?", "ا": "[ae]", "ي": "[iyeEa]", "و": "[ou]"}
STANDS_BEFORE = frozenset(_JOINED) | ARTICLES
"""Words that are a part of the name that follows them."""


@dataclass(frozen=True, slots=True)
class NameWord:
    """A word of a name: as it is spelled, as it may sound, and the consonants it is found by."""

    text: str
    """Folded."""
    sounds: tuple[str, ...]
    """How Latin letters are read, usually one way; Arabic ones stay as they are folded."""
    skeleton: str
    canonical: str | None
    """The name of `data/name_forms.csv` that it is a form of."""
    arabic: bool


def exact_key(name: str) -> str:
    """A name as it is spelled, whatever the case, accents, vowel marks and order of words.

    >>> exact_key("N’DIAYE Aïssata"), exact_key("Aissata N'Diaye")
    ('aissata ndiaye', 'aissata ndiaye')
    """
    return " ".join(sorted(spelled(name)))


def sound_key(name: str) -> str:
    """The consonants of a name, word by word: the same for all spellings in both scripts.

    >>> sound_key("Mohammed Chérif"), sound_key("محمد شريف")
    ('md srf', 'md srf')
    """
    return " ".join(sorted(word.skeleton for word in name_words(name)))


def same_name(one: str, other: str) -> bool:
    """Whether two spellings can be one person's whole name, in any order of its words.

    >>> same_name("Abd El Kader", "عبد القادر"), same_name("Kane", "Koné")
    (True, False)
    """
    first, second = name_words(one), name_words(other)
    return len(first) == len(second) and _covered(first, second)


def covers(longer: str, shorter: str) -> bool:
    """Whether all of two words or more of one name stand in another."""
    short, long = name_words(shorter), name_words(longer)
    return 2 <= len(short) <= len(long) and _covered(short, long)


def _covered(wanted: Sequence[NameWord], among: Sequence[NameWord]) -> bool:
    left = list(among)
    for word in wanted:
        found = next((other for other in left if alike(word, other)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def spelled(name: str) -> tuple[str, ...]:
    """Folded words of a name, apostrophes closed: N'Diaye is ndiaye."""
    plain = unicodedata.normalize("NFKC", name)
    if not plain.isprintable():  # no mark of formatting (Cf) is
        plain = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    return tuple(fold(_APOSTROPHES.sub("", plain)).split())


@lru_cache(maxsize=16_384)
def name_words(name: str) -> tuple[NameWord, ...]:
    """The words of a name; an article alone is none, unless there is no other."""
    words = [word for word in _joined(spelled(name)) if word not in PARTICLES]
    return tuple(map(name_word, words or spelled(name)))


def alike(one: NameWord, other: NameWord) -> bool:
    """Whether two words can be one name."""
    if one.text == other.text:
        return True
    if one.skeleton != other.skeleton:
        return False
    if one.canonical and other.canonical:
        return one.canonical == other.canonical
    if one.arabic and other.arabic:
        return _bare(one.text) == _bare(other.text)
    if one.arabic or other.arabic:
        arabic, latin = (one, other) if one.arabic else (other, one)
        reading = _reading(_bare(arabic.text))
        return any(reading.fullmatch(sound) for sound in latin.sounds)
    return any(_close(a, b) for a in one.sounds for b in other.sounds)


def begins(start: NameWord, word: NameWord) -> bool:
    """Whether somebody who types this beginning can mean the word."""
    if not word.skeleton.startswith(start.skeleton) or start.arabic != word.arabic:
        return alike(start, word)
    shortest = max(2, len(start.text) - 2)
    lengths = range(shortest, min(len(word.text), len(start.text) + 3) + 1)
    return any(alike(start, name_word(word.text[:length])) for length in lengths)


# --- words ----------------------------------------------------------------------------------------


def _joined(words: Sequence[str]) -> Iterator[str]:
    """Words as they are compared: what stands before or after another is written onto it."""
    before = ""
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        if following and _is_article(word, following):
            continue
        if following and word in _JOINED:
            before += _JOINED[word] or word
        elif following and _waits(word, following):
            before += word
        else:
            yield before + word
            before = ""
    if before:
        yield before


def _waits(word: str, following: str) -> bool:
    """N Diaye, Nour Eddine: whether a word is one with what follows it."""
    if word in {"n", "m"}:
        return re.search("[aeiouy]", following) is not None
    return _OF_FAITH.fullmatch(following) is not None and word not in ARTICLES


def _is_article(word: str, following: str) -> bool:
    sun = _SUN_ARTICLE.fullmatch(word)
    return word in ARTICLES or (sun is not None and following.startswith(sun[1]))


@lru_cache(maxsize=16_384)
def name_word(text: str) -> NameWord:
    """A folded word of a name."""
    if _ARABIC.search(text):
        canonical = _forms().get(text) or _forms().get(_bare(text))
        skeleton = _arabic_skeleton(_bare(text)) if canonical is None else _skeleton(canonical)
        return NameWord(text, (text,), skeleton, canonical, arabic=True)
    sounds = tuple(dict.fromkeys(_sounds(text)))
    canonical = next((found for s in sounds if (found := _forms().get(_loose(s)))), None)
    return NameWord(text, sounds, _skeleton(canonical or sounds[-1]), canonical, arabic=False)


def _sounds(word: str) -> Iterator[str]:
    if word.startswith("abd") and len(word) > 5:
        yield from map(_heard, _of_servant(word[3:]))
        return
    heard = _heard(word)
    yield heard
    if _PALATAL.match(heard):
        yield _PALATAL.sub(r"\1j", heard)
    if _ARTICLE_ON.match(word):
        yield _heard(word[2:])


def _of_servant(rest: str) -> Iterator[str]:
    """What follows "Abd", its article off: Abdelkader, Abderrahman, Abdoul-Aziz."""
    bare = rest.lstrip("aeiou")
    if re.fullmatch("l+[ae]h?", bare):
        yield "abdallah"
    elif bare.startswith("l") and bare != rest and bare[1:2] not in tuple("aeiou"):
        yield "abd" + bare[1:]
    else:
        if bare.startswith("l"):  # Abdelatif, Abdelaziz: the letter is of the name, or the article
            yield "abd" + bare
            yield "abd" + bare[1:]
            return
        yield "abd" + bare


def _heard(word: str) -> str:
    for letters, pattern, sound in _HEARD:
        if letters in word:
            word = pattern.sub(sound, word)
    return word


def _loose(sound: str) -> str:
    """A sound with the vowels that spellings take for one another made one."""
    found = sound.translate(str.maketrans("oeE", "uai"))
    return found[:-1] if sound.endswith("e") and len(sound) > 3 else found


def _skeleton(sound: str) -> str:
    return re.sub(r"(.)\1+", r"\1", sound.translate(_CLASSES)) or "a"


# --- Arabic ---------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _bare(word: str) -> str:
    """An Arabic word without its article: العمراني, عبدالقادر, نورالدين."""
    if word.startswith("عبدال") and len(word) > 6 and word != "عبدالله":
        return "عبد" + word[5:]
    if word.endswith("الدين") and len(word) > 6:
        return word[:-5] + "دين"
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _arabic_skeleton(word: str) -> str:
    return _skeleton(word.translate(_ARABIC_CLASSES))


@lru_cache(maxsize=4096)
def _reading(word: str) -> re.Pattern[str]:
    """How Latin sounds may read an Arabic word: short vowels are free, long ones are not."""
    parts: list[str] = []
    for place, letter in enumerate(word):
        rest = word[place:]
        if rest.startswith("اي"):
            parts.append("[aeiyE]")  # one sound: إيمان, مولاي
        elif place and word[place - 1 : place + 1] == "اي":
            parts.append("[iyE]?")
        elif place == 0:
            parts.append(_FIRST.get(letter) or _READ_AS.get(letter, re.escape(letter)))
        elif letter in _WEAK:
            parts.append(_LAST.get(letter, _WEAK[letter]) if len(rest) == 1 else _WEAK[letter])
        else:
            parts.append(_READ_AS.get(letter, re.escape(letter)))
    return re.compile("[aeiou]?".join(parts) + "e?")


# --- Latin ----------------------------------------------------------------------------------------


def _close(one: str, other: str) -> bool:
    if one == other:
        return True
    first, second = _taken_apart(one), _taken_apart(other)
    return first[0] == second[0] and all(map(_same_vowels, first[1], second[1]))


@lru_cache(maxsize=16_384)
def _taken_apart(sound: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Consonants, and what vowels stand before, between and after them."""
    pieces = re.split(f"([^{_VOWEL}])", sound)
    return tuple(pieces[1::2]), tuple(pieces[::2])


_VOWELS_ALIKE = frozenset(map(frozenset, ("ou", "ae", "ie", "iE", "eE")))


def _same_vowels(one: str, other: str) -> bool:
    if {one, other} == {"", "e"}:
        return True
    return len(one) == len(other) and all(
        a == b or frozenset((a, b)) in _VOWELS_ALIKE for a, b in zip(one, other, strict=True)
    )


@cache
def _forms() -> Mapping[str, str]:
    """Form of a name (a Latin one as it sounds, loosely) -> the name, as it sounds."""
    found: dict[str, str] = {}
    for row in rows("name_forms.csv"):
        canonical = _heard(row["name"])
        for form in (row["name"], *many(row["forms"])):
            for word in spelled(form):
                if _ARABIC.search(word):
                    found[word] = canonical
                    continue
                found[_loose(_heard(word))] = canonical
                if word.startswith("abd"):  # whose sounds are taken apart otherwise
                    found.update((_loose(sound), canonical) for sound in _sounds(word))
    return found
