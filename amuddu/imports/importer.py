"""From a file's rows to the service and back: every row is counted, every loss is named.

Good rows are kept, bad ones are listed with line, column and fix; the same file sent twice
changes nothing, because each row carries its reference or a digest of its content. A cell that
cannot be read refuses its row only where the field is one that a row cannot do without.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from amuddu.contracts.batch import BatchOut
from amuddu.contracts.types import Lang
from amuddu.imports.columns import COLUMNS, Column, Kind, column_of
from amuddu.imports.completing import complete
from amuddu.imports.mapping import Mapped
from amuddu.imports.report import Remark, Report
from amuddu.imports.rows import Note, Row, Table, UnreadableFile
from amuddu.imports.sending import Send, Sending
from amuddu.imports.strangers import Strangers
from amuddu.imports.values import Reading, Said, ValueProblem
from amuddu.kit.i18n import N_, Text
from amuddu.reference.text import fold

BATCH = 200


@dataclass(frozen=True, slots=True)
class Prepared:
    """A row ready to be sent, or what keeps it from being sent.

    `problems` refuse the row; `notes` go with it. Both name the field, not yet the column.
    """

    row: Row
    body: dict[str, Any]
    problems: tuple[tuple[str, Text], ...] = ()
    notes: tuple[Note, ...] = ()


class _Ahead:
    """A batch read ahead. What stops the reading is raised when its turn has come: until then the
    batch before is answered, and counted."""

    def __init__(self, prepared: Iterator[Prepared]) -> None:
        self.rows: list[Prepared] = []
        self._problem: Exception | None = None
        try:
            self.rows = list(islice(prepared, BATCH))
        except Exception as error:  # noqa: BLE001 - raised again by `ready`
            self._problem = error

    def ready(self) -> _Ahead:
        """The batch itself, as it was read."""
        if self._problem is not None:
            raise self._problem
        return self


@dataclass(slots=True)
class _Cells:
    """A row's cells on their way into a body."""

    row: Row
    problems: list[tuple[str, Text]]
    notes: list[Note]
    body: dict[str, Any]
    also: dict[str, Any]

    def read(self, column: Column, cell: Any) -> None:
        """Put what a cell says in the body; what cannot be read is named."""
        try:
            found = column.read(cell)
        except ValueProblem as problem:
            if column.required:
                self.problems.append((column.field, problem.text))
            else:
                self.notes.append(Note(self.row.line, column.field, problem.text, left_out=True))
            return
        reading = found if isinstance(found, Reading) else Reading(found)
        for said in reading.notes:
            self.say(column.field, said)
        if reading.value is not None:
            _put(self.body, column.field, reading.value)
        self.also.update(reading.also)

    def say(self, field: str, said: Said) -> None:
        """Something for the report about a field."""
        self.notes.append(Note(self.row.line, field, said.text, left_out=said.left_out))

    def refuse_unsure_wages(self) -> None:
        """A wage of which the period or the money cannot be read is left out: it may be any."""
        unread = {note.column for note in self.notes if note.left_out}
        if unread.isdisjoint(("wage_period", "wage_currency")):
            return
        for name in ("wage_month", "wage_month_max"):
            if name in self.body and not self.also.get(f"monthly_{name}"):
                del self.body[name]
                self.notes.append(Note(self.row.line, name, Text(_UNSURE_WAGE), left_out=True))

    def refuse_half_a_title(self) -> None:
        """A title of which a cell cannot be read is left out: half of it is another title."""
        if any(note.left_out and note.column.startswith("residence.") for note in self.notes):
            for name in self.body.pop("residence", {}):
                said = Note(self.row.line, f"residence.{name}", Text(_HALF_A_TITLE), left_out=True)
                self.notes.append(said)


class Importer:
    """Reads one file's rows with one mapping (or the documented columns) and sends them.

    Raises `UnreadableFile` where no column is known, `Invalid` where the mapping names columns
    that the file does not have.
    """

    def __init__(self, kind: Kind, table: Table, *, mapping: Mapped | None, lang: Lang):
        self._kind = kind
        self._table = table
        self._mapping = mapping
        self._lang = lang
        if table.total == 0:
            raise UnreadableFile(_NO_ROWS)
        self._columns = {column.field: column for column in COLUMNS[kind]}
        self._beside: dict[str, list[str]] = {}
        """Further columns that mean the same field: a second telephone."""
        self._headers, ignored = self._read_headers()
        self._strangers = Strangers(len(table.headers))
        self._seen: dict[bytes, int] = {}
        """Line of the file that used each reference first."""
        self.report = Report(ignored_columns=ignored)
        for name in ignored:
            said = _UNKNOWN_COLUMN if column_of(kind, name) is None else _SAID_BEFORE
            self._note(Note(None, name, Text(said), left_out=True))

    def run(self, send: Send) -> Iterator[int]:
        """Send everything; yields how many rows are done, after each batch.

        While a batch is answered the next is read. It is sent after the answer: batches come in
        their order, and whoever stops after one has none under way.
        """
        prepared = iter(self._prepare(row) for row in self._table.rows)
        batch = _Ahead(prepared).ready()
        while batch.rows:
            good = [row for row in batch.rows if not row.problems]
            sending = Sending(send, [row.body for row in good]) if good else None
            following = _Ahead(prepared)
            self._take(batch.rows, good, sending.answer() if sending else None)
            yield self.report.done
            batch = following.ready()
        for note in self._table.notes:
            self._note(note)

    def _read_headers(self) -> tuple[dict[str, str], tuple[str, ...]]:
        """Header of the file by field; and headers that mean nothing here."""
        names = self._table.headers
        if not names and (first := next(self._table.rows, None)) and first.problem:
            raise UnreadableFile(first.problem.message, **first.problem.params)
        if self._mapping is not None:
            self._mapping.refuse_unknown(names)
            return self._mapping.headers(), ()
        meant: dict[str, list[str]] = {}
        for name in names:
            if (column := column_of(self._kind, name)) is not None:
                meant.setdefault(column.field, []).append(name)
        found = {field: own[0] for field, own in meant.items()}
        if not any(len(meant.get(field, ())) > 1 for field in _WHO):  # or two tables stand there
            more = {field: own[1:] for field, own in meant.items() if field in _BESIDE}
            self._beside = {field: own for field, own in more.items() if own}
        if not found:
            raise UnreadableFile(
                N_("Aucune colonne connue. Colonnes attendues : {columns}."),
                columns=", ".join(column.header for column in COLUMNS[self._kind]),
            )
        used = {*found.values(), *(name for more in self._beside.values() for name in more)}
        return found, tuple(name for name in names if name not in used)

    def _prepare(self, row: Row) -> Prepared:
        if row.problem is not None:
            return Prepared(row, {}, (("", row.problem),))
        content = {name: cell for name, cell in row.cells.items() if not _empty(cell)}
        if looks := self._strangers.of(content, row):
            return Prepared(row, {}, (("", looks),))
        if self._mapping is not None:
            cells = self._mapping.apply(row.cells)
        else:
            cells = {name: row.cells.get(header) for name, header in self._headers.items()}
        work = _Cells(row, [], list(row.notes), {}, {})
        for name, more in self._beside.items():
            cells[name] = self._first_of(row, (self._headers[name], *more), work)
        for name, cell in cells.items():
            if not _empty(cell):
                work.read(self._columns[name], cell)
        for name, value in work.also.items():
            if _empty(cells.get(name)):
                _put(work.body, name, value)
        work.refuse_half_a_title()
        work.refuse_unsure_wages()
        _complete(self._kind, work)
        problems = work.problems or list(self._used_before(row, work.body))
        return Prepared(row, work.body, tuple(problems), tuple(work.notes))

    def _first_of(self, row: Row, headers: tuple[str, ...], work: _Cells) -> Any:
        """The first cell with content of columns that mean the same; another one is named."""
        said = [(name, row.cells.get(name)) for name in headers]
        said = [(name, cell) for name, cell in said if not _empty(cell)]
        for name, cell in said[1:]:
            if str(cell).strip() != str(said[0][1]).strip():
                other = Text(_ONE_OF_THEM, {"column": said[0][0]})
                work.notes.append(Note(row.line, name, other, left_out=True))
        return said[0][1] if said else None

    def _used_before(self, row: Row, body: dict[str, Any]) -> Iterator[tuple[str, Text]]:
        """A reference is one row's: of two rows that bear it, which one would be true?"""
        whose = fold(str(body.get("employer_name") or ""))
        key = hashlib.blake2b(f"{whose}\0{body['external_ref']}".encode(errors="replace"))
        first = self._seen.setdefault(key.digest()[:16], row.line)
        if first == row.line:
            return
        if body["external_ref"] == _digest(row):
            yield "", Text(N_("Cette ligne répète la ligne {line}."), {"line": first})
        else:
            yield "external_ref", Text(_REPEATED, {"line": first})

    def _take(self, batch: list[Prepared], good: list[Prepared], answer: BatchOut | None) -> None:
        """Write down what became of a batch."""
        for row in batch:
            if row.problems:
                self._refuse(row, [(name, text.in_(self._lang)) for name, text in row.problems])
        for result in answer.results if answer else ():
            row = good[result.index]
            if result.outcome == "refused":
                self._refuse(row, [(each.field, each.message) for each in result.problems])
                continue
            self.report.counts[result.outcome] += 1
            self.report.drafts += result.draft
            for note in row.notes:
                self._note(note, row.row)
            for each in result.problems:
                remark = self._remark(row.row, each.field, each.message)
                self.report.note(remark, left_out=each.left_out)

    def _refuse(self, row: Prepared, said: list[tuple[str, str]]) -> None:
        """Name everything that is to be mended in the row, so that it is mended once."""
        unread = [(note.column, note.text.in_(self._lang)) for note in row.notes if note.left_out]
        self.report.refuse([self._remark(row.row, *each) for each in (*said, *unread)])

    def _remark(self, row: Row, field: str, message: str) -> Remark:
        return Remark(row.line, self._column_name(field), message, row.sheet)

    def _note(self, note: Note, row: Row | None = None) -> None:
        remark = Remark(
            note.line or 0,
            self._column_name(note.column),
            note.text.in_(self._lang),
            row.sheet if row else note.sheet,
        )
        self.report.note(remark, left_out=note.left_out)

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


_UNKNOWN_COLUMN = N_("Cette colonne n'est pas connue : elle n'a pas été reprise.")
_SAID_BEFORE = N_("Une autre colonne dit déjà ceci : celle-ci n'a pas été reprise.")
_NO_ROWS = N_("Ce fichier a des colonnes et aucune ligne : choisissez un fichier avec des lignes.")
_BESIDE = frozenset({"phone", "email", "skills", "languages", "description", "about"})
_WHO = ("given_name", "family_name", "full_name", "title")
_ONE_OF_THEM = N_("« {column} » dit déjà ceci : cette cellule n'est pas reprise.")
_UNSURE_WAGE = N_("Sa période ou sa monnaie ne se lit pas : ce salaire n'est pas gardé.")
_HALF_A_TITLE = N_("Une autre cellule de ce titre ne se lit pas : rien n'en a été repris.")
_REPEATED = N_("Cette référence est déjà celle de la ligne {line} : donnez-en une autre.")


def _empty(cell: Any) -> bool:
    return cell is None or str(cell).strip() in ("", "[]")


def _put(body: dict[str, Any], path: str, value: Any) -> None:
    *parents, last = path.split(".")
    for parent in parents:
        body = body.setdefault(parent, {})
    body[last] = value


def _complete(kind: Kind, work: _Cells) -> None:
    """What the body needs beyond its cells."""
    for field, said in complete(kind, work.body):
        work.say(field, said)
    if "external_ref" not in work.body:
        work.body["external_ref"] = _digest(work.row)


def _digest(row: Row) -> str:
    content = json.dumps(row.cells, sort_keys=True, default=str, ensure_ascii=False)
    return "row-" + hashlib.sha256(content.encode(errors="replace")).hexdigest()[:24]


def expected(kind: Kind) -> tuple[Column, ...]:
    """Columns that a file should have: its rows cannot do without, or stay drafts."""
    return tuple(column for column in COLUMNS[kind] if column.required or column.asked)
