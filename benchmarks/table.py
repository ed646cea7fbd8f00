"""Rows of a benchmark's table."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured: its median, lowest and highest over several runs, in a unit."""

    name: str
    values: Sequence[float]
    unit: str

    def __str__(self) -> str:
        median = statistics.median(self.values)
        low, high = min(self.values), max(self.values)
        spread = f"({low:,.2f} to {high:,.2f}, {len(self.values)} runs)"
        return f"  {self.name:58} {median:10,.2f} {self.unit:3} {spread}"
