"""Files of vacancies and profiles, from an upload to the services: for the page and the API."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from amuddu.contracts.batch import BatchIn, BatchOut
from amuddu.imports import tables
from amuddu.imports.columns import Kind
from amuddu.imports.importer import Importer, Report, RowReport
from amuddu.kit.errors import Unavailable
from gateway.clients import Services
from gateway.clients.base import Caller
from gateway.forms import read_model

_DEPTH = 6
"""Lists and objects inside one another in a row; no field of a contract needs more than three."""


@dataclass(frozen=True, slots=True)
class Target:
    """For which employer or agency rows are meant, where the rows do not say."""

    employer_id: UUID | None = None
    agency_id: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file; `interrupted` when a service went away on the way.

    Rows that were sent stay. Sending the whole file again is safe: they come out unchanged.
    """

    report: Report
    interrupted: bool = False

    @property
    def refused(self) -> list[RowReport]:
        """Rows to mend, by line."""
        return self.report.refused


def run(
    services: Services, caller: Caller, kind: Kind, content: bytes, filename: str, target: Target
) -> Imported:
    """Import a file. Raises `UnreadableFile`, or what the services refuse as a whole."""
    importer = Importer(kind, tables.read(content, filename), mapping=None, lang=caller.lang)

    def send(rows: list[dict[str, Any]]) -> BatchOut:
        return send_batch(services, caller, kind, rows, target)

    try:
        for _done in importer.run(send):
            pass
    except Unavailable:
        if not importer.report.rows:
            raise
        return Imported(importer.report, interrupted=True)
    return Imported(importer.report)


def send_batch(
    services: Services, caller: Caller, kind: Kind, rows: list[dict[str, Any]], target: Target
) -> BatchOut:
    """One batch to the service that owns this kind of row."""
    carried = tuple(_carried(row) for row in rows)
    body = read_model(
        BatchIn,
        {"rows": carried, "employer_id": target.employer_id, "agency_id": target.agency_id},
    )
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
