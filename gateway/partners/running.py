"""What administrators do to a partner's webhooks: the same by page and by API, with its record.

The service keeps the webhooks; the gateway knows the partner, and writes down who did what before
it is done: nothing is opened that the audit does not know of.
"""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.postings.partners import Webhook, WebhookIn, WebhookSecret
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from gateway.clients import Services
from gateway.clients.base import Caller
from gateway.tokens import service


def add(
    session: Session, services: Services, caller: Caller, partner_id: UUID, body: WebhookIn
) -> WebhookSecret:
    """Have an address hear of offers. Raises `NotFound`, `Invalid` beside the field."""
    service.partner(session, partner_id)
    made: WebhookSecret = services.notifications.add_webhook(caller, partner_id, body)
    try:
        _noted(session, caller, partner_id, "webhook_added", made.webhook.id)
    except BaseException:
        services.notifications.stop_webhook(caller, partner_id, made.webhook.id)
        raise
    return made


def renew(
    session: Session, services: Services, caller: Caller, partner_id: UUID, webhook_id: UUID
) -> WebhookSecret:
    """Another secret, told this once."""
    service.partner(session, partner_id)
    services.notifications.webhook(caller, partner_id, webhook_id)
    _noted(session, caller, partner_id, "webhook_secret_renewed", webhook_id)
    made: WebhookSecret = services.notifications.renew_secret(caller, partner_id, webhook_id)
    return made


def switch(
    session: Session,
    services: Services,
    caller: Caller,
    partner_id: UUID,
    webhook_id: UUID,
    *,
    on: bool,
) -> Webhook:
    """Send to it again, or no more."""
    service.partner(session, partner_id)
    services.notifications.webhook(caller, partner_id, webhook_id)
    _noted(session, caller, partner_id, f"webhook_{'started' if on else 'stopped'}", webhook_id)
    turn = services.notifications.start_webhook if on else services.notifications.stop_webhook
    turned: Webhook = turn(caller, partner_id, webhook_id)
    return turned


def _noted(
    session: Session, caller: Caller, partner_id: UUID, action: str, webhook_id: UUID
) -> None:
    actor = caller.actor
    assert isinstance(actor, Actor)  # the route asked who it is
    service.noted(session, partner_id, action, by=actor, detail=str(webhook_id))
