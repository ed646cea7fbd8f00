"""Objects of a JSON text: an array, a line for each, or one after the other, whatever its name.

Line separators that JSON allows inside strings (U+2028 and the like) end no line here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from amuddu.imports.parsing.limits import MAX_COLUMNS
from amuddu.imports.parsing.said import N_, Said, Unreadable

_SPACE = re.compile(r"[ \t\r\n]*")
_COMMA = re.compile(r"[ \t\r\n]*,?[ \t\r\n]*")
_LINES = re.compile(r"\r\n|\r|\n")


def _after(pattern: re.Pattern[str], text: str, position: int) -> int:
    """Where a run of a pattern that may be empty ends."""
    found = pattern.match(text, position)
    return found.end() if found else position


@dataclass(frozen=True, slots=True)
class Item:
    """A value of the text and the line where it begins, or why there is none."""

    line: int
    value: Any = None
    problem: Said | None = None


def items(text: str) -> Iterator[Item]:
    """The text's values, in order."""
    text = text.lstrip("\ufeff")
    start = _after(_SPACE, text, 0)
    if text.startswith("[", start) and _is_one_array(text, start):
        return _array(text, start)
    if _is_one_of_many_lines(text, start):
        return _stream(text, start)
    return _lines(text)


class _Values:
    """Decodes values; says which keys stand twice in one of them."""

    def __init__(self) -> None:
        self._twice = ""
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object, parse_constant=_CONSTANTS.get
        )

    def at(self, text: str, position: int, line: int) -> tuple[Item, int]:
        """The value that begins here, and where it ends. Raises `ValueError` for no JSON."""
        self._twice = ""
        try:
            value, end = self._decoder.raw_decode(text, position)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        if self._twice:
            return Item(line, problem=Said(_TWICE, {"key": self._twice})), end
        return Item(line, value), end

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(pairs) > MAX_COLUMNS:
            raise Unreadable(WIDE, columns=MAX_COLUMNS)
        made = dict(pairs)
        if len(made) < len(pairs):
            seen: dict[str, Any] = {}
            for key, value in pairs:
                if seen.setdefault(key, value) != value:
                    self._twice = key[:60]
        return made


class _Places:
    """Line numbers of growing positions, each part of the text counted once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._line = 1

    def line(self, position: int) -> int:
        self._line += self._text.count("\n", self._position, position)
        self._position = position
        return self._line


def _is_one_array(text: str, start: int) -> bool:
    """Not where a line that is an array of plain values stands among lines of objects."""
    if re.compile(r"\[\s*\{").match(text, start):
        return True
    try:
        _value, end = _Values().at(text, start, 1)
    except ValueError:
        return False
    return not text[end:].strip()


def _is_one_of_many_lines(text: str, start: int) -> bool:
    try:
        item, end = _Values().at(text, start, 1)
    except ValueError:
        return False
    return "\n" in text[start:end] and (item.problem is not None or isinstance(item.value, dict))


def _array(text: str, start: int) -> Iterator[Item]:
    """Elements of the one array; where one is broken, the next that begins a line the same way."""
    values, places = _Values(), _Places(text)
    position = _after(_SPACE, text, start + 1)
    failures = 0
    while position < len(text) and text[position] != "]":
        line = places.line(position)
        try:
            item, end = values.at(text, position, line)
            after = _after(_SPACE, text, end)
        except ValueError:
            after = position
        else:
            yield item
            if text.startswith(("]", ","), after):
                position = _after(_COMMA, text, after)
                continue
        failures += 1
        again = _next_element(text, position, after) if failures < _MAX_FAILURES else None
        yield Item(places.line(after), problem=Said(_BROKEN if again else _REST))
        if again is None:
            return
        position = again
    rest = text[position + 1 :].strip()
    if rest or position >= len(text):
        yield Item(places.line(min(position, len(text))), problem=Said(_REST))


def _next_element(text: str, position: int, after: int) -> int | None:
    """Where a later line begins an object as the one at `position` does; never in one line."""
    indent = text[text.rfind("\n", 0, position) + 1 : position]
    if indent.strip(" \t,"):
        return None
    begin = re.compile(rf"\n{re.escape(indent.rstrip(' ,'))} *,?[ \t]*(?={{)")
    found = begin.search(text, after)
    return found.end() if found else None


def _stream(text: str, position: int) -> Iterator[Item]:
    """Objects over several lines, one after the other."""
    values, places = _Values(), _Places(text)
    failures = 0
    while position < len(text):
        line = places.line(position)
        try:
            item, end = values.at(text, position, line)
        except ValueError:
            failures += 1
            found = re.compile(r"\n(?=\{)").search(text, position)
            yield Item(line, problem=Said(_BROKEN if found and failures < _MAX_FAILURES else _REST))
            if found is None or failures >= _MAX_FAILURES:
                return
            position = found.end()
            continue
        yield item
        position = _after(_COMMA, text, end)


def _lines(text: str) -> Iterator[Item]:
    """A value on each line."""
    values = _Values()
    position = 0
    number = 0
    while position < len(text):
        number += 1
        found = _LINES.search(text, position)
        end, following = (found.start(), found.end()) if found else (len(text), len(text))
        line = text[position:end].strip(" \t,\x00")
        position = following
        if not line:
            continue
        try:
            item, stop = values.at(line, 0, number)
        except ValueError:
            yield Item(number, problem=Said(NO_OBJECT))
            continue
        yield item if stop == len(line) else Item(number, problem=Said(NO_OBJECT))


_CONSTANTS = {"NaN": None, "Infinity": float("inf"), "-Infinity": float("-inf")}
"""What is no number is nothing; what is endless is named where it stands."""

_MAX_FAILURES = 100
"""Broken objects over several lines, after each of which the text is walked on."""

NO_OBJECT = N_("Cette ligne n'est pas un objet JSON valable.")
WIDE = N_("Ce fichier a plus de {columns} colonnes : gardez celles qui servent.")
_BROKEN = N_("Cet objet JSON est abîmé : il n'est pas lu.")
_REST = N_("Le JSON est abîmé ici : ce qui suit n'est pas lu.")
_TWICE = N_("La clé « {key} » est écrite deux fois avec des valeurs différentes.")
