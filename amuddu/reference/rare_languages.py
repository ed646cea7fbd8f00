"""Words that name a language which few people in Morocco speak, in any of the four languages.

Whoever asks for such a language singles out where people come from, and may ask for it in the words
of a skill or of a description as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from amuddu.reference.languages import COMMON, Language, languages
from amuddu.reference.text import fold, listed

_LONGEST = 3
"""Words of the longest name that is looked for."""
_SHORTEST_ALIAS = 4
"""Shorter aliases are codes, such as "run", which are words as well."""
_WORDS_TOO = frozenset(fold(word) for word in listed("more|polish|الهندية|السرر"))
"""Names that are met more often as another word: to polish, prickly pears, beds."""
_JOINED = re.compile(r"^[بوفكل]+ال(?=...)|^لل(?=...)")
"""Arabic prepositions written together with the article."""
_OF_SPEAKING = frozenset(
    fold(word)
    for word in listed(
        "parler|parle|parlé|parlée|comprendre|lire|écrire|maîtriser|maîtrise|maîtrisé|pratique|"
        "connaissance|connaissances|notions|niveau|langue|langues|couramment|courant|courante|"
        "bilingue|maternelle|natif|native|bon|bonne|bien|très|parfait|parfaite|parfaitement|oral|"
        "écrit|exigé|exigée|obligatoire|souhaité|souhaitée|de|du|des|d|la|le|les|l|un|une|en|et|ou|"
        "a|au|speak|speaks|speaking|speaker|spoken|understand|read|write|written|knowledge|fluent|"
        "fluently|language|languages|level|mother|tongue|good|very|basic|required|of|in|and|or|the|"
        "hablar|habla|hablado|entender|leer|escribir|dominio|idioma|idiomas|lengua|nivel|fluido|"
        "fluida|nativo|nativa|materna|buen|bueno|el|los|y|o|a1|a2|b1|b2|c1|c2|"
        "التحدث|تحدث|يتحدث|تتكلم|يتكلم|إتقان|اتقان|إجادة|معرفة|قراءة|كتابة|فهم|لغة|اللغة|لغات|"
        "اللغات|مستوى|جيد|جيدة|بطلاقة|الأم|و|أو"
    )
)


def names_rare_language(text: str) -> bool:
    """Whether a text names such a language.

    >>> names_rare_language("Accueil des clients en wolof"), names_rare_language("bon français")
    (True, False)
    """
    return any(True for _ in _found(_tokens(text), _rare()))


def only_asks_rare_language(text: str) -> bool:
    """Whether words say nothing but that somebody speaks one: that is no skill beside languages.

    >>> only_asks_rare_language("Parler couramment wolof"), only_asks_rare_language("Turkish bath")
    (True, False)
    """
    tokens = _tokens(text)
    rare = {place for span in _found(tokens, _rare()) for place in span}
    named = rare | {place for span in _found(tokens, _common()) for place in span}
    return bool(rare) and all(
        token in _OF_SPEAKING for place, token in enumerate(tokens) if place not in named
    )


def _tokens(text: str) -> list[str]:
    return [_JOINED.sub("ال", word) for word in fold(text).split()]


def _found(tokens: list[str], names: frozenset[str]) -> Iterator[range]:
    """Where one of the names stands among the words."""
    for start in range(len(tokens)):
        for end in range(start + 1, min(len(tokens), start + _LONGEST) + 1):
            if " ".join(tokens[start:end]) in names:
                yield range(start, end)


@cache
def _rare() -> frozenset[str]:
    return _names(code for code in languages() if code not in COMMON) - _WORDS_TOO


@cache
def _common() -> frozenset[str]:
    return _names(COMMON)


def _names(codes: Iterable[str]) -> frozenset[str]:
    return frozenset(name for code in codes for name in _names_of(languages()[code]))


def _names_of(one: Language) -> Iterator[str]:
    for name in one.names.values():
        yield fold(name)
        yield fold(name.partition("(")[0])  # "Peul (pular)" is called Peul
    yield from (fold(alias) for alias in one.aliases if len(alias) >= _SHORTEST_ALIAS)
