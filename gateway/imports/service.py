"""From a file to the service that owns its rows: reading, mapping, batches."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from typing import Any

from amuddu.contracts.batch import BatchIn, BatchOut
from amuddu.contracts.types import Lang
from amuddu.imports.columns import Kind, by_header, column_of
from amuddu.imports.importer import Importer
from amuddu.imports.mapping import Mapped
from amuddu.imports.reading import read
from amuddu.imports.rows import Row, Table
from gateway.clients import Services
from gateway.clients.base import Caller
from gateway.imports.access import Target
from gateway.imports.outcome import Keeper
from gateway.training import linking
from gateway.web.forms import read_model

_DEPTH = 6
"""Lists and objects inside one another in a row; no field of a contract needs more than three."""


def table_of(kind: Kind, content: bytes, name: str) -> Table:
    """The rows of a file. Raises `UnreadableFile`."""
    return read(content, name, known=by_header(kind))


class Import:
    """A file's rows on their way to the service, and a report that is watched while it grows.

    Raises what `Importer` raises of a mapping that does not fit.
    """

    def __init__(self, kind: Kind, table: Table, *, mapping: Mapped | None, lang: Lang) -> None:
        self._rows = table.rows
        self.total = table.total
        table.rows = self._watched()
        self.importer = Importer(kind, table, mapping=mapping, lang=lang)
        self.report = self.importer.report
        self.keeper = Keeper(self.report, _fields(kind, table.headers, mapping))
        if mapping is not None:
            used = {name for names in mapping.sources().values() for name in names}
            self.report.ignored_columns = tuple(
                header for header in table.headers if header not in used
            )

    def close(self) -> None:
        """Let go of the file, and of whatever reads it."""
        if isinstance(self._rows, Generator):
            self._rows.close()

    def _watched(self) -> Iterator[Row]:
        yield from self.keeper.watching(self._rows)


def _fields(kind: Kind, headers: tuple[str, ...], mapping: Mapped | None) -> dict[str, str]:
    """The field that each column of the file fills."""
    if mapping is not None:
        sources = mapping.sources()
        return {name: field for field, names in sources.items() for name in names}
    known = {header: column_of(kind, header) for header in headers}
    return {header: column.field for header, column in known.items() if column is not None}


def send_batch(
    services: Services, caller: Caller, kind: Kind, rows: list[dict[str, Any]], target: Target
) -> BatchOut:
    """One batch to the service that owns this kind of row."""
    carried = tuple(_carried(row) for row in rows)
    body = read_model(
        BatchIn,
        {"rows": carried, "employer_id": target.employer_id, "agency_id": target.agency_id},
    )
    if kind == "courses":
        linked = linking.linked(services, caller, body.rows)
        return services.support.batch(caller, body.model_copy(update={"rows": linked}))
    client = services.employers if kind == "vacancies" else services.profiles
    return client.batch(caller, body)


def _carried(row: dict[str, Any]) -> dict[str, Any]:
    """A row as JSON can carry it: files hold half characters, NaN and endless nesting."""
    return {_text(name): _value(value, _DEPTH) for name, value in row.items()}


def _value(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict | list) and depth == 0:
        return None
    if isinstance(value, dict):
        return {_text(str(name)): _value(item, depth - 1) for name, item in value.items()}
    if isinstance(value, list):
        return [_value(item, depth - 1) for item in value]
    return value


def _text(value: str) -> str:
    return value.encode("utf-8", "replace").decode()
