"""Run every benchmark, or those named: `python -m benchmarks cold_start ranking`."""

from __future__ import annotations

import os
import platform
import sys

from benchmarks import (
    cold_start,
    encoding,
    erasure,
    events,
    freshness,
    imports,
    latency,
    linking,
    pages,
    ranking,
)

ALL = {
    "cold_start": cold_start,
    "encoding": encoding,
    "erasure": erasure,
    "events": events,
    "freshness": freshness,
    "imports": imports,
    "latency": latency,
    "linking": linking,
    "pages": pages,
    "ranking": ranking,
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
