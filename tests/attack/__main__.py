"""Play every attack, then measure what could be inferred in a house of 400. `make attack`.

The last line is one JSON object: `{"played", "came_out", "unique_before_yes",
"title_information_bits"}`; the exit status is 1 where anything came out.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import pytest

from tests.attack import inference
from tests.browser import house

PEOPLE = 400


class Counted:
    """How many attacks were played, and of how many something came out."""

    def __init__(self) -> None:
        self.played = 0
        self.came_out: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the attack itself; one that could not be set up counts as come out."""
        self.played += report.when == "call"
        if report.failed or report.skipped:
            self.came_out.append(report.nodeid)


def main() -> int:
    counted = Counted()
    folder = str(Path(__file__).parent)
    pytest.main([folder, "-q", "-p", "no:cacheprovider", *sys.argv[1:]], plugins=[counted])
    with (
        tempfile.TemporaryDirectory(prefix="amuddu-attack-") as data,
        house.running(Path(data), people=PEOPLE) as opened,
    ):
        found = inference.measure(opened)
    figures = {
        "played": counted.played,
        "came_out": len(counted.came_out),
        "unique_before_yes": round(found.unique_before_yes, 4),
        "title_information_bits": round(found.title_information_bits, 4),
    }
    out = [*found.lines, *(f"came out: {one}" for one in counted.came_out), json.dumps(figures)]
    sys.stdout.write("\n".join(out) + "\n")
    whole = counted.played and not counted.came_out
    return 0 if whole and not found.unique_before_yes and not found.title_information_bits else 1


if __name__ == "__main__":
    sys.exit(main())
