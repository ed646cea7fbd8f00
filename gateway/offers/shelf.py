"""What was read for strangers a moment ago, and how much they may have read at once.

Public pages are asked for by everybody, machines among them. What is the same for all is read once
in a while, and a flood of different questions takes a few turns of this process alone: who comes
while all are taken is asked to come back, and whoever is signed in is served as ever. Where the
service is away, what was read last is shown for a while longer.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from threading import BoundedSemaphore, Lock
from typing import TypeVar

from fastapi import Request

from amuddu.kit import clock
from amuddu.kit.errors import Unavailable

T = TypeVar("T")

FRESH = timedelta(seconds=30)
"""An offer that is hidden or closed is gone from public pages after so long."""
STALE = timedelta(minutes=10)
MOST = 256
AT_ONCE = 4


class Shelf:
    """Answers by what was asked, the newest ones."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[datetime, object]] = OrderedDict()
        self._lock = Lock()
        self._turns = BoundedSemaphore(AT_ONCE)

    def get(self, key: Hashable, read: Callable[[], T], *, fresh: timedelta = FRESH) -> T:
        """What `read` says, or said a moment ago. Raises `Unavailable` where all turns are taken
        or the service is away, and nothing was read before."""
        now = clock.now()
        with self._lock:
            known = self._kept.get(key)
        if known is not None and now - known[0] < fresh:
            return known[1]  # type: ignore[return-value]  # a key is asked with one `read`
        try:
            found = self._read(read)
        except Unavailable:
            if known is not None and now - known[0] < STALE:
                return known[1]  # type: ignore[return-value]  # the same
            raise
        with self._lock:
            self._kept[key] = (now, found)
            self._kept.move_to_end(key)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return found

    def forget(self) -> None:
        """Read everything anew."""
        with self._lock:
            self._kept.clear()

    def _read(self, read: Callable[[], T]) -> T:
        if not self._turns.acquire(blocking=False):
            raise Unavailable(retry_after=2)
        try:
            return read()
        finally:
            self._turns.release()


def shelf_of(request: Request) -> Shelf:
    """This process's shelf."""
    shelf: Shelf = request.app.state.offers
    return shelf
