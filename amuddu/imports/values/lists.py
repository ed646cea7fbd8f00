"""Several terms in a cell.

Semicolons, bars, line breaks, bullets and Arabic commas always divide. A comma divides where every
part is short, a slash where it stands between whole words. Words without any mark are divided only
where each is the name of a trade or a skill of its own, or a code written with underscores.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from amuddu.imports.values.base import Notes, ValueProblem, as_text, reader, says_nothing
from amuddu.imports.values.text import one_line, plain, something
from amuddu.kit.i18n import N_
from amuddu.reference.concepts import find_occupation, find_skill
from amuddu.reference.text import fold

_MARKED = re.compile(r"[|;\n\r\t\v•●▪◦؛،]")
_COMMA = re.compile(r",(?!\d)\s*(?![^()]*\))")
_SLASH = re.compile(r"(?<=[^\W\d_]{4})\s*/\s*(?=[^\W\d_]{4})|\s+/\s+")
_DASH = re.compile(r"\s+[-–]\s+|^[-*–]\s+")
_AND = re.compile(r"\s+(?:et|and|y|و)\s+|\s+و(?=\S{3})|\s*[&+]\s*")
_NUMBERING = re.compile(r"^\s*(?:\d{1,2}\s*[.)]\s+|[-*–•]\s+)")
_NUMBERED = re.compile(r"(?:^|\s)\d{1,2}\s?[.)]\s*(?=[^\W\d_])")
"""The numbers of a list written in one line: "1. maçon 2. plombier"."""
_CODE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
_SHORT_WORDS = 4
_SAME_STEM = 4
_SHORT_LETTERS = 40
_LONGEST_LITERAL = 20_000
_NAMES = ("text", "name", "label", "title", "value", "skill")
"""Under which a term of JSON stands."""

Known = Callable[[str], bool]


def _is_trade(text: str) -> bool:
    return find_occupation(text) is not None


def _is_skill(text: str) -> bool:
    return find_skill(text) is not None


def terms(most: int, known: Known) -> Callable[[Any], Any]:
    """A reader of up to `most` terms, of which `known` tells those that bear a concept's name."""

    @reader(repeated=True)
    def read(cell: Any, notes: Notes) -> list[dict[str, str]] | None:
        found: dict[str, str] = {}
        for part in parts_of(cell, known, notes):
            if says_nothing(part) or not (line := one_line(part, notes)):
                continue
            if any(map(str.isalpha, line)):
                found.setdefault(fold(line) or line, line)
            else:
                notes.left(_NO_WORDS)
        if not found and any(said.text.message == _NO_WORDS for said in notes.said):
            raise ValueProblem(_NO_WORDS)
        kept = list(found.values())
        if len(kept) > most:
            notes.left(
                N_("Liste trop longue : les {kept} premiers éléments sur {all} sont gardés."),
                kept=most,
                all=len(kept),
            )
        return [{"text": line} for line in kept[:most]] or None

    return read


@reader(repeated=True)
def trade(cell: Any, notes: Notes) -> dict[str, str] | None:
    """One term."""
    if isinstance(cell, dict):
        cell = next(iter(parts_of([cell], _is_trade, notes)), "")
    line = something(one_line(as_text(cell), notes))
    if line and not any(map(str.isalpha, line)):
        raise ValueProblem(_NO_WORDS)
    return {"text": line} if line else None


def parts_of(cell: Any, known: Known, notes: Notes) -> list[str]:
    """The parts of a cell, as they stand."""
    if isinstance(cell, str):
        literal = _literal(cell.strip())
        cell = cell if literal is None else literal
    if not isinstance(cell, list):
        pieces, divided = _divided(plain(as_text(cell), notes), known)
        if divided and len(pieces) > 1:
            notes.right(N_("Lu comme {count} éléments."), count=len(pieces))
        return list(pieces)
    parts = []
    for each in cell:
        if isinstance(each, dict):
            each = next((each[name] for name in _NAMES if isinstance(each.get(name), str)), None)
            if each is None:
                notes.left(N_("Un élément de la liste n'a pas de nom : il n'est pas gardé."))
        if each is not None:
            parts.append(as_text(each))
    return parts


def _literal(text: str) -> list[Any] | None:
    """A list as a program prints it: `['Word', 'Excel']`, `["Word"]`."""
    if not (text.startswith("[") and text.endswith("]")) or len(text) > _LONGEST_LITERAL:
        return None
    for read in (json.loads, ast.literal_eval):
        try:
            found = read(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        return found if isinstance(found, list) else None
    return None


@lru_cache(maxsize=8192)
def _divided(text: str, known: Known) -> tuple[tuple[str, ...], bool]:
    """The parts of a text, and whether they were told apart without a mark for it."""
    if known(text):
        return (text,), False
    if len(_NUMBERED.findall(text)) > 1:
        text = _NUMBERED.sub("\n", text)
    if _MARKED.search(text):
        pieces = [_DASH.sub("", piece, count=1) for piece in _MARKED.split(text)]
        return _clean(pieces), False
    for divider in (_COMMA, _SLASH, _DASH):
        pieces = [piece for piece in divider.split(text) if piece.strip()]
        if len(pieces) > 1 and all(_short(piece) for piece in pieces) and not _one_trade(pieces):
            return _clean(pieces), False
    joined = [piece for piece in _AND.split(text) if piece.strip()]
    if len(joined) > 1 and all(known(piece) for piece in joined):
        return _clean(joined), True
    spaced = text.split()
    if "_" in text and all(_CODE.fullmatch(each) for each in spaced):
        return tuple(each.replace("_", " ") for each in spaced), True
    if len(spaced) > 1 and all(known(each) for each in spaced):
        return tuple(spaced), True
    return _clean([text]), False


def _clean(pieces: list[str]) -> tuple[str, ...]:
    return tuple(_NUMBERING.sub("", piece).strip() for piece in pieces if piece.strip())


def _one_trade(pieces: list[str]) -> bool:
    """Whether the pieces are a trade for a man and for a woman: "vendeur/vendeuse"."""
    first, second = (fold(piece)[:_SAME_STEM] for piece in pieces[:2])
    return len(pieces) == 2 and len(first) == _SAME_STEM and first == second


def _short(piece: str) -> bool:
    return len(piece) <= _SHORT_LETTERS and len(piece.split()) <= _SHORT_WORDS


_NO_WORDS = N_("Des mots sont attendus ici : un nombre seul n'est pas gardé.")

occupations = terms(10, _is_trade)
skills = terms(60, _is_skill)
wanted = terms(30, _is_skill)
"""Skills of a vacancy."""
