"""XML as nested values, as JSON would give them: names without their namespace, elements of one
name as a list, attributes as values beside them, the text of an element without either as a text.

Nothing is resolved: a document that declares a type, and with it entities, is refused before any
of it is expanded.
"""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from amuddu.imports.parsing.limits import MAX_CELL, MAX_CELLS
from amuddu.imports.parsing.said import N_, Unreadable

_DEEPEST = 40
"""Elements inside one another; a CV has ten."""
_DECLARED = N_(
    "Ce fichier XML déclare un type (DOCTYPE) : il n'est pas lu. Téléchargez-le de nouveau."
)
_BROKEN = N_("Ce fichier XML est abîmé à la ligne {line} : téléchargez-le de nouveau.")
_LARGE = N_("Ce fichier XML est trop grand ou trop profond pour un CV.")


def parse(content: bytes) -> tuple[str, Any]:
    """The name of the root and its value. Raises `Unreadable`."""
    tree = _Tree()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _declared
    parser.StartElementHandler = tree.begin
    parser.CharacterDataHandler = tree.text
    parser.EndElementHandler = tree.end
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Unreadable(_BROKEN, line=error.lineno) from error
    return tree.root


def _declared(*_: Any) -> None:
    raise Unreadable(_DECLARED)


class _Tree:
    """Values as their elements open and close."""

    def __init__(self) -> None:
        self.root: tuple[str, Any] = ("", None)
        self._open: list[tuple[str, dict[str, Any], list[str]]] = []
        self._elements = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if len(self._open) >= _DEEPEST or self._elements > MAX_CELLS:
            raise Unreadable(_LARGE)
        held: dict[str, Any] = {_plain(key): value for key, value in attributes.items()}
        self._open.append((_plain(name), held, []))

    def text(self, written: str) -> None:
        self._open[-1][2].append(written)

    def end(self, _name: str) -> None:
        name, held, texts = self._open.pop()
        text = "".join(texts).strip()
        # Longer than any cell: a picture.
        value: Any = (text if len(text) <= MAX_CELL else None) if text else held
        if not self._open:
            self.root = (name, value)
            return
        around = self._open[-1][1]
        if name in around:
            before = around[name]
            around[name] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            around[name] = value


def _plain(name: str) -> str:
    return name.rpartition("}")[2]
