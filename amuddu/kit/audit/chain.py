"""The seal of a row: over what it says, its number, and the seal of the row before it.

The seal is keyed. A hash that anybody can work out would let the owner of the database write a
story anew from any row on; without the key nobody can.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from amuddu.kit.clock import now

Outcome = Literal["allowed", "refused"]
Flaw = Literal["missing", "changed", "moved", "cut", "rewritten"]

BEGINNING = "0" * 64
"""What stands for the seal before the first row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What happened. No name, no contact, no title: ids and codes."""

    actor_id: UUID
    role: str
    action: str
    purpose: str
    organisation: str | None = None
    agency_id: str | None = None
    """The agency that the actor works in."""
    subject: UUID | None = None
    """About whom: an id of the audit alone, which names nobody once the person is erased."""
    outcome: Outcome = "allowed"
    elsewhere: bool = False
    """Whether the person is followed by another agency than the actor's, or by none."""
    emergency: UUID | None = None
    """The opening in an emergency under which it happened."""
    kind: str | None = None
    """Of what kind the rows were that were counted; see `amuddu/retention`."""
    counted: int | None = None
    """How many rows it happened to, where it happened to no one person."""
    at: datetime = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Entry):
    """An entry as it stands in the store."""

    number: int
    previous: str
    seal: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last row of the chain at some moment."""

    number: int
    seal: str


START = Head(0, BEGINNING)


@dataclass(frozen=True, slots=True)
class Broken:
    """The first row at which the chain does not hold."""

    number: int
    flaw: Flaw


def key_of(secret: str) -> bytes:
    """The key of the seals that follows from a secret."""
    return hmac.new(secret.encode(), b"amuddu.audit", hashlib.sha256).digest()


def seal(entry: Entry, number: int, previous: str, key: bytes) -> str:
    """The seal of a row."""
    said: list[object] = [
        number,
        previous,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        str(entry.actor_id),
        entry.role,
        entry.organisation,
        entry.agency_id,
        entry.action,
        str(entry.subject) if entry.subject else None,
        entry.purpose,
        entry.outcome,
        entry.elsewhere,
        str(entry.emergency) if entry.emergency else None,
    ]
    if entry.kind is not None or entry.counted is not None:
        said += [entry.kind, entry.counted]  # rows of before these columns keep their seals
    return hmac.new(key, json.dumps(said).encode(), hashlib.sha256).hexdigest()


def chained(entries: Sequence[Entry], head: Head, key: bytes) -> Iterator[tuple[Entry, Head, str]]:
    """Each entry with its own head and the seal before it, in order."""
    for entry in entries:
        previous = head.seal
        number = head.number + 1
        head = Head(number, seal(entry, number, previous, key))
        yield entry, head, previous


def first_broken(
    rows: Iterable[Kept],
    keys: Sequence[bytes],
    heads: Iterable[Head] = (),
    *,
    after: Head = START,
) -> Broken | Head:
    """The first row that does not hold, or the last row where all do.

    `keys`: those that seals may have been made with. `heads`: what was written down elsewhere.
    `after`: the last row of what was detached, as it was written down then.
    """
    written_down = {head.number: head.seal for head in heads if head.number > after.number}
    head = after
    for row in rows:
        if row.number != head.number + 1:
            return Broken(head.number + 1, "missing")
        if row.previous != head.seal:
            return Broken(row.number, "moved")
        made = (seal(row, row.number, row.previous, key) for key in keys)
        if not any(hmac.compare_digest(row.seal, one) for one in made):
            return Broken(row.number, "changed")
        if written_down.get(row.number, row.seal) != row.seal:
            return Broken(row.number, "rewritten")
        head = Head(row.number, row.seal)
    if max(written_down, default=0) > head.number:
        return Broken(head.number + 1, "cut")
    return head
