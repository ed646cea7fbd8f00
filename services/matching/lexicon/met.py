"""Answers to texts met before: titles repeat, in an import as on a board of offers.

A text's answers follow from the text alone, so those found once are those that would be found
again. Only a digest of the text is kept, never its words: those of a person who withdraws do not
live on here. The texts met longest ago go first.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from threading import Lock
from typing import Generic, TypeVar

Found = TypeVar("Found")

MOST = 20_000
"""Texts whose answers are kept: some 20 MB."""


class Met(Generic[Found]):
    """What was found for the texts met last, by a digest of each."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._found: OrderedDict[bytes, Found] = OrderedDict()
        self._lock = Lock()

    def of(self, keys: Sequence[bytes]) -> dict[bytes, Found]:
        """What is known of some texts."""
        with self._lock:
            known = {key: self._found[key] for key in keys if key in self._found}
            for key in known:
                self._found.move_to_end(key)
        return known

    def keep(self, found: Mapping[bytes, Found]) -> None:
        """Keep what was found for some texts."""
        with self._lock:
            self._found.update(found)
            while len(self._found) > self._most:
                self._found.popitem(last=False)

    def forget(self) -> None:
        """Know nothing any more."""
        with self._lock:
            self._found.clear()


def key(*parts: str) -> bytes:
    """A digest of what was asked, part by part."""
    hashed = blake2b(digest_size=16)
    for part in parts:
        told = part.encode("utf-8", "surrogatepass")
        hashed.update(len(told).to_bytes(4, "big"))
        hashed.update(told)
    return hashed.digest()
