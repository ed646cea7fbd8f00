"""Run every benchmark, or those named: `python -m benchmarks cold_start ranking`."""

from __future__ import annotations

import os
import platform
import sys

from benchmarks import (
    cold_start,
    encoding,
    events,
    freshness,
    imports,
    latency,
    pages,
    ranking,
    scale,
)

ALL = {
    "cold_start": cold_start,
    "encoding": encoding,
    "events": events,
    "freshness": freshness,
    "imports": imports,
    "latency": latency,
    "pages": pages,
    "ranking": ranking,
    "scale": scale,
}


def main() -> None:
    chosen = sys.argv[1:] or list(ALL)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for name in chosen:
        print(f"\n{name}: {(ALL[name].__doc__ or '').splitlines()[0]}")
        for row in ALL[name].measure():
            print(row)


if __name__ == "__main__":
    main()
