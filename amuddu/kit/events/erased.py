"""Who was erased here, without saying who: nothing that names them is kept, or comes back.

An event can be late: what was said of somebody before their erasure may arrive after it, on
another topic, or be a dead letter by then. Of each id that was erased a digest stays as long as
any topic keeps an event: a consumer drops what names such an id, and buries none of it.

The digest needs no key: ids are drawn at random (122 bits), so nobody finds one by trying, and
whoever has an old id learns only that it was erased.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Collection, Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import String, Table, any_, cast, delete, func, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlmodel import Session

from amuddu.contracts.events.envelope import TOMBSTONE, UNREADABLE, Envelope, Event
from amuddu.contracts.events.topics import LONGEST_KEPT_DAYS
from amuddu.kit import clock
from amuddu.kit.events.tables import dead_letters, erased_marks, outbox

KEPT = timedelta(days=LONGEST_KEPT_DAYS + 10)
"""Longer than any topic keeps an event."""

_ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.I)
_BASE64 = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")
_NAMES = ("profile_id", "candidacy_id")
"""Fields by which events name somebody."""


def named(event: Event) -> list[UUID]:
    """The ids by which an event names somebody."""
    found = (getattr(event, name, None) for name in _NAMES)
    return [each for each in found if isinstance(each, UUID)]


def mark(session: Session, ids: Collection[UUID]) -> None:
    """Keep the marks of these ids."""
    until = clock.now() + KEPT
    rows = [{"mark": digest(each), "kept_until": until} for each in ids]
    if rows:
        session.connection().execute(insert(erased_marks).values(rows).on_conflict_do_nothing())


def marked(session: Session, ids: Collection[UUID]) -> set[UUID]:
    """Those of these ids that were erased."""
    digests = {digest(each): each for each in ids}
    if not digests:
        return set()
    wanted = select(erased_marks.c.mark).where(erased_marks.c.mark.in_(digests))
    return {digests[found] for found in session.connection().execute(wanted).scalars()}


def mentions(session: Session, envelope: Envelope) -> bool:
    """Whether an envelope, readable or not, holds an id that was erased."""
    ids = {UUID(each) for each in _ID.findall(" ".join(_said(envelope.model_dump(mode="json"))))}
    return bool(marked(session, ids))


def marks_known(session: Session, marks: Collection[str]) -> set[str]:
    """Those of these marks that are kept here."""
    if not marks:
        return set()
    wanted = select(erased_marks.c.mark).where(erased_marks.c.mark.in_(set(marks)))
    return set(session.connection().execute(wanted).scalars())


def in_letters(session: Session) -> set[UUID]:
    """Every id that stands in what waits to be told or was buried."""
    found: set[UUID] = set()
    for table in (outbox, dead_letters):
        for envelope in session.connection().execute(select(table.c.envelope)).scalars():
            found.update(UUID(each) for each in _ID.findall(" ".join(_said(envelope))))
    return found


def wipe(session: Session, ids: Collection[UUID]) -> int:
    """Delete what waits to be told, and what was buried, that holds one of these ids; how many."""
    if not ids:
        return 0
    wiped = 0
    forms = [form for each in ids for form in (str(each), each.hex)]
    for table in (outbox, dead_letters):
        said = func.lower(cast(table.c.envelope, String))
        holds = said.like(any_(cast([f"%{form}%" for form in forms], ARRAY(String))))
        of_somebody = delete(table).where(holds, _type(table) != TOMBSTONE)
        wiped += session.connection().execute(of_somebody).rowcount
    return wiped + _wipe_unreadable(session, forms)


def _wipe_unreadable(session: Session, forms: Collection[str]) -> int:
    """The same of bytes that could not be read: they are kept packed."""
    table = dead_letters
    wanted = select(table.c.consumer, table.c.event_id, table.c.envelope)
    wiped = 0
    for row in session.connection().execute(wanted.where(_type(table) == UNREADABLE)).all():
        said = " ".join(_said(row.envelope)).lower()
        if any(form in said for form in forms):
            this = (table.c.consumer == row.consumer) & (table.c.event_id == row.event_id)
            wiped += session.connection().execute(delete(table).where(this)).rowcount
    return wiped


def sweep(session: Session) -> int:
    """Forget the marks of whom nothing can be told any more; how many."""
    over = delete(erased_marks).where(erased_marks.c.kept_until < clock.now())
    return session.connection().execute(over).rowcount


def _type(table: Table) -> Any:
    return table.c.envelope["type"].astext


def _said(value: Any) -> Iterator[str]:
    """Every text in a document, those that are packed also as what they hold."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _said(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _said(inner)
    elif isinstance(value, str):
        yield value
        if _BASE64.fullmatch(value):
            try:
                yield b64decode(value, validate=True).decode("utf-8", "replace")
            except (NotBase64, ValueError):
                return


def digest(each: UUID) -> str:
    """The mark of an id."""
    return sha256(b"amuddu erased\0" + each.bytes).hexdigest()
