"""Run every benchmark, or those named: `python -m benchmarks cold_start ranking`.

What begins with a dash goes to the one that is named: `python -m benchmarks pages --people 20000`.
"""

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
    load,
    pages,
    ranking,
    scale,
    support,
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
    "load": load,
    "pages": pages,
    "ranking": ranking,
    "scale": scale,
    "support": support,
}
WITH_OPTIONS = {"load": load, "pages": pages}


def main() -> None:
    words = sys.argv[1:]
    first = next((place for place, word in enumerate(words) if word.startswith("-")), len(words))
    chosen, options = words[:first] or list(ALL), words[first:]
    if options and (len(chosen) > 1 or chosen[0] not in WITH_OPTIONS):
        sys.exit("one that takes options is run alone: python -m benchmarks pages --people 20000")
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for name in chosen:
        print(f"\n{name}: {(ALL[name].__doc__ or '').splitlines()[0]}")
        for row in WITH_OPTIONS[name].measure(options) if options else ALL[name].measure():
            print(row)


if __name__ == "__main__":
    main()
