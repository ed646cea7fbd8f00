"""The store of the audit: add rows to the chain, read them, walk it. All its SQL is here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, text
from sqlalchemy.engine import Row

from amuddu.kit.audit import chain
from amuddu.kit.audit.chain import START, Broken, Entry, Head, Kept
from amuddu.kit.audit.tables import entries
from amuddu.kit.clock import now
from amuddu.kit.db import DATABASE_AWAY, Database, Session, insert_many
from amuddu.kit.errors import Unavailable
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs

log = logs.get(__name__)

_LOCK = 7_305_119_014
_WALKED_AT_ONCE = 5_000


class AuditAway(Unavailable):
    """What cannot be written down is not shown."""

    code = "audit_away"
    default = N_(
        "Nous ne pouvons pas noter qui consulte ce dossier : il reste fermé pour l'instant. "
        "Réessayez dans quelques minutes."
    )


class Audit:
    """The audit of a deployment, as one process opens it."""

    def __init__(self, database: Database, *secrets: str) -> None:
        """Seals with the first secret; knows the seals of them all."""
        self.database = database
        self._keys = tuple(map(chain.key_of, secrets))

    # --- writing --------------------------------------------------------------------------------

    def record(self, noted: Sequence[Entry], *, once_a_day: Sequence[Entry] = ()) -> None:
        """Add rows, for good. Of `once_a_day` those that are not there since midnight.

        Raises `AuditAway`; then nothing was added.
        """
        if not noted and not once_a_day:
            return
        try:
            with self.database.session() as session:
                new = [*noted, *_unseen(session, once_a_day)]
                if new:
                    self._append(session, new)
        except DATABASE_AWAY as error:
            log.error("the audit cannot be written", exc_info=error)
            raise AuditAway(retry_after=10) from None

    def _append(self, session: Session, new: Sequence[Entry]) -> None:
        """One writer at a time: the lock is held from reading the head to the commit."""
        session.connection().execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        rows = [
            {**_values(entry), "number": head.number, "previous": before, "seal": head.seal}
            for entry, head, before in chain.chained(new, head_of(session), self._keys[0])
        ]
        written = insert_many(session, entries, rows, returning="number")
        if len(written) != len(rows):
            raise RuntimeError("rows of the audit were passed over")

    # --- reading --------------------------------------------------------------------------------

    def head(self) -> Head:
        """The last row."""
        with _reading(self.database) as session:
            return head_of(session)

    def about(
        self, subject: UUID, *, without: Collection[str] = (), limit: int, offset: int
    ) -> list[Kept]:
        """What was done about somebody, newest first; `without` some actions."""
        wanted = select(entries).where(entries.c.subject == subject)
        wanted = wanted.where(entries.c.action.not_in(without))
        return self.rows(wanted.order_by(entries.c.number.desc()).limit(limit).offset(offset))

    def rows(self, wanted: Select[Any]) -> list[Kept]:
        """The rows that a query finds. Raises `AuditAway`."""
        return [_kept(row) for row in self.found(wanted)]

    def found(self, wanted: Select[Any]) -> Sequence[Row[Any]]:
        """The same of a query for something else than whole rows."""
        with _reading(self.database) as session:
            return session.connection().execute(wanted).all()

    # --- verifying ------------------------------------------------------------------------------

    def verify(self, heads: Iterable[Head] = (), *, after: Head = START) -> Broken | Head:
        """Walk the chain from its first row: the first that does not hold, else the last.

        `after`: the last row of a year that was detached; the chain begins behind it.
        """
        with self.database.session() as session:
            return chain.first_broken(_walk(session, after.number), self._keys, heads, after=after)


@contextmanager
def _reading(database: Database) -> Iterator[Session]:
    """A session to read in; a store that is away is told as `AuditAway`."""
    try:
        with database.session() as session:
            yield session
    except DATABASE_AWAY as error:
        log.error("the audit cannot be read", exc_info=error)
        raise AuditAway(retry_after=10) from None


def head_of(session: Session) -> Head:
    """The last row, as a transaction sees it."""
    last = select(entries.c.number, entries.c.seal).order_by(entries.c.number.desc()).limit(1)
    found = session.connection().execute(last).first()
    return Head(found.number, found.seal) if found else START


def _unseen(session: Session, noted: Sequence[Entry]) -> list[Entry]:
    """Those whose actor did not do the same with the same person since midnight."""
    if not noted:
        return []
    seen = (
        select(entries.c.subject, entries.c.actor_id, entries.c.action)
        .where(entries.c.subject.in_({entry.subject for entry in noted}))
        .where(entries.c.actor_id.in_({entry.actor_id for entry in noted}))
        .where(entries.c.at >= midnight(), entries.c.outcome == "allowed")
        .distinct()
    )
    known = {tuple(row) for row in session.connection().execute(seen)}
    return [one for one in noted if (one.subject, one.actor_id, one.action) not in known]


def midnight() -> datetime:
    """When this day began."""
    return now().replace(hour=0, minute=0, second=0, microsecond=0)


def _walk(session: Session, last: int) -> Iterator[Kept]:
    while True:
        wanted = select(entries).where(entries.c.number > last)
        wanted = wanted.order_by(entries.c.number).limit(_WALKED_AT_ONCE)
        rows = session.connection().execute(wanted).all()
        yield from map(_kept, rows)
        if not rows:
            return
        last = rows[-1].number


_FIELDS = tuple(column.name for column in entries.columns)
_SAID = tuple(name for name in _FIELDS if name not in {"number", "previous", "seal"})


def _kept(row: Row[Any]) -> Kept:
    return Kept(**row._mapping)


def _values(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in _SAID}
