"""The process that parses one file, and ends with whoever reads from it."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import weakref
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, Any

import amuddu
from amuddu.imports.parsing.limits import SILENCE_SECONDS
from amuddu.kit.i18n import N_

_PACKAGES = str(Path(amuddu.__file__).parents[1])
_PIECE = 1 << 16


class Child:
    """A parsing process with the file's bytes sent to it.

    It has none of this process's environment: no address, no password of a database.
    """

    def __init__(self, content: bytes, filename: str, known: Collection[str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "amuddu.imports.parsing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": _PACKAGES},
        )
        self._ended = weakref.finalize(self, _end, self._process)
        asked = {"name": filename, "size": len(content), "known": sorted(known)}
        try:
            with _pipe(self._process.stdin) as feed:
                feed.write(json.dumps(asked).encode() + b"\n")
                feed.write(content)
        except BrokenPipeError:
            pass  # it ended before it had read everything; why is told by how it ended

    def messages(self) -> Iterator[list[Any]]:
        """What the process says, the last of them its end or why there is none.

        Closing the iterator, or letting it go, ends the process.
        """
        try:
            for line in self._lines():
                message = json.loads(line)
                yield message
                if message[0] in ("z", "u"):
                    return
            yield ["u", self._cause(), {}]
        finally:
            self._ended()

    def _lines(self) -> Iterator[bytes]:
        output = _pipe(self._process.stdout)
        waiting = select.poll()
        waiting.register(output, select.POLLIN)
        rest: list[bytes] = []
        while waiting.poll(SILENCE_SECONDS * 1000):
            piece = os.read(output.fileno(), _PIECE)
            if not piece:
                return
            *lines, last = piece.split(b"\n")
            if lines:
                yield b"".join([*rest, lines[0]])
                yield from lines[1:]
                rest = []
            rest.append(last)
        self._process.kill()

    def _cause(self) -> str:
        """Why the process ended without a word."""
        try:
            status = self._process.wait(timeout=SILENCE_SECONDS)
        except subprocess.TimeoutExpired:
            return TOO_SLOW
        if status in (-signal.SIGXCPU, -signal.SIGKILL):
            return TOO_SLOW
        return TOO_HEAVY if status == -signal.SIGABRT else DAMAGED


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.wait()


TOO_SLOW = N_("Ce fichier prend trop de temps à lire : coupez-le en plusieurs fichiers.")
TOO_HEAVY = N_("Ce fichier demande trop de mémoire pour être lu : coupez-le en plusieurs fichiers.")
DAMAGED = N_("Ce fichier est abîmé : ouvrez-le et enregistrez-le de nouveau.")
