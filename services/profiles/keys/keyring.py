"""People's keys, opened: made, found, destroyed and wrapped anew. And the keys of the digests.

A key is kept in a database apart from the data that it seals, and each change here is committed at
once: a key exists before what it seals, and is gone before its person is.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property, lru_cache
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from amuddu.kit.db import Database
from amuddu.kit.observability import logs
from services.profiles.keys import repository
from services.profiles.keys.master import (
    KEY_BYTES,
    KeyChanged,
    Master,
    Wrapped,
    WrongMaster,
    derived,
)
from services.profiles.keys.tables import WrappedKeyRow

log = logs.get(__name__)

REWRAPPED_AT_ONCE = 500
_DIGESTS = UUID(int=0)


class Keyring:
    """The keys of everybody."""

    def __init__(self, database: Database, master: Master) -> None:
        self._database = database
        self._master = master
        self._begun = lru_cache(maxsize=None)(self._begin)

    @cached_property
    def _root(self) -> bytes:
        """What the keys of digests are derived from: it stays when the master key changes, as
        digests cannot be made again without what they were made of."""
        return self._rooted()[_DIGESTS]

    def _rooted(self) -> dict[UUID, bytes]:
        self._add({_DIGESTS: os.urandom(KEY_BYTES)})
        return self.found([_DIGESTS])

    def check(self) -> None:
        """Raise `WrongMaster` unless the master key opens what is kept, so that a process with
        another never begins to write."""
        with self._database.session() as session:
            unknown = repository.by_master(session).keys() - self._master.known
        if unknown:
            raise WrongMaster(
                "AMUDDU_MASTER_KEY_FILE or AMUDDU_KMS_URL lacks a master key that keys are still"
                " wrapped by: " + ", ".join(sorted(unknown))
            )
        if _DIGESTS not in self._rooted():
            raise WrongMaster("the database of keys was changed: its key of digests does not open")

    def close(self) -> None:
        """Give the connections back."""
        self._master.close()
        self._database.close()

    # --- people's keys --------------------------------------------------------------------------

    def made(self, ids: Iterable[UUID]) -> dict[UUID, bytes]:
        """New keys for new people, with one statement."""
        keys = {person: os.urandom(KEY_BYTES) for person in ids}
        self._add(keys)
        return keys

    def _add(self, keys: dict[UUID, bytes]) -> None:
        # Before the transaction: where the master key is away, nothing is written.
        master, wrapped = self._wrapped(keys)
        with self._database.session() as session:
            repository.add(session, wrapped, master=master)

    def _wrapped(self, keys: dict[UUID, bytes]) -> tuple[str, dict[UUID, bytes]]:
        master, wrapped = self._master.wrap([(key, _bound(one)) for one, key in keys.items()])
        return master, dict(zip(keys, wrapped, strict=True))

    def found(self, ids: Collection[UUID]) -> dict[UUID, bytes]:
        """The keys of these people; who was erased has none."""
        with self._database.session() as session:
            rows = repository.those_of(session, ids)
        found: dict[UUID, bytes] = {}
        for row, key in zip(rows, self._unwrapped(rows), strict=True):
            if key is None:
                log.error("a kept key does not open", id=str(row.id))
            else:
                found[row.id] = key
        return found

    def _unwrapped(self, rows: Sequence[WrappedKeyRow]) -> list[bytes | None]:
        kept = [Wrapped(row.wrapped, row.master, _bound(row.id)) for row in rows]
        return self._master.unwrap(kept) if kept else []

    def lacking(self, ids: Collection[UUID]) -> set[UUID]:
        """Those of these people who have no key; none is opened for the answer."""
        with self._database.session() as session:
            return set(ids) - repository.present(session, ids)

    def destroy(self, ids: Collection[UUID]) -> None:
        """Destroy these people's keys: from now on nothing of theirs can be read anywhere."""
        with self._database.session() as session:
            repository.destroy(session, ids)

    # --- digests --------------------------------------------------------------------------------

    def digest(self, purpose: str, *parts: str) -> bytes:
        """A keyed digest, by which two values of one purpose are compared without being kept."""
        begun = self._begun(purpose).copy()
        begun.update("\0".join(parts).encode())
        return begun.finalize()

    def _begin(self, purpose: str) -> HMAC:
        """A digest that has taken in its key: an import makes fifty of each person, and setting
        the key costs more than all the rest."""
        return HMAC(derived(self._root, purpose), SHA256())

    # --- another master key -----------------------------------------------------------------------

    def rewrap_some(self, *, limit: int = REWRAPPED_AT_ONCE) -> int:
        """Wrap some keys that another master key wrapped by the current one; how many. Call it
        again until it is zero; it may be stopped at any time."""
        with self._database.session() as session:
            rows = repository.under_others(session, self._master.current, limit=limit)
            keys: dict[UUID, bytes] = {}
            for row, key in zip(rows, self._unwrapped(rows), strict=True):
                if key is None:
                    raise KeyChanged(str(row.id))
                keys[row.id] = key
            if keys:
                master, wrapped = self._wrapped(keys)
                repository.rewrap(session, wrapped, master=master)
        return len(keys)

    def by_master(self) -> dict[str, int]:
        """How many keys each master key wraps, the current one first."""
        with self._database.session() as session:
            counted = repository.by_master(session)
        return {self._master.current: counted.pop(self._master.current, 0), **counted}


def _bound(person: UUID) -> bytes:
    return b"amuddu key of " + person.bytes
