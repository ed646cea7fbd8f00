"""How a service erases somebody and says so: one transaction that erases, then one that answers.

    def erase(session, event):                       # handler of `erasure.begun`
        ...                                          # the service's own tables
        erasing.heard(session, event, places=..., ids=..., topics={...})

`heard` does what is the same everywhere: what waits or was buried goes, a tombstone goes to each
key on each topic, marks keep what is late from coming back. The answer follows once the broker has
the tombstones, and whatever else the service waits for, is done (`answers`). Told again, a service
erases again, which finds nothing, and answers again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from amuddu.contracts.events.erasures import TOLD_BY, Kept, KeptCode, Place, PlaceErased
from amuddu.kit.db import Database, Session
from amuddu.kit.events import erased, outbox
from amuddu.kit.events.tables import CHANNEL, erasures_heard
from amuddu.kit.observability import logs
from amuddu.kit.periodic import Periodic

log = logs.get(__name__)

LOOK_SECONDS = 1.0


class ToErase(Protocol):
    """Somebody who is to be erased: an erasure that begins, or one that is done again."""

    @property
    def erasure_id(self) -> UUID: ...
    @property
    def profile_ids(self) -> tuple[UUID, ...]: ...


Ready = Callable[[Session, int], bool]
"""Whether all that a service waits for has followed what a transaction wrote."""


def kept(**counts: int) -> tuple[Kept, ...]:
    """What stays, of the counts that are not nought: `kept(claim_money=2)`."""
    codes: list[tuple[KeptCode, int]] = [(code, n) for code, n in counts.items() if n]  # type: ignore[misc]  # a contract checks them
    return tuple(Kept(code=code, count=count) for code, count in codes)


def clear(
    session: Session,
    because: UUID,
    *,
    ids: Collection[UUID],
    topics: Mapping[str, Sequence[UUID]] | None = None,
) -> None:
    """Delete what waits or was buried of these ids, have the broker forget the keys on each topic,
    and let nothing that is late bring them back."""
    erased.wipe(session, ids)
    erased.mark(session, ids)
    for topic, keys in (topics or {}).items():
        outbox.forget(session, topic, map(str, keys), because=because)


def heard(
    session: Session,
    event: ToErase,
    *,
    places: Mapping[Place, tuple[Kept, ...]],
    ids: Collection[UUID] = (),
    topics: Mapping[str, Sequence[UUID]] | None = None,
) -> None:
    """What is the same in every service, and the answer to come. `ids`: those of the person that
    the service knows besides; `topics`: keys of theirs on the topics that it produces."""
    clear(session, event.erasure_id, ids={*event.profile_ids, *ids}, topics=topics)
    done = [PlaceErased(place=place, kept=what) for place, what in places.items()]
    row = insert(erasures_heard).values(
        erasure_id=event.erasure_id, places=[each.model_dump(mode="json") for each in done]
    )
    session.connection().execute(row.on_conflict_do_nothing())
    log.info("erased", erasure_id=str(event.erasure_id))


def answer(database: Database, service: str, *, ready: Ready | None = None) -> int:
    """Answer for the erasures that are done to the end; how many."""
    with database.session() as session:
        erased.sweep(session)
        rows = session.connection().execute(
            select(erasures_heard).order_by(erasures_heard.c.heard_at).with_for_update()
        )
        done = [
            row
            for row in rows.all()
            if not outbox.wait(session, row.erasure_id)
            and (ready is None or ready(session, row.written))
        ]
        for row in done:
            places = [PlaceErased.model_validate(each) for each in row.places]
            outbox.add(session, TOLD_BY[service](erasure_id=row.erasure_id, places=tuple(places)))
            this = erasures_heard.c.erasure_id == row.erasure_id
            session.connection().execute(delete(erasures_heard).where(this))
    return len(done)


def answers(database: Database, service: str, *, ready: Ready | None = None) -> Periodic:
    """A thread that answers, woken at each commit."""
    return Periodic(
        f"erasures-of-{service}",
        lambda: answer(database, service, ready=ready) and None,
        every=LOOK_SECONDS,
        woken_by=(database, CHANNEL),
    )
