"""JSON objects as rows: nested objects by dotted path, known vocabularies as the columns here."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from amuddu.imports.parsing.encoding import decode
from amuddu.imports.parsing.limits import MAX_CELL, MAX_COLUMNS, MAX_DEPTH, refuse_many
from amuddu.imports.parsing.mending import LOST, SUSPECT, TOO_LONG, is_lost, mend, mended
from amuddu.imports.parsing.objects import postings, resumes
from amuddu.imports.parsing.objects.json_text import NO_OBJECT, WIDE, Item, items
from amuddu.imports.parsing.said import EMPTY, N_, Parsed, Record, Remark, Said, Unreadable, filled
from amuddu.reference.text import fold

_EXACT = 2.0**53


def read(content: bytes, known: frozenset[str]) -> Parsed:
    """The objects of a JSON text; their columns are all that any of them has."""
    decoded = decode(content)
    reader = _Reader(decoded.text, known)
    names: dict[str, None] = {}
    total = good = 0
    for record in reader.records():
        total += 1
        good += record.problem is None
        names.update(dict.fromkeys(record.cells))
        if len(names) > MAX_COLUMNS:
            raise Unreadable(WIDE, columns=MAX_COLUMNS)
        refuse_many(total, 1)
    if not total:
        raise Unreadable(EMPTY)
    reader.remarks[:] = decoded.remarks
    return Parsed(tuple(names), reader.records(), total, reader.remarks, objects=True)


class _Reader:
    """A text's objects, to be walked as often as needed."""

    def __init__(self, text: str, known: frozenset[str]) -> None:
        self._text = text
        self._known = known
        self.remarks: list[Remark] = []

    def records(self) -> Iterator[Record]:
        """Each object as a record."""
        left: dict[str, int] = {}
        for item in self._items():
            if item.problem is not None:
                yield Record(item.line, problem=item.problem)
            elif not isinstance(item.value, dict):
                yield Record(item.line, problem=Said(NO_OBJECT))
            else:
                record = self._record(item, left)
                if record.problem is not None or any(map(_filled, record.cells.values())):
                    yield record
        for name, line in left.items():
            self.remarks.append(Remark(line, name, Said(_LEFT, {"name": name}), left_out=True))

    def _items(self) -> Iterator[Item]:
        """The text's values; of an envelope (`@graph`, `results`), what it holds."""
        for item in items(self._text):
            inside = _inside(item.value, self._known)
            if inside is None:
                yield item
            else:
                yield from (Item(item.line, value) for value in inside)

    def _record(self, item: Item, left: dict[str, int]) -> Record:
        flat: dict[str, Any] = {}
        problem = _flatten(item.value, "", flat, MAX_DEPTH)
        if problem is not None:
            return Record(item.line, problem=problem)
        record = Record(item.line, flat)
        _mend_names(record)
        for vocabulary in (postings, resumes):
            found = vocabulary.recognised(item.value)
            if found is not None and not self._by_path(flat, found.cells):
                record.cells = found.cells
                record.remarks = [
                    Remark(item.line, name, said, out) for name, said, out in found.notes
                ]
                for name in found.left:
                    left.setdefault(name, item.line)
                break
        return _checked(mended(record))

    def _by_path(self, flat: dict[str, Any], cells: dict[str, Any]) -> bool:
        """Whether the names that are looked for are those of the object as it is written."""
        written = sum(fold(name) in self._known for name in flat)
        return written > sum(fold(name) in self._known for name in cells)


def _inside(value: Any, known: frozenset[str]) -> list[Any] | None:
    """The objects of an envelope: a single list of objects beside plain values."""
    if not isinstance(value, dict) or any(fold(key) in known for key in value):
        return None
    if resumes.recognised(value) is not None or postings.recognised(value) is not None:
        return None
    lists = [each for each in value.values() if isinstance(each, list | dict) and each]
    one = lists[0] if len(lists) == 1 else value.get("@graph")
    if not isinstance(one, list) or not all(isinstance(each, dict) for each in one):
        return None
    postings_inside = [each for each in one if postings.is_posting(each)]
    return postings_inside or one


def _flatten(value: dict[str, Any], path: str, flat: dict[str, Any], depth: int) -> Said | None:
    """Put each plain value under its dotted path; what cannot be, as a sentence."""
    if depth == 0:
        return Said(_DEEP, {"depth": MAX_DEPTH})
    for key, inner in value.items():
        name = f"{path}.{key}" if path else key
        if isinstance(inner, dict):
            problem = _flatten(inner, name, flat, depth - 1)
            if problem is not None:
                return problem
        elif name in flat:
            return Said(N_("« {name} » est écrit de deux façons dans cet objet."), {"name": name})
        else:
            try:
                flat[name] = _plain(inner, MAX_DEPTH)
            except RecursionError:
                return Said(_DEEP, {"depth": MAX_DEPTH})
    return None


def _plain(value: Any, depth: int) -> Any:
    """A value as the columns read it: whole numbers whole, what is no number nothing.

    Raises `RecursionError` for lists inside one another on more levels than are read.
    """
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < _EXACT else value
    if isinstance(value, list):
        if depth == 0:
            raise RecursionError
        return [_plain(each, depth - 1) for each in value]
    if isinstance(value, dict):
        if depth == 0:
            raise RecursionError
        return {key: _plain(each, depth - 1) for key, each in value.items()}
    return value


def _filled(value: Any) -> bool:
    return filled(value) and value != []


def _mend_names(record: Record) -> None:
    """Set right the names of cells that were encoded twice."""
    for name in [name for name in record.cells if SUSPECT.search(name) and not is_lost(name)]:
        clean, said = mend(name)
        if clean not in record.cells:
            record.cells = {clean if key == name else key: v for key, v in record.cells.items()}
            record.remarks += [Remark(record.line, clean, each) for each in said]


def _checked(record: Record) -> Record:
    """The record with the texts of its lists set right, or what is wrong with it."""
    for name, cell in record.cells.items() if record.problem is None else ():
        if SUSPECT.search(name) and is_lost(name):
            record.problem = LOST
        elif isinstance(cell, list) and cell:
            written = repr(cell)
            if len(written) > MAX_CELL:
                record.problem = Said(TOO_LONG, {"column": name, "size": MAX_CELL})
            elif not written.isascii():
                _check_list(record, name, cell)
    if record.problem is not None:
        record.cells = {}
    return record


def _check_list(record: Record, name: str, cell: list[Any]) -> None:
    for place, each in enumerate(cell):
        if isinstance(each, str) and SUSPECT.search(each):
            if is_lost(each):
                record.problem = LOST
                return
            cell[place], said = mend(each)
            record.remarks += [Remark(record.line, name, note) for note in said]


_DEEP = N_("Cet objet en contient d'autres sur plus de {depth} niveaux : il n'est pas lu.")
_LEFT = N_("« {name} » n'a pas de colonne ici et n'est pas lu.")
