"""What of a text says no trade: towns, contracts, hours, the search for work, what is denied.

``told("plus jamais gardien, je suis cuisinier")`` is ``("je suis cuisinier",)``;
``told("Recrutement Tanger")`` is ``()``: somebody who names no trade is linked to none. A text is
read clause by clause; of each clause the denied part goes first, then the places. What remains
speaks of a trade unless every word of it is one of those that people write around trades.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from amuddu.contracts.types import LANGS
from amuddu.reference.countries import countries
from amuddu.reference.languages import languages
from amuddu.reference.places import districts, province_names, regions, town_names
from amuddu.reference.tables import many, rows
from amuddu.reference.text import fold, listed
from services.matching.lexicon.concepts import Kind, bears_a_name, find, vocabulary
from services.matching.lexicon.text import core_title, one_gender, without_marks
from services.matching.lexicon.words.small_words import LITTLE_WORDS, NOISE

_ABROAD = Path(__file__).with_name("towns_abroad.csv")
LONGEST = 2_000
"""Letters of a text that are read; a title stands well before."""
LEAST_DRUMMED = 4
"""Letters from which neighbours on a keyboard are no word."""
_KEYS = tuple(
    fold(keys)
    for row in ("azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm",
                "ضصثقفغعهخحجد", "شسيبلاتنمكط")
    for keys in (row, row[::-1])
)  # fmt: skip
LONGEST_PLACE = 4
"""Words of the longest name of a place that is looked for."""

CLAUSE = re.compile(r"\s*(?:[,;:.!?|()\[\]\n\t،؛؟•·…]|\s[-–—]+\s|\s/\s|\s&\s|\s\+\s)+\s*")

_TURN = re.compile(
    r"(?<!\w)(?<!\bno )(?<!\bpas )(?=(?:mais|plut[oô]t|par contre|je suis|j['’]ai|je cherche"
    r"|je veux|je fais"
    r"|(?<!de )(?<!des )(?<!anything )(?<!everything )(?<!nothing )but|rather|instead"
    r"|i am|i['’]m|i want|i was|i work"
    r"|pero|sino|soy|ahora|busco|quiero"
    r"|لكن|ولكن|بل|أنا|انا|دابا|walakin|ana|daba)(?!\w))",
    re.I,
)
"""Where a new statement begins within a clause: "je ne suis pas gardien mais cuisinier"."""

_DENIED = re.compile(
    r"(?<!\w)(?:n['’e]\s*\w+(?:\s+\w+){0,2}?\s+(?:pas|plus|jamais|rien)|plus jamais|jamais"
    r"|mais pas(?= d)|pas(?! de )|(?:^|(?<=\s))ni(?= )|(?<=^)pas d(?:e|u|es|['’])"
    r"|refus\w+ (?:de|d['’]|le|la|les|to)|(?:cess\w+|abandonn\w+|quitt\w+) (?:de|le|la|les)"
    r"|(?:veux|peux|fais|suis|travaille|cherche) (?:plus|pas)"
    r"|non pas|surtout pas|sauf|sans|except[ée]?|tout sauf|fini(?: le| la| les)?"
    r"|arr[eê]t[ée] (?:le|la|de)"
    r"|(?:stopped|quit|done with|tired of|sick of|refuse)"
    r"(?= (?:being|to be|to|doing|working|the|\w+ing))"
    r"|no longer|never(?: again)?|not|no more|don['’]?t|do not|anything but"
    r"|other than|except|without"
    r"|dej[eé] de|he dejado (?:de|el|la)|tampoco|harto de"
    r"|nunca(?: m[aá]s)?|ya no|no (?:soy|quiero|busco|trabajo|como|de)|excepto|menos|sin"
    r"|لا (?:أريد|اريد|أعمل|اعمل)|لست|ليس|ليست|لم أعد|لم اعد|لن|أبدا|ابدا|بدون"
    r"|أرفض|ارفض|ما عدا|ماعدا|توقفت عن|تركت(?= (?:عمل|مهنة|ال))|ما ?كن?بغي\w*|مابقاش|ما بقاش"
    r"|ماشي|ما بقيت\w*|مابقيت\w*"
    r"|ما بغيت\w*|مابغيت\w*|إلا|machi|mashi|ma ?b9it\w*|ma ?bqit\w*"
    r"|ma ?bghit\w*|ma ?kanbghi\w*|ma ?kayn\w*|bla)(?!\w).*$",
    re.I,
)
"""A denial and all that follows it in its clause."""

_DENIED_AFTER = re.compile(
    r"(?<=\w)\s+(?:non|no|nope|no thanks|non merci|c['’]est fini|jamais|plus jamais|nunca|never"
    r"|لا|أبدا|ابدا|lla|walou)\s*$",
    re.I,
)
"""A denial that comes last: "la plonge non"."""

_LEADING = re.compile(
    r"^(?:(?:nous |on |je |i |we |a )?(?:suis |am |are |sommes )?(?:[àa] la )?"
    r"(?:recherch\w*|cherch\w*|recrut\w*|embauch\w*|offres? d['’ ]emploi|poste|emploi|besoin"
    r"|annonce|urgent\w*|hiring|looking for|wanted|needed|we need|job offer|vacancy"
    r"|se busca[n]?|busco"
    r"|buscamos|se necesita[n]?|oferta de (?:empleo|trabajo)|مطلوب(?:ة)?|نبحث عن|أبحث عن|ابحث عن"
    r"|نطلب|توظيف)(?!\w)[\s:]*)+"
    r"(?:(?:d['’]|de|des|du|un|une|an|a|of|as|comme|para|un|una|en tant que|عمل ك)"
    r"(?:\s+|(?<=['’])))*",
    re.I,
)
"""What an advertisement or a request opens with, before the trade."""


_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|\+?\d[\d .-]{6,}\d")
"""A web address, an e-mail address or a telephone number."""


def told(text: str, kind: Kind = "occupation") -> tuple[str, ...]:
    """The clauses of a text that may say a trade (or a skill), without what says none."""
    return tuple(_spoken(text, kind))


def _spoken(text: str, kind: Kind) -> Iterator[str]:
    for clause in CLAUSE.split(one_gender(without_marks(_ADDRESS.sub(" ", text[:LONGEST])))):
        if not clause.strip():
            continue
        if find(kind, clause):
            yield clause.strip()
            continue
        for statement in _TURN.split(clause):
            bare = core_title(_LEADING.sub("", affirmed(statement)))
            kept = without_places(bare).strip(" ,;:/-–—|'’")
            if says_something(kept, kind):
                yield kept


def affirmed(clause: str) -> str:
    """A clause up to its denial: "maçon, pas plombier" says mason; nothing of "plonge non"."""
    return "" if _DENIED_AFTER.search(clause) else _DENIED.sub("", clause)


def denials(text: str) -> Iterator[str]:
    """What a text says that it does not mean: "plombier" of "maçon, pas plombier"."""
    for clause in CLAUSE.split(text[:LONGEST]):
        for statement in _TURN.split(clause):
            kept = affirmed(statement)
            if len(kept) < len(statement):
                yield statement[len(kept) :]


def denies(text: str) -> bool:
    """Whether something in a text is denied."""
    return any(_DENIED.search(one) or _DENIED_AFTER.search(one) for one in CLAUSE.split(text))


def says_something(clause: str, kind: Kind = "occupation") -> bool:
    """Whether a word of a clause is none of those that stand around trades."""
    if not any(letter.isalpha() for letter in clause):
        return False
    if find(kind, clause):
        return True
    words = [word for word in fold(clause).split() if not word.isdecimal()]
    silent = silent_words()
    return any(
        len(word) > 1 and word not in silent and word not in _places() and not _drummed(word)
        for word in words
    )


def _drummed(word: str) -> bool:
    """Whether a word is fingers going along a row of keys: "asdfgh", "azerty", "ضصثق"."""
    return len(word) >= LEAST_DRUMMED and any(word in keys for keys in _KEYS)


@cache
def silent_words() -> frozenset[str]:
    """Folded words that name no trade by themselves: people's names, languages and peoples too."""
    told = [name for row in rows("name_forms.csv") for name in (row["name"], *many(row["forms"]))]
    for language in languages().values():
        told += [*language.names.values(), *language.aliases]
    told += [cell for row in rows("demonyms.csv") for lang in LANGS for cell in many(row[lang])]
    words = {word for name in told for word in fold(name).split()}
    return NOISE | LITTLE_WORDS | words


def without_places(clause: str) -> str:
    """A clause without the towns, quarters, provinces, regions and countries in it.

    A name of a place that is also a common word ("Salé", "Nador") goes where it is the whole
    clause, begins with a capital, or follows a word such as "à".
    """
    words = clause.split()
    if _is_place(words):
        return ""
    kept: list[str] = []
    place = 0
    while place < len(words):
        size = _place_at(
            words,
            place,
            after=kept[-1] if kept else "",
        )
        if size:
            while kept and fold(kept[-1]) in _BEFORE_PLACES:
                kept.pop()
        else:
            kept.append(words[place])
        place += size or 1
    return " ".join(kept)


def _place_at(words: Sequence[str], start: int, *, after: str) -> int:
    """How many words from `start` on are the name of a place that is meant as one."""
    for size in range(min(LONGEST_PLACE, len(words) - start), 0, -1):
        run = words[start : start + size]
        if not _is_place(run):
            continue
        marked = (
            run[0][:1].isupper()
            or run[0][:1] >= "\u0600"
            or fold(after) in _BEFORE_PLACES
            or not _common(run)
        )
        if marked and not (start == 0 and bears_a_name(" ".join(run))):
            return size
    return 0


def _common(run: Sequence[str]) -> bool:
    """Whether every word of a place's name may also be one of a trade or a skill."""
    return all(word in vocabulary() for word in fold(" ".join(run)).split())


_BEFORE_PLACES = frozenset(
    listed("a|au|aux|sur|vers|region|ville|secteur|in|at|near|en|fi|f|في|ف|ب|بمدينة|مدينة")
)
"""Folded words after which a place is said."""


def _is_place(words: Sequence[str]) -> bool:
    name = fold(" ".join(words))
    if name in _places():
        return True
    return len(name) > 3 and name[0] in "فبل" and name[1:] in _places()


def rows_of(table: Path) -> list[list[str]]:
    """Rows of a table without the names of its columns."""
    with table.open(encoding="utf-8", newline="") as stream:
        return [[cell for cell in row if cell] for row in csv.reader(stream)][1:]


@cache
def _places() -> frozenset[str]:
    """Folded names of places, of more than two letters."""
    names = [name for _, each in town_names() for name in each]
    names += [name for _, each in province_names() for name in each]
    names += [name for each, _ in districts() for name in each]
    for region in regions().values():
        names += [*region.names.values(), *region.aliases]
    for country in countries().values():
        names += [*country.names.values()]
    names += [name for row in rows_of(_ABROAD) for name in row]
    folded = {fold(name.replace("-", " ")) for name in names}
    return frozenset(name for name in folded if len(name) > 2)
