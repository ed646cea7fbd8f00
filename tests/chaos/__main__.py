"""Break the house in every way that the table of the issue names, and say what held.

    python -m tests.chaos [ROW ...] [--kafka host:port] [--short]

One house for all rows, so what one breaks the next one meets. The last line is JSON; the exit
status is 0 only if every row held. `--kafka` names a real cluster instead of the mock one; then
every API and worker runs twice.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Callable

from tests.chaos import smtp
from tests.chaos.house import House, house
from tests.chaos.rows import broker, database, kills, order, poison, rebuild
from tests.chaos.rows.row import Row

ROWS: dict[str, Callable[[House], Row]] = {
    "kills": kills.run,
    "broker": broker.run,
    "database": database.run,
    "smtp": smtp.run,
    "poison": poison.run,
    "order": order.run,
    "rebuild": rebuild.run,
}


def main() -> int:
    """Run the rows and print the table; the exit status."""
    chosen = _options()
    # Told to end, it ends in order: the processes of the house must not outlive it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    begun = time.monotonic()
    rows: dict[str, Row] = {}
    with house(servers=chosen.kafka, short=chosen.short) as under_test:
        _say(f"house up in {time.monotonic() - begun:.1f} s")
        for name in chosen.rows or ROWS:
            rows[name] = _row(name, under_test)
            _say("\n".join(rows[name].lines()))
    ok = all(row.ok for row in rows.values())
    _say(
        json.dumps(
            {
                "ok": ok,
                "cluster": "real" if chosen.kafka else "mock",
                "short": chosen.short,
                "seconds": round(time.monotonic() - begun, 1),
                "rows": {name: row.as_json() for name, row in rows.items()},
            },
            ensure_ascii=False,
        )
    )
    return 0 if ok else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("rows", nargs="*", help=f"some of: {', '.join(ROWS)}")
    parser.add_argument("--kafka", default=os.environ.get("KAFKA", ""), help="a real cluster")
    parser.add_argument("--short", action="store_true", help="about a minute, for the tests")
    chosen = parser.parse_args()
    if unknown := set(chosen.rows) - set(ROWS):
        parser.error(f"no row named {', '.join(sorted(unknown))}")
    return chosen


def _row(name: str, under_test: House) -> Row:
    begun = time.monotonic()
    try:
        under_test.buried = under_test.databases.dead_letters()
        row = ROWS[name](under_test)
    except Exception as error:  # noqa: BLE001 - a row that stumbles is broken, the next ones still run
        row = Row(name)
        row.must("the row ran to its end", False, f"{type(error).__name__}: {error}")
    row.seconds = time.monotonic() - begun
    return row


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
