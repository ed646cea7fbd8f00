"""Tables that programs write as JSON without an object a row: by column, by number, as lists.

What pandas, open data portals and spreadsheets online give. Each becomes one object a row; a row
that does not fit its header is left as it is, and named by whoever reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from amuddu.reference.text import fold

_HEADERS = ("columns", "fields", "header", "headers")
_ROWS = ("data", "rows", "records", "values")


def rearranged(value: Any, known: frozenset[str]) -> list[Any] | None:
    """The rows of a table that is one value; `None` where it is none, or an object like others."""
    if not isinstance(value, dict) or not value:
        return None
    return _parted(value) or _by_column(value) or _by_key(value, known) or _listed(value, known)


def beside(value: dict[str, Any]) -> list[str]:
    """What stands beside the lists of a table that is one value, and is no column."""
    if not any(_is_lists(value.get(name)) for name in _ROWS):
        return []
    return [name for name in value if name not in (*_HEADERS, *_ROWS, "index")]


def rows_under(header: Sequence[Any], rows: Sequence[Any]) -> list[Any]:
    """Lists of cells as objects, by the header; a list that is longer stays a list."""
    return [
        dict(zip(header, row, strict=False))
        if isinstance(row, list) and len(row) <= len(header)
        else row
        for row in rows
    ]


def is_header(value: Any, known: frozenset[str]) -> bool:
    """Whether a list holds names of columns: two or more that are known, or nearly all of it."""
    if not isinstance(value, list) or len(set(map(str, value))) < len(value):
        return False
    names = [cell for cell in value if isinstance(cell, str) and cell.strip()]
    return len(names) == len(value) > 1 and sum(fold(name) in known for name in names) > 1


def _parted(value: dict[str, Any]) -> list[Any] | None:
    """`{"columns": [...], "data": [[...]]}`, and `fields` with an `id` each."""
    header = next((value[name] for name in _HEADERS if isinstance(value.get(name), list)), None)
    rows = next((value[name] for name in _ROWS if _is_lists(value.get(name))), None)
    if not header or rows is None:
        return None
    names = [
        each.get("id") or each.get("name") if isinstance(each, dict) else each for each in header
    ]
    return rows_under(names, rows) if all(isinstance(name, str) for name in names) else None


def _by_column(value: dict[str, Any]) -> list[Any] | None:
    """`{"nom": [...], "ville": [...]}`: lists of one length, each a column."""
    columns = list(value.values())
    if len(columns) < 2 or not all(isinstance(column, list) for column in columns):
        return None
    lengths = {len(column) for column in columns}
    plain = not any(isinstance(cell, list | dict) for column in columns for cell in column)
    if len(lengths) != 1 or lengths < {2} or not plain:
        return None
    return [dict(zip(value, row, strict=True)) for row in zip(*columns, strict=True)]


def _by_key(value: dict[str, Any], known: frozenset[str]) -> list[Any] | None:
    """`{"0": {"nom": ...}}`, or `{"nom": {"0": ...}}`: which of the two the known names tell."""
    inner = list(value.values())
    if not all(isinstance(each, dict) and each for each in inner):
        return None
    if any(isinstance(cell, list | dict) for each in inner for cell in each.values()):
        return None
    outside = sum(fold(name) in known for name in value)
    inside = max(sum(fold(name) in known for name in each) for each in inner)
    if outside > 1 > inside:
        keys = dict.fromkeys(key for each in inner for key in each)
        return [{name: column.get(key) for name, column in value.items()} for key in keys]
    return inner if inside > 1 > outside else None


def _listed(value: dict[str, Any], known: frozenset[str]) -> list[Any] | None:
    """`{"values": [[...], [...]]}`: lists, the first of them the header."""
    rows = next((value[name] for name in _ROWS if _is_lists(value.get(name))), None)
    if rows is None or not is_header(rows[0], known):
        return None
    return rows_under(rows[0], rows[1:])


def _is_lists(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, list) for row in value)
