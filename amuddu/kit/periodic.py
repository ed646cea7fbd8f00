"""A thread that does one thing again and again: look, do what there is, pause, look again.

    Periodic("close-silent", close_silent, every=3600, retry=30)

It looks at once when it starts: days may have passed while away. A turn that returns something
true has found work, and the next follows at once; otherwise it pauses for `every` seconds, or
until PostgreSQL tells of a commit on the channel it is `woken_by`. Whatever goes wrong in a turn
is logged and, `retry` seconds later, tried again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, Self

import psycopg

from amuddu.kit.db import DATABASE_AWAY, Database, plain
from amuddu.kit.observability import logs

log = logs.get(__name__)

NOTICE_SECONDS = 0.1
"""How long a stop may go unnoticed by a thread that waits for PostgreSQL."""


class Finished(Exception):
    """Raised by a turn after which there must be no other: the thread ends."""


class Periodic:
    """One turn after the other in a thread, until it is stopped."""

    def __init__(
        self,
        name: str,
        turn: Callable[[], object],
        *,
        every: float,
        retry: float | None = None,
        woken_by: tuple[Database, str] | None = None,
        stop_seconds: float = 10.0,
    ) -> None:
        self._turn = turn
        self._every = every
        self._retry = every if retry is None else retry
        self._woken_by = woken_by
        self._stop_seconds = stop_seconds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Take the first turn, and go on."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the turn in hand, then stop; return after `stop_seconds` at the latest."""
        self._stop.set()
        self._thread.join(timeout=self._stop_seconds)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._take_turns()
            except Finished:
                return
            except (*DATABASE_AWAY, psycopg.Error):
                log.warning("database out of reach, later again", exc_info=True, thread=self._name)
                self._stop.wait(self._retry)
            except Exception:  # the edge of the thread: it must outlive whatever went wrong
                log.error("stumbled, later again", exc_info=True, thread=self._name)
                self._stop.wait(self._retry)

    def _take_turns(self) -> None:
        with self._pausing() as pause:
            while not self._stop.is_set():
                if not self._turn():
                    pause()

    @contextmanager
    def _pausing(self) -> Iterator[Callable[[], object]]:
        """What to call for a pause. It listens before the first turn, so no commit is missed."""
        if self._woken_by is None:
            yield lambda: self._stop.wait(self._every)
            return
        database, channel = self._woken_by
        with psycopg.connect(plain(database.url), autocommit=True) as listener:
            listener.execute(f"LISTEN {channel}")
            yield lambda: self._until_woken(listener)

    def _until_woken(self, listener: psycopg.Connection[Any]) -> None:
        until = monotonic() + self._every
        while (left := until - monotonic()) > 0 and not self._stop.is_set():
            for _ in listener.notifies(timeout=min(left, NOTICE_SECONDS), stop_after=1):
                return

    @property
    def _name(self) -> str:
        return self._thread.name
