"""Asks clamd whether a file is known to do harm (INSTREAM of its protocol, over a Unix socket)."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

from amuddu.kit.errors import Unavailable
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from amuddu.papers.examination import NotKept

log = logs.get(__name__)

_PIECE = 64 * 1024
_WAIT_SECONDS = 20.0
INFECTED = N_("Ce fichier contient un virus : il n'est pas gardé. Envoyez plutôt une photo.")


class Scanner:
    """The scanner of this machine. `path` is clamd's socket."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def refuse_infected(self, content: bytes) -> None:
        """Raise `NotKept` for what the scanner knows, `Unavailable` where it does not answer."""
        try:
            answer = self._asked(content)
        except OSError as error:
            log.error("the scanner does not answer", why=type(error).__name__)
            raise Unavailable(retry_after=30) from None
        if answer.endswith(b" FOUND"):
            log.warning("a file was refused by the scanner")
            raise NotKept(INFECTED)
        if not answer.endswith(b"OK"):
            log.error("the scanner answers something else")
            raise Unavailable(retry_after=30)

    def _asked(self, content: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as clamd:
            clamd.settimeout(_WAIT_SECONDS)
            clamd.connect(str(self._path))
            clamd.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _PIECE):
                piece = content[start : start + _PIECE]
                clamd.sendall(struct.pack("!L", len(piece)) + piece)
            clamd.sendall(struct.pack("!L", 0))
            answer = b""
            while piece := clamd.recv(4096):
                answer += piece
        return answer.strip(b"\0\n ")
