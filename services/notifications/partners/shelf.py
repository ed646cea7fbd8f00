"""Offers as partners may know them, from what employers tell; each change is numbered once.

Only what everybody may read counts: an offer of a firm that nobody looks at after a report. One
that becomes something else is told as closed.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from amuddu.contracts.employers import VacancyClosed, VacancyPublished
from amuddu.contracts.postings.partners import OfferChange, OfferChanges, OfferEvent, SharedOffer
from amuddu.kit import clock
from amuddu.kit.db import Session
from amuddu.rules.protection import domestic
from services.notifications.partners import repository
from services.notifications.partners.tables import DeliveryRow, SharedOfferRow


def published(session: Session, event: VacancyPublished) -> None:
    """A vacancy is open, whole."""
    home = domestic.may_be_domestic(event.occupation.concept, household=event.household)
    shown = not event.hidden and not home
    facts = SharedOffer.of(event, id=event.vacancy_id) if shown else None
    _told(session, event.vacancy_id, event.revision, facts)


def closed(session: Session, event: VacancyClosed) -> None:
    """A vacancy takes no more candidates."""
    _told(session, event.vacancy_id, event.revision, None)


def _told(session: Session, vacancy_id: UUID, revision: int, offer: SharedOffer | None) -> None:
    repository.take_turn(session)
    row = repository.shared(session, vacancy_id)
    if row is not None and revision <= row.revision:
        return  # told before, or older than what is known
    facts = offer.model_dump(mode="json") if offer else None
    row = row or SharedOfferRow(vacancy_id=vacancy_id, revision=revision, open=False)
    row.revision = revision
    change = _change(row, facts)
    row.open, row.facts = offer is not None, facts
    if change is not None:
        row.last, row.number = change, repository.next_number(session)
        row.changed_at = clock.now()
    repository.save(session, row)
    if change is not None:
        _queue(session, row)


def _change(row: SharedOfferRow, facts: dict[str, Any] | None) -> OfferEvent | None:
    """What everybody sees of it; nothing where only something else changed."""
    if facts is None:
        return "offer.closed" if row.open else None
    if not row.open:
        return "offer.published"
    return "offer.changed" if facts != row.facts else None


def _queue(session: Session, row: SharedOfferRow) -> None:
    """A message to each webhook that is to hear of it, with the change itself."""
    told = change_of(row)
    hearing = repository.hearing(session, told.type)
    if not hearing:
        return
    body = body_of(told)
    for webhook_id in hearing:
        message = DeliveryRow(
            webhook_id=webhook_id,
            number=told.number,
            type=told.type,
            offer_id=told.offer_id,
            body=body,
            due_at=clock.now(),
        )
        repository.save(session, message)


def change_of(row: SharedOfferRow) -> OfferChange:
    """The last change of an offer that was for everybody once."""
    return OfferChange(
        number=row.number,
        type=row.last,
        offer_id=row.vacancy_id,
        at=row.changed_at,
        offer=SharedOffer.model_validate(row.facts) if row.facts else None,
    )


def body_of(change: OfferChange) -> str:
    """What a webhook is sent: type, moment and what changed, as Standard Webhooks has it."""
    data = change.model_dump(mode="json", exclude={"type", "at"})
    said = {"type": change.type, "timestamp": change.at.isoformat(), "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def changes(session: Session, *, after: int, since: datetime | None, limit: int) -> OfferChanges:
    """What became of offers after a number or since a moment."""
    last = repository.last_number(session)  # before the rows: a number is never passed over
    rows = repository.changes(session, after=after, since=since, limit=limit + 1)
    items = tuple(change_of(row) for row in rows[:limit])
    more = len(rows) > limit
    reached = items[-1].number if items else max(after, last)
    return OfferChanges(items=items, after=reached, more=more)
