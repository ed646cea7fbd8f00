"""JSON objects as rows: nested objects by dotted path, known vocabularies as the columns here."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from amuddu.imports.parsing.encoding import decode
from amuddu.imports.parsing.limits import MAX_CELL, MAX_COLUMNS, MAX_DEPTH, refuse_many
from amuddu.imports.parsing.mending import LOST, TOO_LONG, is_lost, is_suspect, mend, mended
from amuddu.imports.parsing.objects import postings, resumes, shapes
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
        self._clean: set[str] = set()
        """Names in which nothing is to be mended."""
        self.remarks: list[Remark] = []

    def records(self) -> Iterator[Record]:
        """Each object as a record."""
        left: dict[str, int] = {}
        for item in self._items(left):
            if item.problem is not None:
                yield Record(item.line, problem=item.problem)
            elif not isinstance(item.value, dict):
                yield Record(item.line, problem=Said(NO_OBJECT))
            else:
                record = self._record(item, left)
                filled_in = any(map(_filled, record.cells.values()))
                if filled_in or record.problem is not None or record.remarks:
                    yield record
        for name, line in left.items():
            self.remarks.append(Remark(line, name, Said(_LEFT, {"name": name}), left_out=True))

    def _items(self, left: dict[str, int]) -> Iterator[Item]:
        """The text's values; of an envelope (`@graph`, `results`), what it holds."""
        header: list[str] | None = None
        for place, item in enumerate(items(self._text)):
            if place == 0 and shapes.is_header(item.value, self._known):
                header = item.value
                continue
            if header is not None and isinstance(item.value, list):
                (value,) = shapes.rows_under(header, [item.value])
                yield Item(item.line, value, item.problem)
                continue
            if place == 0 and (found := shapes.rearranged(item.value, self._known)):
                left.update(dict.fromkeys(shapes.beside(item.value), item.line))
                yield from (Item(item.line, value) for value in found)
                continue
            name = _envelope(item.value)
            if name is None:
                yield item
                continue
            inside = item.value[name]
            if name == "features":
                inside = [each.get("properties", each) for each in inside]
            for key, value in item.value.items():
                if key not in (name, "@context") and _filled(value):
                    left.setdefault(key, item.line)
            posted = [each for each in inside if postings.is_posting(each)]
            if posted and len(posted) < len(inside):
                left.setdefault(f"{name} ({len(inside) - len(posted)})", item.line)
            yield from (Item(item.line, value) for value in posted or inside)

    def _record(self, item: Item, left: dict[str, int]) -> Record:
        record = Record(item.line)
        record.problem = _flatten(item.value, "", record.cells, MAX_DEPTH)
        if record.problem is not None:
            return record
        self._mend_names(record)
        for vocabulary in (postings, resumes):
            found = vocabulary.recognised(item.value)
            if found is not None and not self._by_path(record.cells, found.cells):
                record.cells = found.cells
                record.remarks = [Remark(item.line, *note) for note in found.notes]
                for name in found.left:
                    left.setdefault(name, item.line)
                break
        return _checked(mended(record))

    def _by_path(self, flat: dict[str, Any], cells: dict[str, Any]) -> bool:
        """Whether the names that are looked for are those of the object as it is written."""
        written = sum(fold(name) in self._known for name in flat)
        return written > sum(fold(name) in self._known for name in cells)

    def _mend_names(self, record: Record) -> None:
        """Set right the names of cells that were encoded twice; a lost letter is a problem."""
        for name in [name for name in record.cells if name not in self._clean]:
            if not is_suspect(name):
                self._clean.add(name)
            elif is_lost(name):
                record.problem = Said(LOST, {"column": name.encode("ascii", "replace").decode()})
            elif (clean := mend(name)[0]) not in record.cells:
                cells = record.cells.items()
                record.cells = {clean if key == name else key: cell for key, cell in cells}
                record.remarks += [Remark(record.line, clean, each) for each in mend(name)[1]]


_ENVELOPES = (
    "@graph",
    "data",
    "items",
    "results",
    "records",
    "rows",
    "jobs",
    "offers",
    "offres",
    "features",
)
"""Under what name services put their list of objects."""


def _envelope(value: Any) -> str | None:
    """Under which name an object holds the objects that are meant."""
    if not isinstance(value, dict):
        return None
    for name in _ENVELOPES:
        inside = value.get(name)
        if isinstance(inside, list) and inside and all(isinstance(each, dict) for each in inside):
            return name
    return None


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
        elif isinstance(inner, float) and math.isinf(inner):
            flat[name] = inner
        elif isinstance(inner, float | list):
            try:
                flat[name] = _plain(inner, MAX_DEPTH)
            except RecursionError:
                return Said(_DEEP, {"depth": MAX_DEPTH})
        else:
            flat[name] = inner
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


def _checked(record: Record) -> Record:
    """The record with the texts of its lists set right, or what is wrong with them."""
    for name, cell in record.cells.items() if record.problem is None else ():
        if isinstance(cell, float) and math.isinf(cell):
            record.cells[name] = None
            record.remarks.append(Remark(record.line, name, Said(_ENDLESS), left_out=True))
        elif isinstance(cell, list) and cell:
            written = repr(cell)
            if len(written) > MAX_CELL:
                record.problem = Said(TOO_LONG, {"column": name, "size": MAX_CELL})
            elif not written.isascii() or "\\" in written:
                _check_list(record, name, cell)
    if record.problem is not None:
        record.cells = {}
    return record


def _check_list(record: Record, name: str, cell: list[Any]) -> None:
    for place, each in enumerate(cell):
        if isinstance(each, str) and is_suspect(each):
            if is_lost(each):
                record.problem = Said(LOST, {"column": name})
                return
            cell[place], said = mend(each)
            record.remarks += [Remark(record.line, name, note) for note in said]


_ENDLESS = N_("Ce nombre est trop grand.")
_DEEP = N_("Cet objet en contient d'autres sur plus de {depth} niveaux : il n'est pas lu.")
_LEFT = N_("« {name} » n'a pas de colonne ici et n'est pas lu.")
