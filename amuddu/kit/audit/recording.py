"""Recording within a request: what it read is written before its answer leaves.

    recording.note(session, [entry])       # written when the request's transaction commits
    recording.refused(session, [entry])    # written now, whatever becomes of the transaction

A transaction writes all it noted at once, just before its own commit. If the audit is away it
does not commit: the request is answered with 503, nothing is changed and nothing is given out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import event

from amuddu.kit.audit.chain import Entry
from amuddu.kit.audit.store import Audit
from amuddu.kit.db import Database, Session

_AUDIT = "audit"
_NOTED = "audit_noted"


@dataclass(slots=True)
class _Noted:
    always: list[Entry] = field(default_factory=list)
    once_a_day: list[Entry] = field(default_factory=list)


def attach(database: Database, audit: Audit) -> None:
    """Let what happens in a service's database be recorded in an audit."""
    database.info[_AUDIT] = audit


def attached(to: Database | Session) -> Audit | None:
    """The audit of a database or of a transaction in it, where its service has one."""
    found: Audit | None = to.info.get(_AUDIT)
    return found


def of(session: Session) -> Audit:
    """The audit of a transaction."""
    found: Audit = session.info[_AUDIT]
    return found


def note(session: Session, entries: Iterable[Entry], *, once_a_day: bool = False) -> None:
    """Record with the transaction. `once_a_day`: unless the same was recorded today."""
    noted = _noted(session)
    (noted.once_a_day if once_a_day else noted.always).extend(entries)


def refused(session: Session, entries: Iterable[Entry]) -> None:
    """Record now what the transaction is about to refuse. Raises `AuditAway`."""
    of(session).record(list(entries))


def _noted(session: Session) -> _Noted:
    found: _Noted | None = session.info.get(_NOTED)
    if found is None:
        found = session.info[_NOTED] = _Noted()
        of(session)  # without an audit nothing may be read
        event.listen(session, "before_commit", _write)
    return found


def _write(session: Session) -> None:
    if session.in_nested_transaction():
        return
    noted: _Noted = session.info.pop(_NOTED, _Noted())
    of(session).record(noted.always, once_a_day=noted.once_a_day)
