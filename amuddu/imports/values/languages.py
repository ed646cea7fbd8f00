"""Languages with their level, in the words of four languages.

A level is that of the European framework, or a word for one. A language without a level, or with
two, is named and left out; the others of the cell are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from amuddu.contracts.types import LANGS
from amuddu.imports.values.base import Notes, ValueProblem, as_text, reader, shortened, words
from amuddu.kit.i18n import N_
from amuddu.reference.languages import LEVELS, Language, find_language
from amuddu.reference.text import fold, listed

_LEVEL_WORDS = {
    fold(word): level
    for level, names in (
        ("A1", "notions|débutant|débutante|faible|beginner|basics|principiante|مبتدئ|مبتدئة|ضعيف|un peu|a little|un poco"),
        ("A2", "basic|élémentaire|scolaire|elementary|básico|básica|elemental|أساسي|أساسية"),
        ("B1", "moyen|moyenne|intermédiaire|intermediate|conversational|intermedio|intermedia|medio|media|متوسط|متوسطة"),
        ("B2", "bon|bonne|bien|good|upper intermediate|bueno|buena|buen|جيد|جيدة"),
        ("C1", "courant|courante|couramment|avancé|avancée|très bien|très bon|très bonne|fluent|fluently|advanced|very good|"
               "fluido|fluida|avanzado|avanzada|muy bueno|muy bien|جيد جدا|متقدم|متقدمة|بطلاقة|طليق|ممتاز|ممتازة|excellent|excellente|excelente"),
        ("C2", "bilingue|bilingual|proficient|bilingüe|parfait|parfaite|maîtrise parfaite"),
        ("native", "maternelle|langue maternelle|natif|native|native speaker|mother tongue|nativo|nativa|materna|"
                   "lengua materna|لغة الأم|اللغة الأم|لغة أم|اللغة الام"),
    )
    for word in listed(names)
} | {level.casefold(): level for level in LEVELS}  # fmt: skip
_NOISE = frozenset(
    fold(word)
    for word in listed(
        "niveau|level|nivel|langue|language|idioma|lengua|oral|orale|écrit|écrite|lu|"
        "parlé|parlée|lecture|écriture|spoken|written|read|speak|speaks|parle|en|de|la|"
        "le|المستوى|مستوى|لغة|اللغة|l|a|is|est|hablado|escrito|leido|cefr|cecr|تحدث|كتابة"
    )
)
_PART = re.compile(
    r"[|;\n\r،؛•]|,(?![^()]*\))|\s/\s|(?<![A-Ca-c][12])/(?![A-Ca-c][12])|\b(?:et|and|y)\b|\s&\s"
)
_CODES_OR_WORDS = ("en", "de")
_LONGEST = 4
_ABSENT = N_("Langue inconnue : écrivez par exemple français B1; arabe courant.")
_NO_LEVEL = N_("Ajoutez le niveau de chaque langue : A1 à C2, notions, courant ou maternelle.")
_JSON_NAMES = ("language", "name", "code", "langue")
_JSON_LEVELS = ("level", "fluency", "niveau", "proficiency")


@dataclass(slots=True)
class _Spoken:
    """Languages of a cell with the levels said of each, and words that are neither."""

    levels: dict[str, list[str]] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)


def spoken(most: int) -> Callable[[Any], Any]:
    """A reader of up to `most` languages: `français B1; arabe courant`, "Arabic (Native)"."""

    @reader(repeated=True)
    def read(cell: Any, notes: Notes) -> list[dict[str, str]] | None:
        if not isinstance(cell, list | dict):
            cell = as_text(cell)
        found = _Spoken()
        for part in _parts(cell):
            _take(part, found)
        kept = [
            {"code": code, "level": levels[0]}
            for code, levels in found.levels.items()
            if len(set(levels)) == 1
        ]
        _tell(found, notes, kept=bool(kept))
        if len(kept) > most:
            notes.left(
                N_("Liste trop longue : les {kept} premiers éléments sur {all} sont gardés."),
                kept=most,
                all=len(kept),
            )
        return kept[:most]

    return read


def _tell(found: _Spoken, notes: Notes, *, kept: bool) -> None:
    """Name what is left out; raise `ValueProblem` where that is all."""
    unlevelled = [found.shown[code] for code, levels in found.levels.items() if not levels]
    double = [found.shown[code] for code, levels in found.levels.items() if len(set(levels)) > 1]
    if not kept and not double:
        raise ValueProblem(_NO_LEVEL if unlevelled else _ABSENT)
    if unlevelled:
        notes.left(
            N_("Langue sans niveau, pas gardée : {names}. Écrivez A1 à C2, courant ou maternelle."),
            names=", ".join(unlevelled),
        )
    if double:
        message = N_("Deux niveaux pour {names} : écrivez-en un seul.")
        if not kept:
            raise ValueProblem(message, names=", ".join(double))
        notes.left(message, names=", ".join(double))
    if found.strange:
        notes.left(
            N_("Pas lu dans cette cellule : {words}."), words=shortened(", ".join(found.strange))
        )


def _parts(cell: Any) -> Iterator[str]:
    for each in cell if isinstance(cell, list) else [cell]:
        if isinstance(each, dict):
            yield " ".join((*_texts(each, _JSON_NAMES), *_texts(each, _JSON_LEVELS)))
            continue
        text = words(each) if not isinstance(each, str) or "\n" not in each else each
        yield from (part for part in _PART.split(text) if part.strip())


def _texts(named: dict[str, Any], names: tuple[str, ...]) -> list[str]:
    return [value for name in names if isinstance(value := named.get(name), str)]


def _take(part: str, found: _Spoken) -> None:
    """The languages and levels of a part, into what was found before it."""
    marks = list(_marks(part))
    if not any(kind == "language" for kind, _, _ in marks):
        marks = [("language", *mark[1:]) if mark[0] == "code" else mark for mark in marks]
    named = [value for kind, value, _ in marks if kind == "language"]
    levels = [value for kind, value, _ in marks if kind == "level"]
    found.strange += [value for kind, value, _ in marks if kind == "strange"]
    for kind, value, written in marks:
        if kind == "language":
            found.levels.setdefault(value, [])
            found.shown.setdefault(value, written)
    if len(named) == 1:
        found.levels[named[0]] += levels
    elif not named and levels and found.levels and len(levels) == len(marks):
        last = next(reversed(found.levels))
        found.levels[last] += levels
    elif len(named) > 1 and len(levels) == len(named):
        for code, level in zip(named, levels, strict=True):
            found.levels[code].append(level)


def _marks(part: str) -> Iterator[tuple[str, str, str]]:
    """Kind, value and words of each mark of a part: a language, a level, or neither.

    "code": the code of a language that is a small word as well ("en", "de").
    """
    tokens = fold(part).split()
    start = 0
    while start < len(tokens):
        for end in range(min(len(tokens), start + _LONGEST), start, -1):
            written = " ".join(tokens[start:end])
            if written in _LEVEL_WORDS:
                yield "level", _LEVEL_WORDS[written], written
            elif language := _language(written):
                yield "language", language.code, language.names["fr"]
            else:
                continue
            start = end
            break
        else:
            if tokens[start] in _CODES_OR_WORDS:
                yield "code", tokens[start], tokens[start]
            elif tokens[start] not in _NOISE:
                yield "strange", tokens[start], tokens[start]
            start += 1


@lru_cache(maxsize=4096)
def _language(written: str) -> Language | None:
    return find_language(written) if written not in _NOISE else None


# --- the language in which somebody is written to -----------------------------------------------

_READ_ARABIC = ("ary", "ber")
"""Those who speak these read Arabic."""


@reader(repeated=True)
def contact(cell: Any, notes: Notes) -> str:
    """`fr`, `ar`, `en` or `es`, by any name: "Français", `fr_FR`, "العربية"."""
    written = re.sub(r"^([A-Za-z]{2,3})[-_][A-Za-z]{2}$", r"\1", words(cell))
    found = find_language(written)
    if found is not None and found.code in _READ_ARABIC:
        notes.right(N_("Lu comme l'arabe, dans lequel la personne reçoit ses messages."))
        return "ar"
    if found is None or found.code not in LANGS:
        raise ValueProblem(
            N_("Choisissez une des valeurs proposées : {expected}."), expected=", ".join(LANGS)
        )
    return found.code
