"""Send many generated requests to every service and to the gateway. `make fuzz` (CASES=20000).

    python -m tests.fuzz [--cases 20000] [--seconds 3600] [--seed 1] [--only services]

The tests are the suite's own (`test_fuzz*.py`), with every role signed in. They are played from one
seed after another until so many cases were sent, or the time is over. The last line is JSON; the
exit status is 0 only where as many as asked were sent and nothing was wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

TESTS = (
    "tests/gateway/test_fuzz_pages.py",
    "tests/gateway/test_fuzz_api.py",
    "tests/services/profiles/test_fuzz.py",
    "tests/services/employers/test_fuzz.py",
    "tests/services/matching/test_fuzz.py",
    "tests/services/notifications/test_fuzz.py",
    "tests/services/support/test_fuzz.py",
)
ROOT = Path(__file__).parents[2]


def main() -> int:
    chosen = _options()
    begun = time.monotonic()
    lines: list[dict[str, Any]] = []
    seed = chosen.seed
    broken = False
    while _sent(lines) < chosen.cases and not broken:
        left = chosen.seconds - (time.monotonic() - begun)
        if left <= 0:
            break
        found, ended_well = _played(seed, left, only=chosen.only)
        lines += found
        broken = not ended_well
        seed += 1
        _say(f"seed {seed - 1}: {_sent(lines)} cases, {time.monotonic() - begun:.0f} s")
    wrong = [line for line in lines if "wrong" in line]
    for line in wrong:
        _say(json.dumps(line, ensure_ascii=False))
    figures = {
        "cases": _sent(lines),
        "server_errors": sum(line["wrong"] == "server error" for line in wrong),
        "beside_contract": sum(line["wrong"] != "server error" for line in wrong),
        "by": dict(_by(lines)),
        "seeds": [chosen.seed, seed - 1],
        "seconds": round(time.monotonic() - begun),
        "whole": not broken and _sent(lines) >= chosen.cases,
    }
    _say(json.dumps(figures))
    return 0 if figures["whole"] and not wrong else 1


def _played(seed: int, seconds: float, *, only: str) -> tuple[list[dict[str, Any]], bool]:
    """What came of one round of all tests, and whether they could be played."""
    with tempfile.TemporaryDirectory(prefix="amuddu-fuzz-") as folder:
        report = Path(folder) / "report.jsonl"
        report.touch()
        environment = {
            **os.environ,
            "AMUDDU_FUZZ_REPORT": str(report),
            "AMUDDU_FUZZ_SEED": str(seed),
            "AMUDDU_FUZZ_SECONDS": str(seconds),
        }
        tests = [each for each in TESTS if only in each]
        # What the collector finds left open of one house would fail a test of another.
        quiet = ["-W", "ignore::pytest.PytestUnraisableExceptionWarning", "-p", "no:cacheprovider"]
        command = [sys.executable, "-m", "pytest", "-q", *quiet, *tests]
        ended = subprocess.run(command, cwd=ROOT, env=environment, check=False)
        found = [json.loads(line) for line in report.read_text().splitlines()]
        return found, ended.returncode == 0


def _by(lines: list[dict[str, Any]]) -> Counter[str]:
    sent: Counter[str] = Counter()
    for line in lines:
        sent.update(line.get("cases", {}))
    return sent


def _sent(lines: list[dict[str, Any]]) -> int:
    return _by(lines).total()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=3600.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="of the test files those whose name has this")
    return parser.parse_args()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
