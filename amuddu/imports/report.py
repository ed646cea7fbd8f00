"""What became of a file: rows by outcome, what to mend, what was set right or left out.

Only what has to be said is kept, so a file of a hundred thousand good rows leaves a few numbers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from amuddu.contracts.batch import RowOutcome


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """A sentence about a place in the file, in the reader's language.

    `line`: that of the file, counted from 1 with the header; 0: the file as a whole. `column`: as
    the file names it. `sheet`: of which sheet, where the workbook has several that hold rows.
    """

    line: int
    column: str
    message: str
    sheet: str = ""


@dataclass(slots=True)
class Report:
    """What became of a file."""

    counts: Counter[RowOutcome] = field(default_factory=Counter)
    refused: list[Remark] = field(default_factory=list)
    """What to mend: one remark a cell, so a row may stand here more than once."""
    notes: list[Remark] = field(default_factory=list)
    """What was set right, left out, or may be the same person, in rows that were kept."""
    drafts: int = 0
    """Rows that were kept as drafts, though they asked to be published."""
    left_out: int = 0
    """How many cells, columns and sheets of the file were not taken over."""
    ignored_columns: tuple[str, ...] = ()

    @property
    def done(self) -> int:
        """How many rows have been judged."""
        return self.counts.total()

    @property
    def complete(self) -> bool:
        """Whether every row was kept as it asked, and nothing that the file holds was left out."""
        return not (self.counts["refused"] or self.left_out or self.drafts)

    def refuse(self, remarks: list[Remark]) -> None:
        """Count a refused row, with what to mend in it."""
        self.counts["refused"] += 1
        self.refused.extend(remarks)

    def note(self, remark: Remark, *, left_out: bool) -> None:
        """Say what was set right, or left out."""
        self.notes.append(remark)
        self.left_out += left_out

    def as_json(self) -> dict[str, Any]:
        """The report as `amuddu import --json` prints it."""
        return {
            "added": self.counts["created"],
            "changed": self.counts["updated"],
            "unchanged": self.counts["unchanged"],
            "refused": [_as_json(remark) for remark in sorted(self.refused)],
            "notes": [_as_json(remark) for remark in sorted(self.notes)],
        }


def _as_json(remark: Remark) -> dict[str, Any]:
    place = {"sheet": remark.sheet} if remark.sheet else {}
    return {
        "line": remark.line or None,
        "column": remark.column,
        "message": remark.message,
        **place,
    }
