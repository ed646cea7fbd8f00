"""The examining process: a file's bytes come in; a line of JSON and the clean bytes go out.

Bounds on itself come before the first byte is looked at. It has no network of its own to speak
of, no file it may write, and none of its parent's environment.
"""

from __future__ import annotations

import json
import os
import resource
import sys

from amuddu.papers.examining.limits import CPU_SECONDS, MAX_BYTES, MAX_MEMORY
from amuddu.papers.examining.said import (
    DAMAGED,
    EMPTY,
    HEIC,
    TOO_HEAVY,
    TOO_LARGE,
    UNKNOWN,
    NotKept,
)

_HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypmsf1")


def main() -> None:
    """Examine one file and end."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    kept = b""
    try:
        kind, pages, kept = examined(content)
        told = {"media_type": kind, "pages": pages, "size": len(kept)}
    except NotKept as error:
        told = {"refused": str(error)}
    except MemoryError:
        told = {"refused": TOO_HEAVY}
    except BaseException:  # noqa: BLE001 - whatever a decoder does wrong is the file's doing
        told = {"refused": DAMAGED}
    out = sys.stdout.buffer
    try:
        out.write(json.dumps(told).encode() + b"\n" + kept)
        out.flush()
    finally:
        os._exit(0)


def examined(content: bytes) -> tuple[str, int, bytes]:
    """Media type, number of pages and clean bytes. Raises `NotKept`.

    What a file is, its first bytes say; its name and what a browser calls it are not asked.
    """
    if not content:
        raise NotKept(EMPTY)
    if len(content) > MAX_BYTES:
        raise NotKept(TOO_LARGE)
    if content.startswith(b"%PDF-"):
        from amuddu.papers.examining.pdfs import pages_of

        return "application/pdf", pages_of(content), content
    if content[4:12] in _HEIC:
        raise NotKept(HEIC)
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or _is_webp(content):
        from amuddu.papers.examining.photos import photo

        return "image/jpeg", 1, photo(content)
    raise NotKept(UNKNOWN)


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


if __name__ == "__main__":
    main()
