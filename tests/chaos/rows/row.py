"""One line of the table: a fault, what was measured, and whether all that must hold did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Row:
    """A fault and what came of it."""

    fault: str
    figures: dict[str, Any] = field(default_factory=dict)
    holds: dict[str, bool] = field(default_factory=dict)
    """What must hold, in words, and whether it did."""
    evidence: list[str] = field(default_factory=list)
    """The first lines of what did not."""
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether everything held. A row that measured nothing does not hold."""
        return bool(self.holds) and all(self.holds.values())

    def must(self, what: str, held: bool, *evidence: str) -> None:
        """Note one thing that must hold."""
        self.holds[what] = held
        if not held:
            self.evidence.extend(evidence[:5])

    def as_json(self) -> Mapping[str, Any]:
        """For the last line."""
        found: dict[str, Any] = {
            "ok": self.ok,
            "seconds": round(self.seconds, 1),
            **self.figures,
        }
        if not self.ok:
            found["broken"] = [what for what, held in self.holds.items() if not held]
            found["evidence"] = self.evidence[:10]
        return found

    def lines(self) -> list[str]:
        """For the table."""
        mark = "holds" if self.ok else "BROKEN"
        figures = ", ".join(f"{name} {value}" for name, value in self.figures.items())
        lines = [f"{mark:6}  {self.seconds:6.1f} s  {self.fault}", f"                  {figures}"]
        lines += [f"        not: {what}" for what, held in self.holds.items() if not held]
        lines += [f"             {line}" for line in self.evidence[:10]]
        return lines
