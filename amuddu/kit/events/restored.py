"""A service says whom it holds, as marks, and erases again whom profiles knows to be erased.

    restored.teller(database, "matching", people=repository.people_held)  # a thread
    restored.again(session, event, service="matching", people=..., erase=erase)  # a handler

It tells when its worker starts, which is what follows a restore, then once a day, and when
somebody runs `amuddu erasures again matching`. Ids that stand only in what waits or was buried are
told as well: an erasure wipes those too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from uuid import UUID, uuid5

from amuddu.contracts.events.restored import HELD_BY, MOST, ErasureAgain
from amuddu.kit.db import Database, Session
from amuddu.kit.events import erased, outbox
from amuddu.kit.observability import logs
from amuddu.kit.periodic import Periodic

log = logs.get(__name__)

EVERY_SECONDS = 24 * 3600.0
_RETRY_SECONDS = 60.0
_PARTS = UUID("5b1c3c06-5c0b-4a53-9b0e-3c1d3f2a9e10")
_FIRST = UUID(int=0)

People = Callable[[Session, UUID, int], Sequence[UUID]]
"""The people whom a service holds, those after an id, in order, so many at most."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom a service is to erase, by the ids that it holds; there may be none by now."""

    erasure_id: UUID
    profile_ids: tuple[UUID, ...]


def tell(database: Database, service: str, *, people: People) -> int:
    """Tell whom the service holds; how many. Each part has an id of its own, so that a compacted
    log keeps the last word on it."""
    told = 0
    with database.session() as session:
        held = _held(session, people)
        for number, ids in enumerate(iter(lambda: list(islice(held, MOST)), [])):
            part = uuid5(_PARTS, f"{service} {number}")
            marks = tuple(erased.digest(each) for each in ids)
            outbox.add(session, HELD_BY[service](part_id=part, marks=marks))
            told += len(ids)
    return told


def teller(database: Database, service: str, *, people: People) -> Periodic:
    """A thread that tells at its start and once a day."""
    return Periodic(
        f"held-by-{service}",
        lambda: tell(database, service, people=people) and None,
        every=EVERY_SECONDS,
        retry=_RETRY_SECONDS,
    )


def again(
    session: Session,
    event: ErasureAgain,
    *,
    service: str,
    people: People,
    erase: Callable[[Session, Wanted], None],
) -> None:
    """Erase those of the people held whose mark is named, and answer for the places."""
    if event.service != service:
        return
    session.flush()  # what other events of this transaction wrote
    wanted = set(event.marks)
    found = [each for each in _held(session, people) if erased.digest(each) in wanted]
    if found:
        log.warning("held though erased: erased again", number=len(found))
    erase(session, Wanted(event.erasure_id, tuple(found)))


def _held(session: Session, people: People) -> Iterator[UUID]:
    last, limit = _FIRST, MOST
    page = partial(people, session)
    seen: set[UUID] = set()
    while ids := page(last, limit):
        yield from ids
        seen.update(ids)
        last = ids[-1]
    yield from sorted(erased.in_letters(session) - seen)
