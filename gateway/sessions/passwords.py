"""Hashes of passwords and of cards' numbers, and how many are worked out at once.

Working one out is slow on purpose and needs memory. It is done outside any transaction, by a few
at a time: whoever sends many guesses waits for themselves, and is told so, while others go on.
"""

from __future__ import annotations

import secrets
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from amuddu.kit.errors import Unavailable
from amuddu.kit.i18n import N_

_AT_ONCE = 4
_INSIDE = 12
"""Hashes under work and waiting, all addresses together: fewer than there are threads."""
_INSIDE_OF_ONE = 4
"""The same for one address, so that one caller does not take every place."""
_PATIENCE = 10.0
_SECONDS = 3

hasher = PasswordHasher()
decoy = hasher.hash(secrets.token_hex(16))
"""The hash of what nobody knows: takes as long to refuse as any other."""


class Busy(Unavailable):
    """Too many sign in at this moment."""

    default = N_(
        "Beaucoup de personnes se connectent en ce moment. Attendez quelques secondes, puis "
        "réessayez."
    )


class Room:
    """Places for those whose password is being looked at."""

    def __init__(self) -> None:
        self._working = threading.Semaphore(_AT_ONCE)
        self._lock = threading.Lock()
        self._inside: Counter[str] = Counter()

    @contextmanager
    def place(self, address: str) -> Iterator[None]:
        """A place for one hash. Raises `Busy` where none is free."""
        with self._lock:
            full = self._inside.total() >= _INSIDE or self._inside[address] >= _INSIDE_OF_ONE
            if full:
                raise Busy(retry_after=_SECONDS)
            self._inside[address] += 1
        try:
            if not self._working.acquire(timeout=_PATIENCE):
                raise Busy(retry_after=_SECONDS)
            try:
                yield
            finally:
                self._working.release()
        finally:
            with self._lock:
                self._inside[address] -= 1
                self._inside += Counter()  # forgets addresses that left


_strangers, _known = Room(), Room()


def room(*, known: bool) -> Room:
    """Where devices that signed in before wait apart from strangers."""
    return _known if known else _strangers


def hashed(password: str) -> str:
    """What is kept of a password or a number."""
    return hasher.hash(password)


def matches(password_hash: str, password: str) -> bool:
    """Whether this is the password, or the number, of a hash."""
    try:
        return hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
