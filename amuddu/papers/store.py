"""Where the sealed bytes of papers stand: files in a folder, each under the id of its paper.

A file is of no use without the key that its row keeps, sealed under the person's own. It is
written before its row and taken away after it: what a crash leaves is a file that nobody can
open, and `forget_others` takes it away.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class Lost(Exception):
    """The bytes are not there, or somebody changed them."""


class Store(Protocol):
    """Keeps sealed bytes by id."""

    def put(self, paper_id: UUID, sealed: bytes) -> None:
        """Keep bytes, whole or not at all."""

    def get(self, paper_id: UUID) -> bytes:
        """The bytes. Raises `Lost`."""

    def delete(self, paper_id: UUID) -> None:
        """Take them away; what is gone is gone."""

    def ids(self, *, before: datetime) -> Iterator[UUID]:
        """What was written before a moment."""


class Folder:
    """A folder of one's own, one below for the first two letters of an id."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self, paper_id: UUID, sealed: bytes) -> None:
        """Keep bytes: written beside, then moved to their place."""
        place = self._place(paper_id)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(place)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def get(self, paper_id: UUID) -> bytes:
        """The bytes. Raises `Lost`."""
        try:
            return self._place(paper_id).read_bytes()
        except FileNotFoundError:
            raise Lost from None

    def delete(self, paper_id: UUID) -> None:
        """Take them away."""
        self._place(paper_id).unlink(missing_ok=True)

    def ids(self, *, before: datetime) -> Iterator[UUID]:
        """What was written before a moment; half-written files are taken away with it."""
        for file in self._path.glob("??/*"):
            if file.stat().st_mtime < before.timestamp():
                if file.name.startswith("."):
                    file.unlink(missing_ok=True)
                    continue
                with suppress(ValueError):
                    yield UUID(file.name)

    def _place(self, paper_id: UUID) -> Path:
        return self._path / paper_id.hex[:2] / paper_id.hex


def new_key() -> bytes:
    """A key for one paper."""
    return AESGCM.generate_key(256)


def sealed(content: bytes, *, paper_id: UUID, key: bytes) -> bytes:
    """The content as it may be kept: AES-256-GCM, bound to its paper."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, paper_id.bytes)


def opened(kept: bytes, *, paper_id: UUID, key: bytes) -> bytes:
    """The content again. Raises `Lost` where it was changed."""
    try:
        return AESGCM(key).decrypt(kept[:_NONCE], kept[_NONCE:], paper_id.bytes)
    except (InvalidTag, ValueError):
        raise Lost from None


def forget_others(store: Store, kept: Collection[UUID], *, before: datetime) -> int:
    """Take away what no row names any more; how many."""
    gone = [each for each in store.ids(before=before) if each not in kept]
    for each in gone:
        store.delete(each)
    return len(gone)
