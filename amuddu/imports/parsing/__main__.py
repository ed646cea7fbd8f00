"""The parsing process: a first line of JSON ({"name", "size", "known"}) and the file's bytes come
in, lines as `wire` describes go out. Bounds on itself come before the first byte is looked at."""

from __future__ import annotations

import json
import os
import resource
import sys

from amuddu.imports.parsing import wire
from amuddu.imports.parsing.limits import MAX_MEMORY, MAX_UNPACKED, cpu_seconds, limit_time
from amuddu.imports.parsing.said import N_, Unreadable


def main() -> None:
    """Read one file and end."""
    asked = json.loads(sys.stdin.buffer.readline())
    _bound(asked["size"])
    content = sys.stdin.buffer.read(asked["size"])
    out = sys.stdout
    try:
        from amuddu.imports.parsing.parse import parse

        parsed = parse(content, asked["name"], tuple(asked["known"]))
        del content
        out.writelines(wire.lines(parsed, objects=parsed.objects))
    except Unreadable as error:
        out.write(wire.unreadable(error))
    except MemoryError:
        out.write(wire.unreadable(Unreadable(TOO_HEAVY)))
    except BrokenPipeError:
        os._exit(0)  # nobody wants the rest
    except BaseException:  # noqa: BLE001 - a parser in Rust panics with one of its own
        out.write(wire.unreadable(Unreadable(DAMAGED)))
    try:
        out.flush()
    finally:
        os._exit(0)  # what is held is given back whole


def _bound(size: int) -> None:
    limit_time(cpu_seconds(size), cpu_seconds(size, MAX_UNPACKED))
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


TOO_HEAVY = N_("Ce fichier demande trop de mémoire pour être lu : coupez-le en plusieurs fichiers.")
DAMAGED = N_("Ce fichier est abîmé : ouvrez-le et enregistrez-le de nouveau.")

if __name__ == "__main__":
    main()
