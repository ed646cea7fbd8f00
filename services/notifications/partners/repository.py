"""All SQL of what partners are told. Lock order: webhook, then message."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, exists, text
from sqlmodel import Session, col, func, select

from amuddu.kit import retention
from amuddu.kit.retention import Sweep
from services.notifications.partners.tables import NUMBERS, DeliveryRow, SharedOfferRow, WebhookRow

_TURN = text("SELECT pg_advisory_xact_lock(7305122071)")


def save(session: Session, row: SharedOfferRow | WebhookRow | DeliveryRow) -> None:
    session.add(row)
    session.flush()


# --- offers ---------------------------------------------------------------------------------------


def take_turn(session: Session) -> None:
    """One transaction at a time numbers changes, until its commit: who reads up to a number has
    seen all before it."""
    session.connection().execute(_TURN)


def next_number(session: Session) -> int:
    return int(session.connection().execute(select(NUMBERS.next_value())).scalar_one())


def shared(session: Session, vacancy_id: UUID) -> SharedOfferRow | None:
    return session.get(SharedOfferRow, vacancy_id, with_for_update=True, populate_existing=True)


def changes(
    session: Session, *, after: int, since: datetime | None, limit: int
) -> Sequence[SharedOfferRow]:
    """Offers that changed after a number, in that order."""
    wanted = select(SharedOfferRow).where(col(SharedOfferRow.number) > after)
    if since is not None:
        wanted = wanted.where(col(SharedOfferRow.changed_at) >= since)
    return session.exec(wanted.order_by(col(SharedOfferRow.number)).limit(limit)).all()


def last_number(session: Session) -> int:
    """The number of the last change that is kept."""
    return session.exec(select(func.max(SharedOfferRow.number))).one() or 0


# --- webhooks -------------------------------------------------------------------------------------


def hearing(session: Session, event: str) -> Sequence[UUID]:
    """Webhooks that are to hear of such a change."""
    wanted = select(WebhookRow.id).where(
        WebhookRow.state == "on", col(WebhookRow.events).contains([event])
    )
    return session.exec(wanted).all()


def webhooks(session: Session, partner_id: UUID) -> Sequence[WebhookRow]:
    wanted = select(WebhookRow).where(WebhookRow.partner_id == partner_id)
    return session.exec(wanted.order_by(col(WebhookRow.created_at), col(WebhookRow.id))).all()


def webhook(
    session: Session, partner_id: UUID, webhook_id: UUID, *, lock: bool = False
) -> WebhookRow | None:
    """A webhook of this partner."""
    row = session.get(WebhookRow, webhook_id, with_for_update=lock or None)
    return row if row is not None and row.partner_id == partner_id else None


def waiting(session: Session, webhook_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many messages of each wait."""
    counted = select(DeliveryRow.webhook_id, func.count()).where(
        col(DeliveryRow.webhook_id).in_(webhook_ids), DeliveryRow.state == "queued"
    )
    return dict(session.exec(counted.group_by(col(DeliveryRow.webhook_id))).all())


# --- messages -------------------------------------------------------------------------------------


def deliveries(
    session: Session, webhook_id: UUID, *, limit: int, offset: int
) -> tuple[Sequence[DeliveryRow], int]:
    """A page of messages, newest first, and how many there are."""
    mine = DeliveryRow.webhook_id == webhook_id
    newest = (col(DeliveryRow.number).desc(), col(DeliveryRow.id))
    page = select(DeliveryRow).where(mine).order_by(*newest).limit(limit).offset(offset)
    total = session.exec(select(func.count()).select_from(DeliveryRow).where(mine)).one()
    return session.exec(page).all(), total


def delivery(
    session: Session, webhook_id: UUID, delivery_id: UUID, *, lock: bool = False
) -> DeliveryRow | None:
    """A message to this webhook."""
    row = session.get(DeliveryRow, delivery_id, with_for_update=lock or None)
    return row if row is not None and row.webhook_id == webhook_id else None


def take(
    session: Session, *, now: datetime, until: datetime
) -> tuple[WebhookRow, DeliveryRow] | None:
    """The oldest message that is due, of a webhook that nobody sends to now; both are taken until
    then: two workers never send to one webhook at once."""
    due = (
        col(DeliveryRow.webhook_id) == col(WebhookRow.id),
        col(DeliveryRow.state) == "queued",
        col(DeliveryRow.due_at) <= now,
    )
    free = (
        select(WebhookRow)
        .where(
            WebhookRow.state == "on",
            col(WebhookRow.free_at) <= now,
            exists(select(DeliveryRow.id).where(*due)),
        )
        .order_by(col(WebhookRow.free_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    hook = session.exec(free).first()
    if hook is None:
        return None
    oldest = select(DeliveryRow).where(
        DeliveryRow.webhook_id == hook.id,
        DeliveryRow.state == "queued",
        col(DeliveryRow.due_at) <= now,
    )
    row = session.exec(oldest.order_by(col(DeliveryRow.number)).limit(1).with_for_update()).first()
    if row is None:
        return None
    hook.free_at = until
    row.attempts += 1
    save(session, hook)
    save(session, row)
    return hook, row


def locked(session: Session, webhook_id: UUID) -> WebhookRow | None:
    return session.get(WebhookRow, webhook_id, with_for_update=True)


# --- what was kept long enough --------------------------------------------------------------------


def _table(of: type[Any]) -> Table:
    table: Table = of.metadata.tables[str(of.__tablename__)]
    return table


def expiring() -> list[Sweep]:
    """Offers that are closed, and messages that are settled."""
    offers, messages = _table(SharedOfferRow), _table(DeliveryRow)
    return [
        retention.expiring("shared_offer", offers, offers.c.changed_at, ~offers.c.open),
        retention.expiring(
            "webhook_delivery", messages, messages.c.created_at, messages.c.state != "queued"
        ),
    ]
