"""Public API of partners: their access, for administrators; changes of offers, for their programs.

Routes that only pass a call on are declared at the end.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response, status

from amuddu.contracts.postings import partners as contract
from amuddu.contracts.postings.partners import (
    ChangesAsked,
    OfferChanges,
    Partner,
    PartnerIn,
    TokenIn,
    TokenMade,
    Webhook,
    WebhookIn,
    WebhookSecret,
)
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import SessionDep
from amuddu.kit.errors import Forbidden
from amuddu.kit.web.problems import PROBLEMS
from gateway.clients import ServicesDep
from gateway.clients.base import Caller
from gateway.partners import running
from gateway.sessions.security import CallerDep, ProvedCallerDep
from gateway.tokens import service
from gateway.tokens.gate import PartnerCallerDep
from gateway.web import forwarding

router = APIRouter(prefix="/api/v1", tags=["partners"], responses=PROBLEMS)

_OF = "/partners/{partner_id}"
_HOOK = f"{_OF}/webhooks/{{webhook_id}}"


@router.get("/offers/changes")
def changed_offers(
    caller: PartnerCallerDep, services: ServicesDep, asked: Annotated[ChangesAsked, Query()]
) -> OfferChanges:
    """What became of public offers, oldest change first: new, changed, closed. Each offer comes
    once, as it stands now. Ask again with `after` as it was answered. For a partner's token that
    opens `offers:read`; closed offers are told for 90 days."""
    query = {"after": asked.after, "since": asked.since, "limit": asked.limit}
    found: OfferChanges = services.notifications.changed_offers(caller, **query)
    return found


@router.get("/partners")
def list_partners(session: SessionDep, caller: CallerDep) -> list[Partner]:
    """Partners by name, without their tokens (administrators)."""
    _chief(caller)
    return [Partner.of(row, tokens=()) for row in service.partners(session)]


@router.post("/partners", status_code=status.HTTP_201_CREATED)
def add_partner(session: SessionDep, caller: ProvedCallerDep, body: PartnerIn) -> Partner:
    """Name a partner (administrators)."""
    row = service.add_partner(session, body, by=_chief(caller))
    return service.shown(session, row)


@router.get(_OF)
def partner(session: SessionDep, caller: CallerDep, partner_id: UUID) -> Partner:
    """A partner with its tokens; never a token itself (administrators)."""
    _chief(caller)
    return service.shown(session, service.partner(session, partner_id))


@router.post(f"{_OF}/tokens", status_code=status.HTTP_201_CREATED)
def make_token(
    session: SessionDep, caller: ProvedCallerDep, partner_id: UUID, body: TokenIn
) -> TokenMade:
    """Make a token. It is told this once (administrators)."""
    return service.make(session, partner_id, body, by=_chief(caller))


@router.delete(f"{_OF}/tokens/{{token_id}}", status_code=status.HTTP_204_NO_CONTENT)
def revoke_token(
    session: SessionDep, caller: CallerDep, partner_id: UUID, token_id: UUID
) -> Response:
    """Revoke a token: the next request that bears it is refused (administrators)."""
    service.revoke(session, partner_id, token_id, by=_chief(caller))
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.post(f"{_OF}/webhooks", status_code=status.HTTP_201_CREATED)
def add_webhook(
    session: SessionDep,
    services: ServicesDep,
    caller: ProvedCallerDep,
    partner_id: UUID,
    body: WebhookIn,
) -> WebhookSecret:
    """Have an address hear of offers. The secret is told this once (administrators)."""
    _chief(caller)
    return running.add(session, services, caller, partner_id, body)


@router.post(f"{_HOOK}/secret")
def renew_webhook_secret(
    session: SessionDep,
    services: ServicesDep,
    caller: ProvedCallerDep,
    partner_id: UUID,
    webhook_id: UUID,
) -> WebhookSecret:
    """Another secret, told this once; for a day messages are signed with both (administrators)."""
    _chief(caller)
    return running.renew(session, services, caller, partner_id, webhook_id)


@router.post(f"{_HOOK}/start")
def start_webhook(
    session: SessionDep,
    services: ServicesDep,
    caller: ProvedCallerDep,
    partner_id: UUID,
    webhook_id: UUID,
) -> Webhook:
    """Send to it again, what waits first (administrators)."""
    _chief(caller)
    return running.switch(session, services, caller, partner_id, webhook_id, on=True)


@router.post(f"{_HOOK}/stop")
def stop_webhook(
    session: SessionDep,
    services: ServicesDep,
    caller: CallerDep,
    partner_id: UUID,
    webhook_id: UUID,
) -> Webhook:
    """Send nothing to it any more (administrators)."""
    _chief(caller)
    return running.switch(session, services, caller, partner_id, webhook_id, on=False)


def _chief(caller: Caller) -> Actor:
    if caller.actor is None or caller.actor.role is not Role.ADMINISTRATOR:
        raise Forbidden
    return caller.actor


forwarded = forwarding.forwarded(
    contract.LIST_WEBHOOKS,
    contract.READ_WEBHOOK,
    contract.LIST_DELIVERIES,
    contract.REDELIVER,
)
