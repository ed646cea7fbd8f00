"""Reading that looks unusual: worked out by a job from the rows, told to the officer once.

An alert is a question, not a verdict. What is compared with what:

- many_people: people opened by one actor in a clock hour, with three times what that actor and
  that role do in an hour of the four weeks before, and never fewer than twenty;
- other_agencies: people of other agencies whom staff asked for in a day, let or not;
- refused: readings refused to one actor in an hour;
- odd_hours: people opened at night or on a Saturday or Sunday, by somebody who works in an agency;
- same_person: one person opened again and again by one actor within a week;
- emergency: every profile that was opened in an emergency;
- erasure: every erasure that staff asked for somebody.

Lists, files and the platform's own work count for none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Row, func, select, text
from sqlalchemy.dialects.postgresql import insert

from amuddu.contracts.audit import AlertKind, AnswerReason
from amuddu.kit.audit.chain import Kept
from amuddu.kit.audit.store import Audit
from amuddu.kit.audit.tables import alerts, answers, entries
from amuddu.kit.clock import now
from amuddu.kit.db import Session

FEWEST = {"many_people": 20, "other_agencies": 3, "refused": 5, "odd_hours": 5, "same_person": 12}
"""Below so many nothing is said, whatever is usual."""
TIMES_THE_USUAL = 3

_NAMES = UUID("6c1f3a1e-5c37-4d0e-9c0f-0d7a4a1d6f14")
_OPENED = """outcome = 'allowed' AND subject IS NOT NULL
    AND action NOT IN ('listed', 'imported', 'created') AND role NOT IN ('service', 'jobseeker')"""
_HERE = "at AT TIME ZONE 'Africa/Casablanca'"
_STAFF = "role IN ('counsellor', 'agent')"

# Each finds: actor, role, organisation, subject, since, what is usual. :now and :fewest are given.
_RULES: dict[AlertKind, tuple[str, timedelta]] = {
    "many_people": (
        f"""
        WITH hours AS (
            SELECT actor_id, role, max(organisation) AS organisation,
                date_trunc('hour', at) AS since, count(DISTINCT subject) AS people
            FROM entries WHERE at > :now - interval '28 days' AND {_OPENED}
            GROUP BY 1, 2, 4
        ), earlier AS (SELECT * FROM hours WHERE since < date_trunc('hour', :now)),
        own AS (SELECT actor_id, avg(people) AS usual FROM earlier GROUP BY 1),
        same_role AS (SELECT role, avg(people) AS usual FROM earlier GROUP BY 1)
        SELECT h.actor_id, h.role, h.organisation, CAST(NULL AS uuid) AS subject, h.since,
            round(coalesce(own.usual, same_role.usual)) AS usual
        FROM hours h LEFT JOIN own USING (actor_id) LEFT JOIN same_role USING (role)
        WHERE h.since >= date_trunc('hour', :now) - interval '1 hour' AND h.people >=
            greatest(:fewest, :times * greatest(own.usual, same_role.usual, 0))
        """,  # noqa: S608 - of constants alone
        timedelta(hours=1),
    ),
    "other_agencies": (
        f"""
        SELECT actor_id, role, max(organisation) AS organisation, CAST(NULL AS uuid) AS subject,
            date_trunc('day', at) AS since, CAST(NULL AS bigint) AS usual
        FROM entries WHERE at > date_trunc('day', :now) - interval '1 day'
            AND elsewhere AND {_STAFF}
        GROUP BY actor_id, role, date_trunc('day', at)
        HAVING count(DISTINCT subject) + count(*) FILTER (WHERE subject IS NULL) >= :fewest
        """,  # noqa: S608 - of constants alone
        timedelta(days=1),
    ),
    "refused": (
        """
        SELECT actor_id, role, max(organisation) AS organisation, CAST(NULL AS uuid) AS subject,
            date_trunc('hour', at) AS since, CAST(NULL AS bigint) AS usual
        FROM entries WHERE at > date_trunc('hour', :now) - interval '1 hour'
            AND outcome = 'refused'
        GROUP BY actor_id, role, date_trunc('hour', at) HAVING count(*) >= :fewest
        """,
        timedelta(hours=1),
    ),
    "odd_hours": (
        f"""
        SELECT actor_id, role, max(organisation) AS organisation, CAST(NULL AS uuid) AS subject,
            date_trunc('day', at) AS since, CAST(NULL AS bigint) AS usual
        FROM entries WHERE at > date_trunc('day', :now) - interval '1 day'
            AND {_OPENED} AND {_STAFF} AND (extract(isodow FROM {_HERE}) > 5
                OR extract(hour FROM {_HERE}) NOT BETWEEN 6 AND 21)
        GROUP BY actor_id, role, date_trunc('day', at)
        HAVING count(DISTINCT subject) >= :fewest
        """,  # noqa: S608 - of constants alone
        timedelta(days=1),
    ),
    "same_person": (
        f"""
        SELECT actor_id, role, max(organisation) AS organisation, subject,
            date_trunc('week', :now) AS since, CAST(NULL AS bigint) AS usual
        FROM entries WHERE at >= date_trunc('week', :now) AND {_OPENED}
            AND action IN ('read', 'rights', 'notes', 'guardian_read')
        GROUP BY actor_id, role, subject HAVING count(*) >= :fewest
        """,  # noqa: S608 - of constants alone
        timedelta(days=7),
    ),
    "emergency": (
        """
        SELECT actor_id, role, organisation, subject, at AS since, CAST(NULL AS bigint) AS usual
        FROM entries WHERE at > :now - interval '2 hours' AND action = 'emergency_opened'
        """,
        timedelta(hours=1),
    ),
    "erasure": (
        """
        SELECT actor_id, role, organisation, subject, at AS since, CAST(NULL AS bigint) AS usual
        FROM entries WHERE at > :now - interval '2 hours' AND action = 'erasure_asked'
        """,
        timedelta(hours=1),
    ),
}


@dataclass(frozen=True, slots=True)
class Alert:
    """Something to look at; `reason` once an officer has said what it was."""

    id: UUID
    noticed_at: datetime
    kind: AlertKind
    actor_id: UUID
    role: str
    organisation: str | None
    subject: UUID | None
    since: datetime
    until: datetime
    usual: int | None
    reason: AnswerReason | None = None
    answered_at: datetime | None = None


def look(audit: Audit) -> int:
    """Write down what is newly unusual; how much."""
    with audit.database.session() as session:
        return sum(_told(session, kind) for kind in _RULES)


def _told(session: Session, kind: AlertKind) -> int:
    statement, span = _RULES[kind]
    values = {"now": now()}
    if ":fewest" in statement:
        values |= {"fewest": FEWEST[kind]}  # type: ignore[dict-item]
    if ":times" in statement:
        values |= {"times": TIMES_THE_USUAL}  # type: ignore[dict-item]
    found = session.connection().execute(text(statement), values).all()
    return sum(_add(session, kind, row, span) for row in found)


def _add(session: Session, kind: AlertKind, row: Row[Any], span: timedelta) -> int:
    name = f"{kind} {row.actor_id} {row.subject} {row.since.isoformat()}"
    new = insert(alerts).values(
        id=uuid5(_NAMES, name),
        noticed_at=now(),
        kind=kind,
        until=row.since + span,
        **row._mapping,
    )
    told = new.on_conflict_do_nothing().returning(alerts.c.id)
    return len(session.connection().execute(told).all())


def alert_list(audit: Audit, *, waiting: bool, limit: int, offset: int = 0) -> list[Alert]:
    """Alerts, newest first; `waiting`: those that nobody has answered."""
    wanted = _with_answers().order_by(alerts.c.noticed_at.desc(), alerts.c.id)
    if waiting:
        wanted = wanted.where(answers.c.reason.is_(None))
    return [Alert(**row._mapping) for row in audit.found(wanted.limit(limit).offset(offset))]


def how_many_wait(audit: Audit) -> int:
    """Alerts that nobody has answered."""
    unanswered = _with_answers().where(answers.c.reason.is_(None)).subquery()
    return int(audit.found(select(func.count()).select_from(unanswered))[0][0])


def alert_of(audit: Audit, alert_id: UUID) -> Alert | None:
    """One alert."""
    found = audit.found(_with_answers().where(alerts.c.id == alert_id))
    return Alert(**found[0]._mapping) if found else None


def behind(audit: Audit, alert: Alert, *, limit: int = 200) -> Sequence[Kept]:
    """The rows that an alert is about, newest first."""
    c = entries.c
    wanted = select(entries).where(
        c.actor_id == alert.actor_id, c.at >= alert.since, c.at <= alert.until
    )
    if alert.subject is not None:
        wanted = wanted.where(c.subject == alert.subject)
    if alert.kind == "refused":
        wanted = wanted.where(c.outcome == "refused")
    if alert.kind == "other_agencies":
        wanted = wanted.where(c.elsewhere)
    return audit.rows(wanted.order_by(c.number.desc()).limit(limit))


def answer(audit: Audit, alert_id: UUID, *, officer_id: UUID, reason: AnswerReason) -> None:
    """Write down what an alert was. The first answer stays."""
    new = insert(answers).values(alert_id=alert_id, at=now(), officer_id=officer_id, reason=reason)
    with audit.database.session() as session:
        session.connection().execute(new.on_conflict_do_nothing())


def _with_answers() -> Any:
    told = answers.c.reason, answers.c.at.label("answered_at")
    joined = alerts.outerjoin(answers, answers.c.alert_id == alerts.c.id)
    return select(*alerts.columns, *told).select_from(joined)
