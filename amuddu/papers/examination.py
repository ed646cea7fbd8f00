"""Looks at a file that somebody sent, in a process apart; what comes back may be kept.

clean = examined(content)      # raises NotKept, with a sentence for whoever sent it
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import amuddu
from amuddu.kit.i18n import Text
from amuddu.papers.examining.limits import MAX_BYTES, WAIT_SECONDS
from amuddu.papers.examining.said import DAMAGED, TOO_HEAVY, TOO_LARGE

_PACKAGES = str(Path(amuddu.__file__).parents[1])


MediaType = Literal["image/jpeg", "application/pdf"]


class NotKept(Exception):
    """The file cannot be kept."""

    def __init__(self, message: str) -> None:
        self.text = Text(message)
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Clean:
    """A paper that may be kept: a JPEG made anew, or a PDF in which nothing acts."""

    content: bytes
    media_type: MediaType
    pages: int


def examined(content: bytes) -> Clean:
    """What a file is, once it was looked at. Raises `NotKept`."""
    if len(content) > MAX_BYTES:
        raise NotKept(TOO_LARGE)
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "amuddu.papers.examining"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": _PACKAGES},
    )
    try:
        out, _ = process.communicate(content, timeout=WAIT_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise NotKept(TOO_HEAVY) from None
    told, _, kept = out.partition(b"\n")
    if not told:  # it was ended by a bound on itself
        raise NotKept(TOO_HEAVY)
    said = json.loads(told)
    if "refused" in said:
        raise NotKept(said["refused"])
    if len(kept) != said["size"]:
        raise NotKept(DAMAGED)
    return Clean(kept, said["media_type"], said["pages"])
