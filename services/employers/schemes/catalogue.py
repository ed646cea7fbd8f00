"""Schemes as data: versions that are only added, and the one in force on a day.

The bundled file is version 1 of each scheme. A coordinator writes the next ones, which hold from
a day on; what was decided before keeps the version of its day. A release that changes a scheme
nobody has edited adds a version too; one that somebody edited stays as they left it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from fastapi import FastAPI

from amuddu.contracts.schemes import SchemeVersioned
from amuddu.kit import clock
from amuddu.kit.auth import SERVICE_ACTOR_ID, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import NotFound
from amuddu.kit.events import outbox
from amuddu.kit.observability import logs
from amuddu.rules.incentives import evaluation as rules
from amuddu.rules.incentives_kept import content_of, digest_of, read
from services.employers.schemes import repository
from services.employers.schemes.book import Book, Version
from services.employers.schemes.tables import SchemeVersionRow

log = logs.get(__name__)

ALWAYS = date(1900, 1, 1)
"""First day of the bundled versions: they answer for every past day."""
_DELIVERED = "Fichier livré avec le produit"
_LEFT_OUT = "N'est plus dans le fichier livré avec le produit"


def in_force(session: Session, *, on: date) -> Book:
    """The schemes in force on a day: those of the bundled file, then those written here."""
    kept = {row.scheme_id: read_row(row) for row in repository.in_force(session, on)}
    bundled = {each.id: Version(1, ALWAYS, each) for each in rules.all_schemes()}
    return Book({name: kept.pop(name, each) for name, each in bundled.items()} | kept)


def known(session: Session, *, on: date) -> Book:
    """The schemes in force on a day, and those that will only come."""
    coming = {row.scheme_id: read_row(row) for row in repository.latest(session).values()}
    current = {each.scheme.id: each for each in in_force(session, on=on)}
    return Book(coming | current)


def at_start(session: Session, start: date | None, *, on: date) -> Book:
    """The schemes by the version in force on the day when work starts: not by that of the day on
    which somebody looks, which is `on`, and serves where no start is known.

    A scheme that no version was in force of on that day is read as it stands, or will.
    """
    if start is None or start == on:
        return in_force(session, on=on)
    books = (known(session, on=on), in_force(session, on=start))
    return Book({each.scheme.id: each for book in books for each in book})


def version(session: Session, scheme_id: str, number: int) -> rules.Scheme:
    """A scheme as one of its versions had it. Raises `NotFound`."""
    row = repository.version(session, scheme_id, number)
    if row is not None:
        return read_row(row).scheme
    bundled = {scheme.id: scheme for scheme in rules.all_schemes()}.get(scheme_id)
    if bundled is None or number != 1:
        raise NotFound
    return bundled


def read_row(row: SchemeVersionRow) -> Version:
    """A kept version as the rules read it."""
    return Version(row.version, row.valid_from, _read(row.digest, json.dumps(row.content)))


@lru_cache(maxsize=512)
def _read(_digest: str, content: str) -> rules.Scheme:
    """Versions never change, so each is read once a process."""
    return read(json.loads(content))


def keep(session: Session, rows: Sequence[SchemeVersionRow]) -> None:
    """Add versions, and tell of each in the same transaction: others judge titles by them.

    The caller holds the writers' lock.
    """
    repository.add_all(session, rows)
    _tell(session, rows)


def retell(session: Session) -> int:
    """Tell of every version once more; how many."""
    repository.one_writer_at_a_time(session)
    rows = repository.all_versions(session)
    _tell(session, rows)
    return len(rows)


def _tell(session: Session, rows: Sequence[SchemeVersionRow]) -> None:
    for row in rows:
        told = SchemeVersioned(
            scheme_id=row.scheme_id,
            number=row.version,
            valid_from=row.valid_from,
            content=row.content,
        )
        outbox.add(session, told)


# --- the bundled file ---------------------------------------------------------------------------


def seed(session: Session, *, on: date) -> int:
    """Keep the bundled schemes as versions; return how many were new or had changed.

    One that the file no longer lists, and that nobody edited, ends the day before.
    """
    repository.one_writer_at_a_time(session)
    latest = repository.latest(session)
    bundled = {scheme.id: scheme for scheme in rules.all_schemes()}
    added = []
    for scheme in bundled.values():
        content, last = content_of(scheme), latest.get(scheme.id)
        if last is None or (last.bundled and last.digest != digest_of(content)):
            added.append(_delivered(content, last, on=on))
    for last in latest.values():
        if last.bundled and last.scheme_id not in bundled and read_row(last).scheme.open_on(on):
            ended = {"active_to": (on - timedelta(days=1)).isoformat(), "status_note": None}
            added.append(_delivered(last.content | ended, last, on=on, reason=_LEFT_OUT))
    keep(session, added)
    if added:
        log.info("bundled schemes kept", added=len(added))
    return len(added)


def _delivered(
    content: dict[str, Any], last: SchemeVersionRow | None, *, on: date, reason: str = _DELIVERED
) -> SchemeVersionRow:
    return SchemeVersionRow(
        scheme_id=content["id"],
        version=last.version + 1 if last else 1,
        valid_from=max(on, last.valid_from) if last else ALWAYS,
        bundled=True,
        content=content,
        digest=digest_of(content),
        author_id=SERVICE_ACTOR_ID,
        author_role=Role.SERVICE.value,
        reason=reason,
    )


@contextmanager
def seeded(app: FastAPI) -> Iterator[None]:
    """Seed when the process starts."""
    with app.state.database.session() as session:
        seed(session, on=clock.today())
    yield
