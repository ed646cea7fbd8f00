"""An erasure from its beginning to the last answer. Nothing here commits.

    begin -> told to every service -> each place answers -> complete, signed, nobody's any more

Until the last answer the ids of the person are kept here alone, to tell of them again; with it
they go, and the record on the broker with them.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import get_args
from uuid import UUID, uuid4

from amuddu.contracts.events.erasures import (
    PLACES,
    TOPIC,
    Erased,
    ErasureBegun,
    Kept,
    Place,
    PlaceErased,
    owner,
    places_of,
)
from amuddu.contracts.events.restored import ErasureAgain, Held, Restorable
from amuddu.contracts.profiles.account import NOTICES
from amuddu.contracts.profiles.receipts import PlaceState, SignedReceipt
from amuddu.kit import clock
from amuddu.kit.db import Session
from amuddu.kit.events import erased, erasing, outbox
from amuddu.kit.events.signing import Forged
from amuddu.kit.observability import logs, metrics
from services.profiles.receipts import repository, signing, sought
from services.profiles.receipts.tables import ErasurePlaceRow, ErasureProcessRow

log = logs.get(__name__)

TELL_AGAIN = timedelta(minutes=1)
OVERDUE = timedelta(minutes=10)
"""All being up, every place has answered within a minute."""
AT_ONCE = 50
_RESTORABLE: Mapping[str, Restorable] = {each: each for each in get_args(Restorable)}


@dataclass(frozen=True, slots=True)
class Known:
    """By what somebody is known besides their ids: notices told to them, marks that stay of their
    references, words and agencies by which reports of imports may name them."""

    notices: Collection[UUID] = ()
    references: int = 0
    words: Collection[str] = ()
    agencies: Collection[str] = ()


def begin(
    session: Session, people: Collection[UUID], known: Known, *, secret: str
) -> tuple[ErasureProcessRow, str]:
    """Begin to erase somebody everywhere else, under all ids they had; the token of their link.

    What is told of them after this is told in the caller's transaction: whatever waited is gone.
    """
    token = secrets.token_urlsafe(24)
    began = clock.now()
    row = ErasureProcessRow(
        id=uuid4(),
        begun_at=began,
        told_at=began,
        profile_ids=list(people),
        token_digest=digest(token),
        receipt="",
    )
    row.sought = sought.sealed(row.id, known.words, known.agencies, secret=secret)
    row.receipt = _begun(session, row, PLACES)
    repository.add(session, row)
    erasing.clear(
        session, row.id, ids=[*people, *known.notices], topics={NOTICES: list(known.notices)}
    )
    kept = erasing.kept(reference_mark=known.references)
    done: list[PlaceErased] = [
        PlaceErased(place="profiles", kept=kept),
        PlaceErased(place="profiles_letters"),
    ]
    _take(session, row, done)
    outbox.add(session, ErasureBegun(erasure_id=row.id, profile_ids=tuple(people)))
    return row, token


def _begun(session: Session, row: ErasureProcessRow, places: Collection[Place]) -> str:
    said = SignedReceipt(
        receipt=row.id,
        state="begun",
        begun_at=row.begun_at,
        places=tuple(PlaceState(place=place) for place in places),
    )
    return signing.signed(session, said)


def held(session: Session, event: Held) -> None:
    """A service says whom it holds: those who were erased are to be erased there again."""
    service = event.topic.partition(".")[0]
    marks = tuple(sorted(erased.marks_known(session, event.marks)))
    if marks and (restorable := _RESTORABLE.get(service)):
        log.warning("people are held who were erased", service=service, number=len(marks))
        _begin_again(session, restorable, marks)


def _begin_again(session: Session, service: Restorable, marks: tuple[str, ...]) -> None:
    began = clock.now()
    row = ErasureProcessRow(
        id=uuid4(),
        begun_at=began,
        told_at=began,
        again_in=service,
        marks=list(marks),
        token_digest=digest(secrets.token_urlsafe(24)),  # nobody is given the link
        receipt="",
    )
    places = places_of(service)
    row.receipt = _begun(session, row, places)
    repository.add(session, row, places=places)
    outbox.add(session, ErasureAgain(erasure_id=row.id, service=service, marks=marks))


def digest(token: str) -> str:
    """What is kept of a link."""
    return sha256(f"amuddu erasure\0{token}".encode()).hexdigest()


def key_destroyed(session: Session, erasure_id: UUID) -> None:
    """Nobody can read the person any more, here or in any backup."""
    row = repository.locked(session, erasure_id)
    assert row is not None
    _take(session, row, [PlaceErased(place="profiles_key")])


def heard(session: Session, event: Erased) -> None:
    """A service answers. Raises `Forged` where it speaks of another's places."""
    producer = event.topic.partition(".")[0]
    if any(owner(each.place) != producer for each in event.places):
        raise Forged("place")
    answered(session, event.erasure_id, event.places)


def answered(session: Session, erasure_id: UUID, places: Iterable[PlaceErased]) -> bool:
    """Write down an answer; whether the erasure is complete. Repeated, it changes nothing."""
    row = repository.locked(session, erasure_id)
    if row is None:
        log.warning("answer to no erasure of ours", erasure_id=str(erasure_id))
        return False
    if row.completed_at is None:
        _take(session, row, places)
    return row.completed_at is not None


def look(session: Session) -> int:
    """Answer for profiles' own topics, and tell again what nobody answered; how many."""
    _count(session)
    before = clock.now() - TELL_AGAIN
    for found in repository.open_ones(session, limit=AT_ONCE):
        row = repository.locked(session, found.id)
        if row is None:
            continue
        keys = [str(each) for each in row.profile_ids or ()]
        if keys and not outbox.wait(session, row.id) and not repository.waits(session, keys):
            _take(session, row, [PlaceErased(place="profiles_topics", kept=_records(row))])
        if row.completed_at is None and row.told_at < before and not _waits_itself(session, row):
            row.told_at = clock.now()
            _tell_again(session, row)
    return 0


def _tell_again(session: Session, row: ErasureProcessRow) -> None:
    if row.profile_ids is not None:
        people = tuple(row.profile_ids)
        outbox.add(session, ErasureBegun(erasure_id=row.id, profile_ids=people))
    elif row.again_in is not None and row.marks is not None:
        service, marks = _RESTORABLE[row.again_in], tuple(row.marks)
        outbox.add(session, ErasureAgain(erasure_id=row.id, service=service, marks=marks))


def _count(session: Session) -> None:
    late = repository.how_many_open(session, before=clock.now() - OVERDUE)
    metrics.ERASURES_OPEN.labels("no").set(repository.how_many_open(session) - late)
    metrics.ERASURES_OPEN.labels("yes").set(late)


def _waits_itself(session: Session, row: ErasureProcessRow) -> bool:
    return repository.waits(session, [str(row.id)])


def _records(row: ErasureProcessRow) -> tuple[Kept, ...]:
    return erasing.kept(records_until_compaction=len(row.profile_ids or ()))


def _take(session: Session, row: ErasureProcessRow, places: Iterable[PlaceErased]) -> None:
    lines = {line.place: line for line in repository.places(session, [row.id])[row.id]}
    for each in places:
        line = lines.get(each.place)
        if line is not None and line.acknowledged_at is None:
            line.acknowledged_at = clock.now()
            line.kept = [kept.model_dump() for kept in each.kept]
            if each.place == "gateway":
                row.sought = None
    session.flush()
    if all(line.acknowledged_at is not None for line in lines.values()):
        _complete(session, row, list(lines.values()))


def _complete(session: Session, row: ErasureProcessRow, lines: Collection[ErasurePlaceRow]) -> None:
    """Every place has answered: nothing here names the person from now on."""
    row.completed_at = clock.now()
    row.final = signing.signed(
        session,
        SignedReceipt(
            receipt=row.id,
            state="complete",
            begun_at=row.begun_at,
            completed_at=row.completed_at,
            places=states(lines),
        ),
    )
    erased.wipe(session, row.profile_ids or ())
    row.profile_ids = row.sought = row.marks = None
    outbox.forget(session, TOPIC, [str(row.id)], because=row.id)
    session.flush()
    log.info("erasure complete", erasure_id=str(row.id))


def states(lines: Iterable[ErasurePlaceRow]) -> tuple[PlaceState, ...]:
    """The places as they are told."""
    return tuple(
        PlaceState(
            place=line.place,
            acknowledged_at=line.acknowledged_at,
            kept=tuple(Kept.model_validate(each) for each in line.kept),
        )
        for line in lines
    )
