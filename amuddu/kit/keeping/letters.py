"""Decisions on buried events: taken by who keeps the house, carried out by the worker.

The worker has the handlers; the process that answers pages has not. An event that is handled again
and fails stays buried, and its decision says why; one that is given up is deleted.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlmodel import Session

from amuddu.contracts.events.keeping import Letter, LetterDecisionIn
from amuddu.kit import clock
from amuddu.kit.auth import Actor
from amuddu.kit.db import Database
from amuddu.kit.errors import Conflict, NotFound, invalid
from amuddu.kit.events import replay
from amuddu.kit.events.consumer import Consumer
from amuddu.kit.events.tables import dead_letters
from amuddu.kit.i18n import N_
from amuddu.kit.keeping.tables import letter_decisions
from amuddu.kit.observability import logs
from amuddu.kit.periodic import Periodic

log = logs.get(__name__)

SHOWN = 50
EVERY_SECONDS = 5.0
_WHY = N_("Choisissez pourquoi ce message est abandonné : personne ne l'entendra plus.")
_ASKED = N_("C'est déjà demandé : attendez quelques secondes, puis regardez à nouveau.")


def buried(session: Session) -> tuple[Letter, ...]:
    """The oldest buried events, with what was decided on each."""
    envelope = dead_letters.c.envelope
    last = (
        select(letter_decisions)
        .ext(distinct_on(letter_decisions.c.event_id))
        .order_by(letter_decisions.c.event_id, letter_decisions.c.id.desc())
        .subquery()
    )
    query = (
        select(
            dead_letters.c.event_id,
            envelope["type"].astext.label("type"),
            envelope["topic"].astext.label("topic"),
            dead_letters.c.reason,
            dead_letters.c.buried_at,
            last.c.decision,
            last.c.done_at,
            last.c.outcome,
        )
        .outerjoin(last, last.c.event_id == dead_letters.c.event_id)
        .order_by(dead_letters.c.buried_at, dead_letters.c.event_id)
        .limit(SHOWN)
    )
    return tuple(
        Letter.of(row, asked=row.decision if row.done_at is None else None)
        for row in session.connection().execute(query)
    )


def decide(session: Session, event_id: UUID, body: LetterDecisionIn, *, actor: Actor) -> None:
    """Write down what becomes of a buried event. Raises `NotFound`, and `Conflict` where it was
    decided and is not done yet."""
    if body.decision == "drop" and body.why is None:
        raise invalid("why", _WHY)
    kind = session.connection().execute(
        select(dead_letters.c.envelope["type"].astext).where(dead_letters.c.event_id == event_id)
    )
    if (found := kind.scalar()) is None:
        raise NotFound
    row = insert(letter_decisions).values(
        event_id=event_id,
        type=found[:80],
        decision=body.decision,
        why=body.why if body.decision == "drop" else None,
        decided_by=actor.id,
    )
    added = row.on_conflict_do_nothing().returning(letter_decisions.c.id)
    if session.connection().execute(added).first() is None:
        raise Conflict(_ASKED)
    log.info("buried event decided", event_id=str(event_id), decision=body.decision)


def carrying_out(database: Database, consumer: Consumer) -> Periodic:
    """The worker's thread that does what was decided."""
    return Periodic("letters", lambda: carry_out(database, consumer), every=EVERY_SECONDS)


def carry_out(database: Database, consumer: Consumer) -> int:
    """Do what was decided and is not done yet; how many. Of several workers one does each."""
    done = 0
    with database.session() as session:
        open_ones = (
            select(letter_decisions)
            .where(letter_decisions.c.done_at.is_(None))
            .order_by(letter_decisions.c.id)
            .with_for_update(skip_locked=True)
        )
        for row in session.connection().execute(open_ones).all():
            outcome = _carried_out(session, database, consumer, row)
            session.connection().execute(
                update(letter_decisions)
                .where(letter_decisions.c.id == row.id)
                .values(done_at=clock.now(), outcome=outcome)
            )
            done += 1
    return done


def _carried_out(
    session: Session, database: Database, consumer: Consumer, row: Row[tuple[object, ...]]
) -> str:
    """What came of one decision; "" where it was done."""
    if row.decision == "replay":
        return replay.replay(database, consumer, row.event_id)[:200]
    gone = delete(dead_letters).where(
        dead_letters.c.consumer == consumer.name, dead_letters.c.event_id == row.event_id
    )
    session.connection().execute(gone)
    log.warning("buried event given up", event_id=str(row.event_id), why=row.why)
    return ""
