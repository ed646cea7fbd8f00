"""Files of vacancies and profiles, from an upload to the services: for the page and the API."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any
from uuid import UUID

from amuddu.contracts.batch import BatchIn, BatchOut
from amuddu.imports.columns import Kind, by_header
from amuddu.imports.importer import Importer
from amuddu.imports.reading import read
from amuddu.imports.report import Report
from amuddu.kit.errors import AmudduError
from amuddu.kit.observability import logs
from gateway.clients import Services
from gateway.clients.base import Caller
from gateway.web.forms import read_model

log = logs.get(__name__)

_DEPTH = 6
"""Lists and objects inside one another in a row; no field of a contract needs more than three."""


@dataclass(frozen=True, slots=True)
class Target:
    """For which employer or agency rows are meant, where the rows do not say."""

    employer_id: UUID | None = None
    agency_id: str | None = None


class Import:
    """A file on its way to the service that owns its rows, batch by batch.

    Raises `UnreadableFile` for what is no table. `interrupted`: a service went away or refused to
    go on. Rows that were sent stay; sending the whole file again is safe, they come out unchanged.
    """

    def __init__(
        self,
        services: Services,
        caller: Caller,
        kind: Kind,
        content: bytes,
        filename: str,
        target: Target,
    ) -> None:
        table = read(content, filename, known=by_header(kind))
        self.total = table.total or 0
        self.interrupted = False
        self._importer = Importer(kind, table, mapping=None, lang=caller.lang)
        self._send = partial(send_batch, services, caller, kind, target=target)

    @property
    def report(self) -> Report:
        """What became of the rows so far."""
        return self._importer.report

    def batches(self) -> Iterator[int]:
        """Send the rows; yields how many are done, after each batch.

        Raises what the service says of the first batch: that it takes nothing of this file.
        """
        done = self._importer.run(self._send)
        yield from islice(done, 1)
        try:
            yield from done
        except AmudduError as error:
            log.warning("import interrupted", error=type(error).__name__)
            self.interrupted = True

    def run(self) -> None:
        """Send all rows."""
        for _done in self.batches():
            pass


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
