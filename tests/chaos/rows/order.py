"""Every event three times and shuffled across keys: the property test, counted here."""

from __future__ import annotations

import os
import re
import subprocess
import sys

from tests.chaos.house import House
from tests.chaos.rows.row import Row

TEST = "tests/services/matching/test_redelivery.py"
_PASSED = re.compile(r"(\d+) passing(?: examples?)?, (\d+) failing")


def run(house: House) -> Row:
    """Run it as the suite does, on a database of its own, and read how many stories it told."""
    row = Row("every event three times, shuffled across keys")
    sequences = house.sized(500, 10)
    # Where the suite runs this, the test below is no worker of the suite's.
    outside = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--hypothesis-show-statistics", TEST],
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
        env={**outside, "CHAOS_SEQUENCES": str(sequences)},
    )
    counted = [(int(good), int(bad)) for good, bad in _PASSED.findall(done.stdout)]
    row.figures |= {
        "sequences": sum(good for good, _ in counted),
        "failing": sum(bad for _, bad in counted),
    }
    row.must("the test passed", done.returncode == 0, *done.stdout.splitlines()[-20:])
    row.must(f"at least {sequences} sequences", sum(good for good, _ in counted) >= sequences)
    return row
