"""The short form of `make chaos`: every process separate, some killed, the broker away for a while.

The mock cluster proves our clients, not Kafka: see docs/decisions/0012-chaos.md.
"""

from __future__ import annotations

import json
import subprocess
import sys

ROWS = ("kills", "broker", "database", "order")
SECONDS = 540


def test_nothing_is_lost_when_processes_die_and_the_broker_goes_away() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.chaos", "--short", *ROWS],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        try:
            said, _ = running.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            running.terminate()  # killed, it would leave the processes of its house behind
            said, _ = running.communicate()
            raise AssertionError(said) from None
    result = json.loads(said.strip().splitlines()[-1])
    assert result["ok"] is True, said
    assert running.returncode == 0
    assert set(result["rows"]) == set(ROWS)
    kills = result["rows"]["kills"]
    assert kills["kinds"] == 11  # five APIs, five workers, the gateway
    assert kills["kills"] >= 11
    assert kills["events"] >= 200
    assert kills["lost"] == kills["recorded_twice"] == 0
    assert result["rows"]["broker"]["down_refused"] == 0
    assert result["rows"]["database"]["answers_503"] > 0
    assert result["rows"]["order"]["sequences"] >= 10
