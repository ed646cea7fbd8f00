"""Webhooks as administrators run them: add, renew the secret, stop, start, send once more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from amuddu.contracts.postings.partners import (
    Delivery,
    DeliveryPage,
    OfferEvent,
    Webhook,
    WebhookIn,
    WebhookSecret,
    WebhookState,
)
from amuddu.kit import clock
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, invalid, known
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from services.notifications.partners import addresses, repository, signing
from services.notifications.partners.addresses import NotOutside
from services.notifications.partners.signing import Keys
from services.notifications.partners.tables import DeliveryRow, WebhookRow
from services.notifications.settings import NotificationsSettings

log = logs.get(__name__)

MOST = 10
"""Webhooks of one partner that are sent to."""
OVERLAP = timedelta(days=1)
"""How long messages are signed with the secret of before, too."""
_MANY = N_("Un partenaire a 10 adresses en marche au plus. Arrêtez-en une d'abord.")
_WRONG = N_(
    "Cette adresse ne convient pas : elle commence par https:// et mène à un serveur sur internet, "
    "pas à une adresse privée."
)
_KNOWN = N_("Cette adresse est déjà dans la liste.")


def list_webhooks(session: Session, partner_id: UUID) -> tuple[Webhook, ...]:
    """Webhooks of a partner."""
    rows = repository.webhooks(session, partner_id)
    waiting = repository.waiting(session, [row.id for row in rows])
    return tuple(_shown(row, waiting.get(row.id, 0)) for row in rows)


def read(session: Session, partner_id: UUID, webhook_id: UUID) -> Webhook:
    """One webhook of a partner."""
    row = known(repository.webhook(session, partner_id, webhook_id))
    return _shown(row, repository.waiting(session, [row.id]).get(row.id, 0))


def add(
    session: Session, partner_id: UUID, body: WebhookIn, *, settings: NotificationsSettings
) -> WebhookSecret:
    """Have an address hear of offers. Raises `Invalid` beside the address, `Conflict`."""
    try:
        addresses.place(body.url, inside=settings.webhooks_inside)
    except NotOutside:
        raise invalid("url", _WRONG) from None
    rows = repository.webhooks(session, partner_id)
    _refuse_too_many(rows)
    if any(row.url == body.url for row in rows):
        raise invalid("url", _KNOWN)
    row_id, secret = uuid4(), signing.new_secret()
    events: dict[OfferEvent, None] = dict.fromkeys(body.events)
    row = WebhookRow(
        id=row_id,
        partner_id=partner_id,
        url=body.url,
        events=list(events),
        sealed=Keys.of(settings).sealed(secret, row=row_id),
    )
    repository.save(session, row)
    log.info("webhook added", webhook_id=str(row_id), partner_id=str(partner_id))
    return WebhookSecret(webhook=_shown(row, 0), secret=secret)


def renew(
    session: Session, partner_id: UUID, webhook_id: UUID, *, settings: NotificationsSettings
) -> WebhookSecret:
    """Another secret. The one of now goes on signing beside it for a day."""
    row = known(repository.webhook(session, partner_id, webhook_id, lock=True))
    secret = signing.new_secret()
    row.former, row.former_until = row.sealed, clock.now() + OVERLAP
    row.sealed = Keys.of(settings).sealed(secret, row=row.id)
    repository.save(session, row)
    log.info("secret of a webhook renewed", webhook_id=str(row.id))
    return WebhookSecret(webhook=_shown(row, _waiting(session, row)), secret=secret)


def start(session: Session, partner_id: UUID, webhook_id: UUID) -> Webhook:
    """Send to it again: what waits goes on at once, with all its tries."""
    return _set(session, partner_id, webhook_id, "on")


def stop(session: Session, partner_id: UUID, webhook_id: UUID) -> Webhook:
    """Send nothing to it any more; what waits stays."""
    return _set(session, partner_id, webhook_id, "off")


def _set(session: Session, partner_id: UUID, webhook_id: UUID, state: WebhookState) -> Webhook:
    row = known(repository.webhook(session, partner_id, webhook_id, lock=True))
    if state == "on" and row.state != "on":
        _refuse_too_many(repository.webhooks(session, partner_id))
        row.failing_since = None
    row.state = state
    repository.save(session, row)
    log.info("webhook", webhook_id=str(row.id), state=state)
    return _shown(row, _waiting(session, row))


def _refuse_too_many(rows: Sequence[WebhookRow]) -> None:
    if sum(row.state == "on" for row in rows) >= MOST:
        raise Conflict(_MANY)


# --- its log --------------------------------------------------------------------------------------


def deliveries(
    session: Session, partner_id: UUID, webhook_id: UUID, *, limit: int, offset: int
) -> DeliveryPage:
    """Messages of a webhook, newest first."""
    row = known(repository.webhook(session, partner_id, webhook_id))
    rows, total = repository.deliveries(session, row.id, limit=limit, offset=offset)
    return DeliveryPage(items=tuple(Delivery.of(each) for each in rows), total=total)


def redeliver(session: Session, partner_id: UUID, webhook_id: UUID, delivery_id: UUID) -> Delivery:
    """Send a message once more, under the same id: its reader knows it again."""
    hook = known(repository.webhook(session, partner_id, webhook_id, lock=True))
    row: DeliveryRow = known(repository.delivery(session, hook.id, delivery_id, lock=True))
    if row.state != "queued":
        row.state, row.attempts, row.settled_at = "queued", 0, None
    row.due_at = clock.now()
    repository.save(session, row)
    return Delivery.of(row)


def _waiting(session: Session, row: WebhookRow) -> int:
    return repository.waiting(session, [row.id]).get(row.id, 0)


def _shown(row: WebhookRow, waiting: int) -> Webhook:
    until = row.former_until
    return Webhook.of(
        row,
        waiting=waiting,
        former_secret_until=until if until is not None and until > clock.now() else None,
    )
