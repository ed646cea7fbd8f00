"""What became of a file, as it is kept with its job, shown and answered.

It names lines, columns and what to do; it holds no cell that says who somebody is. Of very many
remarks the first are kept and the others counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import Field

from amuddu.contracts.batch import RowOutcome
from amuddu.contracts.types import Contract
from amuddu.imports.report import Remark, Report
from amuddu.imports.rows import Row

MOST_REMARKS = 2_000
"""Of those that refuse rows, and again of those on what was kept."""
MOST_OF_FILE = 100
"""Remarks on the file as a whole, kept beside the others: a sheet that is not read comes last."""
_LONGEST = 300
"""Characters of a sentence."""
_LONGEST_NAME = 100
"""Characters of a column's or a sheet's name."""
_SHORTEST = 3
"""Characters of a cell below which it says nothing of a person: `f`, `35`."""

_PHONE = re.compile(r"\+\d{8,15}")
"""A number as it is kept, whatever way the file writes it."""

IDENTIFYING = frozenset(
    {
        *("given_name", "family_name", "full_name", "email", "phone", "nationality"),
        *("age", "birth_year", "birth_month", "birth_date"),
    }
)
"""Fields of a person whose cells no remark may repeat; those of the residence title besides."""


class CellRemark(Contract):
    """A place in the file and what to say of it: its column as the file names it.

    `line`: that of the file, counted from 1 with the header; none for the file as a whole.
    `sheet`: of which sheet, where a workbook has several that hold rows.
    """

    line: int | None
    column: str
    message: str
    sheet: str = ""


class ImportReport(Contract):
    """What became of a file: rows by outcome, what to mend, what was set right or left out.

    `drafts`: vacancies that were kept as drafts, though they asked to be published.
    `complete`: every row was kept as it asked and nothing that the file holds was left out.
    `interrupted`: it ended before its last row; send the same file again, what was kept stays
    unchanged. `error`: why nothing, or no more, was taken. `more_refused`, `more_notes`: remarks
    beyond those listed.
    """

    rows: int = 0
    counts: dict[RowOutcome, int] = Field(default_factory=dict)
    drafts: int = 0
    complete: bool = False
    refused: tuple[CellRemark, ...] = ()
    notes: tuple[CellRemark, ...] = ()
    more_refused: int = 0
    more_notes: int = 0
    ignored_columns: tuple[str, ...] = ()
    interrupted: bool = False
    error: str = ""


class Keeper:
    """Watches over a report while it grows: bounded, and silent on who people are.

    `fields`: the field that each column of the file fills.
    """

    def __init__(self, report: Report, fields: Mapping[str, str]) -> None:
        self._report = report
        self._hides = [
            header
            for header, field in fields.items()
            if field in IDENTIFYING or field.startswith("residence.")
        ]
        self._cells: dict[tuple[str, int], list[str]] = {}
        self._seen = {"refused": 0, "notes": 0}
        self._more = {"refused": 0, "notes": 0}

    def watching(self, rows: Iterator[Row]) -> Iterator[Row]:
        """The rows, each looked at for what its remarks must not say."""
        for row in rows:
            said = [str(row.cells.get(header) or "").strip() for header in self._hides]
            if found := [each for each in said if len(each) >= _SHORTEST]:
                self._cells[row.sheet, row.line] = found
            yield row

    def tidy(self) -> None:
        """After each batch: hide what was said of people, keep the first remarks."""
        for name in ("refused", "notes"):
            remarks: list[Remark] = getattr(self._report, name)
            fresh = [self._discreet(remark) for remark in remarks[self._seen[name] :]]
            kept = remarks[: self._seen[name]]
            of_rows = sum(1 for remark in kept if remark.line)
            of_file = len(kept) - of_rows
            for remark in fresh:
                room = of_rows < MOST_REMARKS if remark.line else of_file < MOST_OF_FILE
                if not room:
                    self._more[name] += 1
                    continue
                kept.append(remark)
                of_rows, of_file = of_rows + bool(remark.line), of_file + (not remark.line)
            remarks[:] = kept
            self._seen[name] = len(kept)
        self._cells.clear()

    def _discreet(self, remark: Remark) -> Remark:
        message = _PHONE.sub("…", remark.message)
        for cell in self._cells.get((remark.sheet, remark.line), ()):
            message = message.replace(cell, "…")
        column, sheet = _name(remark.column), _name(remark.sheet)
        return Remark(remark.line, column, _clean(message[:_LONGEST]), sheet)

    def report(
        self, counts: Counter[RowOutcome], *, interrupted: bool = False, error: str = ""
    ) -> ImportReport:
        """The report as it is kept."""
        self.tidy()
        report = self._report
        ended = not interrupted and not error
        return ImportReport(
            rows=counts.total(),
            counts={outcome: count for outcome, count in counts.items() if count},
            drafts=report.drafts,
            complete=ended and not (counts["refused"] or report.left_out or report.drafts),
            refused=tuple(_remark(remark) for remark in sorted(report.refused)),
            notes=tuple(_remark(remark) for remark in sorted(report.notes)),
            more_refused=self._more["refused"],
            more_notes=self._more["notes"],
            ignored_columns=tuple(map(_name, report.ignored_columns[:MOST_OF_FILE])),
            interrupted=interrupted,
            error=error,
        )


class Tally:
    """Rows by outcome over several runs of one file, which each begin at its first row.

    What an earlier run kept comes back unchanged; it is counted as it was then.
    """

    def __init__(self, before: Mapping[str, int]) -> None:
        self._before: Counter[Any] = Counter(before)
        self._again: Counter[Any] | None = None if self._before.total() else Counter()

    def counts(self, report: Report) -> Counter[RowOutcome]:
        """The counts so far; asked after each batch."""
        if self._again is None and report.done >= self._before.total():
            self._again = Counter(report.counts)
        if self._again is None:
            return Counter(self._before)
        return self._before + (report.counts - self._again)


def without(report: ImportReport, words: Iterable[str]) -> ImportReport:
    """The report without the remarks that name somebody by one of these words; they are counted
    with those that were too many to list."""
    wanted = [re.escape(word) for word in words if word]
    if not wanted:
        return report
    names = re.compile(rf"(?<!\w)(?:{'|'.join(wanted)})(?!\w)", re.IGNORECASE)

    def silent(remark: CellRemark) -> bool:
        return not names.search(remark.message)

    refused = tuple(filter(silent, report.refused))
    notes = tuple(filter(silent, report.notes))
    return report.model_copy(
        update={
            "refused": refused,
            "notes": notes,
            "more_refused": report.more_refused + len(report.refused) - len(refused),
            "more_notes": report.more_notes + len(report.notes) - len(notes),
        }
    )


def _remark(remark: Remark) -> CellRemark:
    return CellRemark(
        line=remark.line or None,
        column=remark.column,
        message=remark.message,
        sheet=remark.sheet,
    )


def _name(text: str) -> str:
    return _clean(text[:_LONGEST_NAME])


def _clean(text: str) -> str:
    """As PostgreSQL can keep it: files hold NUL and half characters."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
