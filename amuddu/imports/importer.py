"""From a file's rows to the service and back: a report line for every row of the file.

Good rows are kept, bad ones are listed with line, column and fix; the same file sent twice
changes nothing, because each row carries its reference or a digest of its content.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from amuddu.contracts.batch import BatchOut, RowOutcome
from amuddu.contracts.types import Lang
from amuddu.imports.columns import COLUMNS, Column, Kind, by_header
from amuddu.imports.mapping import Mapped
from amuddu.imports.tables import Row, UnreadableFile
from amuddu.imports.values import ValueProblem
from amuddu.kit.i18n import N_, Text
from amuddu.reference.text import fold

BATCH = 50

Send = Callable[[list[dict[str, Any]]], BatchOut]
"""Sends a batch of rows to the service and returns its verdict on each."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one cell: the column as the file names it, and the fix."""

    column: str
    message: str


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became of one line of the file."""

    line: int
    outcome: RowOutcome
    problems: tuple[Problem, ...] = ()
    """What to mend in a refused row; in a kept one, what was set right on the way."""


@dataclass(slots=True)
class Report:
    """What became of a file."""

    rows: list[RowReport] = field(default_factory=list)
    ignored_columns: tuple[str, ...] = ()

    @property
    def counts(self) -> Counter[RowOutcome]:
        """How many rows were created, updated, unchanged, refused."""
        return Counter(row.outcome for row in self.rows)

    @property
    def refused(self) -> list[RowReport]:
        """Rows to mend, by line."""
        return sorted((r for r in self.rows if r.outcome == "refused"), key=lambda r: r.line)

    @property
    def noted(self) -> list[RowReport]:
        """Rows that were kept with something set right, by line."""
        kept = (r for r in self.rows if r.outcome != "refused" and r.problems)
        return sorted(kept, key=lambda r: r.line)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A row ready to be sent, or what keeps it from being sent."""

    line: int
    body: dict[str, Any]
    problems: tuple[tuple[str, Text], ...] = ()


class Importer:
    """Reads one file's rows with one mapping (or the documented columns) and sends them."""

    def __init__(self, kind: Kind, rows: Sequence[Row], *, mapping: Mapped | None, lang: Lang):
        self._kind = kind
        self._rows = rows
        self._mapping = mapping
        self._lang = lang
        self._columns = {column.field: column for column in COLUMNS[kind]}
        self._headers, ignored = self._read_headers()
        self.report = Report(ignored_columns=ignored)

    def run(self, send: Send) -> Iterator[int]:
        """Send everything; yields how many rows are done, after each batch."""
        prepared = iter(self._prepare(row) for row in self._rows)
        while batch := list(islice(prepared, BATCH)):
            self._send(batch, send)
            yield len(self.report.rows)

    def _read_headers(self) -> tuple[dict[str, str], tuple[str, ...]]:
        """Header of the file by field; and headers that mean nothing here."""
        names = list(dict.fromkeys(name for row in self._rows for name in row.cells))
        if self._mapping is not None:
            return {}, ()
        known = by_header(self._kind)
        found = {known[fold(name)].field: name for name in names if fold(name) in known}
        if not found:
            raise UnreadableFile(
                N_("Aucune colonne connue. Colonnes attendues : {columns}."),
                columns=", ".join(column.header for column in COLUMNS[self._kind]),
            )
        return found, tuple(name for name in names if fold(name) not in known)

    def _prepare(self, row: Row) -> Prepared:
        if row.problem is not None:
            return Prepared(row.line, {}, (("", row.problem),))
        if self._mapping is not None:
            cells = self._mapping.apply(row.cells)
        else:
            cells = {name: row.cells.get(header) for name, header in self._headers.items()}
        body: dict[str, Any] = {}
        problems: list[tuple[str, Text]] = []
        for name, cell in cells.items():
            if cell is None or str(cell).strip() in ("", "[]"):
                continue
            try:
                _put(body, name, self._columns[name].read(cell))
            except ValueProblem as problem:
                problems.append((name, problem.text))
        _complete(self._kind, body, row)
        return Prepared(row.line, body, tuple(problems))

    def _send(self, batch: list[Prepared], send: Send) -> None:
        good = [row for row in batch if not row.problems]
        for row in batch:
            if row.problems:
                said = [(name, text.in_(self._lang)) for name, text in row.problems]
                self._report(row.line, "refused", said)
        if not good:
            return
        for result in send([row.body for row in good]).results:
            line = good[result.index].line
            said = [(each.field, each.message) for each in result.problems]
            self._report(line, result.outcome, said)

    def _report(self, line: int, outcome: RowOutcome, problems: list[tuple[str, str]]) -> None:
        named = tuple(Problem(self._column_name(name), message) for name, message in problems)
        self.report.rows.append(RowReport(line, outcome, named))

    def _column_name(self, path: str) -> str:
        """The file's own name for a field: `languages.0.level` is in the column of `languages`."""
        parts = path.split(".")
        for length in range(len(parts), 0, -1):
            name = ".".join(parts[:length])
            if name in self._headers:
                return self._headers[name]
            if name in self._columns:
                return self._columns[name].header
        return path


def _put(body: dict[str, Any], path: str, value: Any) -> None:
    *parents, last = path.split(".")
    for parent in parents:
        body = body.setdefault(parent, {})
    body[last] = value


def _complete(kind: Kind, body: dict[str, Any], row: Row) -> None:
    """What the body needs beyond its cells."""
    experience = body.pop("experience", None)
    if experience and "title" in experience:
        body["experience"] = [experience]
    if kind == "vacancies" and "occupation" not in body and "title" in body:
        body["occupation"] = {"text": body["title"]}
    if kind == "profiles" and "channel" not in body:
        body["channel"] = "email" if "email" in body else "sms" if "phone" in body else "agent"
    body.setdefault("external_ref", _digest(row))


def _digest(row: Row) -> str:
    content = json.dumps(row.cells, sort_keys=True, default=str, ensure_ascii=False)
    return "row-" + hashlib.sha256(content.encode(errors="replace")).hexdigest()[:24]


def required(kind: Kind) -> tuple[Column, ...]:
    """Columns that a file cannot do without."""
    return tuple(column for column in COLUMNS[kind] if column.required)
