"""The short form of `make chaos`: every process separate, some killed, the broker away for a while.

The mock cluster proves our clients, not Kafka: see docs/decisions/0012-chaos.md.
"""

from __future__ import annotations

import json
import subprocess
import sys

ROWS = ("kills", "broker", "database", "smtp")


def test_nothing_is_lost_when_processes_die_and_the_broker_goes_away() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.chaos", "--short", *ROWS],
        capture_output=True,
        text=True,
        timeout=420,
        check=False,
    )
    assert done.stdout, done.stderr
    result = json.loads(done.stdout.strip().splitlines()[-1])
    assert result["ok"] is True, done.stdout + done.stderr
    assert done.returncode == 0
    assert set(result["rows"]) == set(ROWS)
    kills = result["rows"]["kills"]
    assert kills["kinds"] == 9  # four APIs, four workers, the gateway
    assert kills["events"] >= 200
    assert kills["lost"] == kills["recorded_twice"] == 0
    assert result["rows"]["broker"]["down_refused"] == 0
    assert result["rows"]["database"]["answers_503"] > 0
