"""How records cross from the parsing process: a JSON array a line, nothing that runs.

    ["h", headers, total]
    ["n", names]                                  names of the rows that follow, a sheet's
    ["r", line, sheet, values, remarks, header]   values in the order of the names
    ["o", line, {name: value}, remarks]           an object of a JSON file
    ["x", line, sheet, message, params, remarks]  a row that cannot be read
    ["z", remarks]                                the end, with what is said of the whole
    ["u", message, params]                        nothing, or nothing more, can be read

A remark is [line, column, message, params, left_out, sheet]. Of a value that JSON has no type for:
{"date": text}, {"datetime": text}, {"time": text} or {"seconds": number}.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from amuddu.imports.parsing.said import Parsed, Remark, Unreadable


def lines(parsed: Parsed, *, objects: bool) -> Iterator[str]:
    """A parsed file, line by line."""
    yield _line(["h", list(parsed.headers), parsed.total])
    names: list[str] = []
    try:
        for record in parsed.records:
            remarks = _remarks(record.remarks)
            if record.problem is not None:
                said = record.problem
                yield _line(["x", record.line, record.sheet, said.message, said.params, remarks])
            elif objects:
                yield _line(["o", record.line, record.cells, remarks])
            else:
                if (found := list(record.cells)) != names:
                    names = found
                    yield _line(["n", names])
                values = list(record.cells.values())
                yield _line(["r", record.line, record.sheet, values, remarks, record.header])
    except Unreadable as error:
        yield unreadable(error)
        return
    yield _line(["z", _remarks(parsed.remarks)])


def unreadable(error: Unreadable) -> str:
    """The line that says why nothing more comes."""
    return _line(["u", error.said.message, error.said.params])


def _remarks(remarks: list[Remark]) -> list[list[Any]]:
    return [
        [each.line, each.column, each.said.message, each.said.params, each.left_out, each.sheet]
        for each in remarks
    ]


def _line(message: list[Any]) -> str:
    return json.dumps(message, default=_typed, separators=(",", ":")) + "\n"


def _typed(value: Any) -> dict[str, Any]:
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    if isinstance(value, timedelta):
        return {"seconds": value.total_seconds()}
    raise TypeError(type(value).__name__)


def typed(value: Any) -> Any:
    """A row's value as it was before it crossed."""
    if not isinstance(value, dict):
        return value
    ((kind, written),) = value.items()
    if kind == "seconds":
        return timedelta(seconds=written)
    return _KINDS[kind](written)


_KINDS: dict[str, Callable[[str], date | time]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
}
