"""Following erasures: by link, by a pasted receipt, by the gateway, by who oversees."""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.events.erasures import owner
from amuddu.contracts.events.restored import ErasedMarks, MarksIn
from amuddu.contracts.profiles.receipts import (
    Answered,
    AnswerIn,
    CheckedReceipt,
    OpenErasures,
    ReceiptIn,
    ReceiptState,
    StandingErasure,
    StandingErasures,
)
from amuddu.kit import clock
from amuddu.kit.db import Session
from amuddu.kit.errors import Forbidden, known
from amuddu.kit.events import erased
from services.profiles.receipts import process, repository, signing, sought

LISTED = 100


def read(session: Session, token: str) -> ReceiptState:
    """How an erasure stands. Raises `NotFound` for a link that leads nowhere."""
    row = known(repository.by_token(session, process.digest(token)))
    return ReceiptState(
        receipt=row.id,
        begun_at=row.begun_at,
        completed_at=row.completed_at,
        places=process.states(repository.places(session, [row.id])[row.id]),
        signed=row.final or row.receipt,
    )


def check(session: Session, body: ReceiptIn) -> CheckedReceipt:
    """Whether a receipt is one of ours, letter by letter."""
    text = "".join(body.receipt.split())  # a mail or a phone may have broken the line
    said = signing.read(session, text)
    if said is None:
        return CheckedReceipt(verdict="altered")
    row = repository.by_id(session, said.receipt)
    if row is None or text not in (row.receipt, row.final):
        return CheckedReceipt(verdict="unknown")
    return CheckedReceipt(
        verdict="genuine",
        said=said,
        complete=row.completed_at is not None,
        completed_at=row.completed_at,
    )


def open_ones(session: Session, *, keys: tuple[str, ...]) -> OpenErasures:
    """Those that the gateway has yet to answer for."""
    rows = repository.open_ones(session, limit=LISTED)
    places = repository.places(session, [row.id for row in rows])
    return OpenErasures(
        items=tuple(
            sought.opened(row, secrets=keys)
            for row in rows
            if any(
                owner(line.place) == "gateway" and line.acknowledged_at is None
                for line in places[row.id]
            )
        )
    )


def find_erased(session: Session, body: MarksIn) -> ErasedMarks:
    """Those of these people who were erased: a backup of the gateway may have brought them back."""
    return ErasedMarks(marks=tuple(sorted(erased.marks_known(session, body.marks))))


def answer(session: Session, erasure_id: UUID, body: AnswerIn) -> Answered:
    """The gateway answers, for its own places alone."""
    if any(owner(each.place) != "gateway" for each in body.places):
        raise Forbidden
    known(repository.by_id(session, erasure_id))
    return Answered(complete=process.answered(session, erasure_id, body.places))


def standing(session: Session) -> StandingErasures:
    """Erasures that wait, and for what."""
    late = clock.now() - process.OVERDUE
    rows = repository.open_ones(session, limit=LISTED)
    places = repository.places(session, [row.id for row in rows])
    return StandingErasures(
        items=tuple(
            StandingErasure(
                receipt=row.id,
                begun_at=row.begun_at,
                told_at=row.told_at,
                overdue=row.begun_at < late,
                missing=tuple(
                    line.place for line in places[row.id] if line.acknowledged_at is None
                ),
            )
            for row in rows
        ),
        total=repository.how_many_open(session),
        overdue=repository.how_many_open(session, before=late),
    )
