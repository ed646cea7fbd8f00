"""Sealing what is still in clear, some rows at a time; a process does it before it serves."""

from __future__ import annotations

from amuddu.kit.db import Database, Session
from amuddu.kit.observability import logs
from services.profiles.common.sealed import keys_for
from services.profiles.common.tables import ProfileRow
from services.profiles.likeness import service as likeness
from services.profiles.sealing import repository

log = logs.get(__name__)

AT_ONCE = 500


def seal_present(database: Database) -> int:
    """Seal all that is still in clear; how many rows. Stopped half-way, it goes on where it was."""
    total = 0
    while True:
        with database.session() as session:
            number = _seal_some(session)
        if not number:
            break
        total += number
        log.info("rows sealed", rows=total)
    return total


def _seal_some(session: Session) -> int:
    found = repository.waiting(session, limit=AT_ONCE)
    keys_for(session, {each.person for each in found})
    people = []
    for each in found:
        row = repository.row_of(session, each)
        if row is None:
            continue
        row.put({name: each.clear[name] for name in row.sealed_names() & each.clear.keys()})
        if isinstance(row, ProfileRow):
            people.append(row)
    session.flush()
    for person in people:
        likeness.renew(session, person)
    repository.done(session, found)
    return len(found)
