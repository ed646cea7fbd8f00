"""Pages of a partner's webhooks: add one, its log, its secret, stop and start, send once more."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.postings.partners import WebhookIn
from amuddu.kit.auth import Role
from amuddu.kit.db import Session, SessionDep
from amuddu.kit.errors import AmudduError, FieldError, Invalid
from amuddu.kit.i18n import N_, Text
from gateway.partners import running, words
from gateway.partners.pages import HOME, chief, show
from gateway.people.words import say
from gateway.sessions.security import FormDep
from gateway.tokens import service
from gateway.web.forms import read_model, text_of, typed_values
from gateway.web.page import Page, PageDep, done, first_of

router = APIRouter(include_in_schema=False)

PAGE = 25
_OF = HOME + "/{partner_id}/webhooks"
_ONE = _OF + "/{webhook_id}"
_NO_EVENT = N_("Cochez ce qui est envoyé à cette adresse.")
_NO_ADDRESS = N_("Écrivez l'adresse complète, qui commence par https://")


@router.post(_OF)
def add(page: PageDep, session: SessionDep, form: FormDep, partner_id: UUID) -> Response:
    """Have an address hear of offers, and show its secret once."""
    chief(page)
    row = service.partner(session, partner_id)
    try:
        body = _webhook_in(form)
        made = running.add(session, page.services, page.caller, row.id, body)
    except AmudduError as error:
        typed = {**typed_values(form), "events": ", ".join(_events(form))}
        return show(page, session, row, typed, refused=error, form="webhook")
    return _secret(page, row.name, made.secret, f"{HOME}/{row.id}/webhooks/{made.webhook.id}")


@router.get(_ONE)
def webhook(
    page: PageDep, session: SessionDep, partner_id: UUID, webhook_id: UUID, offset: str = ""
) -> Response:
    """One webhook, and what became of each message to it."""
    page.viewer.require(Role.ADMINISTRATOR)
    row = service.partner(session, partner_id)
    first = first_of(offset)
    found = page.services.notifications.webhook(page.caller, row.id, webhook_id)
    log = page.services.notifications.deliveries(
        page.caller, row.id, webhook_id, limit=PAGE, offset=first
    )
    at = f"{HOME}/{row.id}/webhooks/{webhook_id}"
    return page.render(
        "webhook.html",
        partner=row,
        webhook=found,
        deliveries=log.items,
        total=log.total,
        limit=PAGE,
        offset=first,
        at=at,
        pager_url=f"{at}?offset=",
        events=say(words.EVENTS, page.lang),
        states=say(words.STATES, page.lang),
        delivery_states=say(words.DELIVERIES, page.lang),
        failures=say(words.FAILURES, page.lang),
    )


@router.post(_ONE + "/secret")
def renew(
    page: PageDep, session: SessionDep, _form: FormDep, partner_id: UUID, webhook_id: UUID
) -> Response:
    """Another secret, shown once."""
    chief(page)
    row = service.partner(session, partner_id)
    made = running.renew(session, page.services, page.caller, row.id, webhook_id)
    return _secret(page, row.name, made.secret, f"{HOME}/{row.id}/webhooks/{webhook_id}")


@router.post(_ONE + "/etat")
def switch(
    page: PageDep, session: SessionDep, form: FormDep, partner_id: UUID, webhook_id: UUID
) -> Response:
    """Send again, or no more."""
    on = text_of(form, "on") == "1"
    if on:
        chief(page)
    page.viewer.require(Role.ADMINISTRATOR)
    _switch(page, session, partner_id, webhook_id, on=on)
    return done(f"{HOME}/{partner_id}/webhooks/{webhook_id}", "saved")


def _switch(page: Page, session: Session, partner_id: UUID, webhook_id: UUID, *, on: bool) -> None:
    running.switch(session, page.services, page.caller, partner_id, webhook_id, on=on)


@router.post(_ONE + "/envois/{delivery_id}")
def redeliver(
    page: PageDep, _form: FormDep, partner_id: UUID, webhook_id: UUID, delivery_id: UUID
) -> Response:
    """Send a message once more."""
    page.viewer.require(Role.ADMINISTRATOR)
    page.services.notifications.redeliver(page.caller, partner_id, webhook_id, delivery_id)
    return done(f"{HOME}/{partner_id}/webhooks/{webhook_id}", "saved", at="envois")


def _webhook_in(form: FormData) -> WebhookIn:
    url, events = text_of(form, "url"), _events(form)
    missing = [
        FieldError(field, Text(message))
        for field, message, there in (("url", _NO_ADDRESS, url), ("events", _NO_EVENT, events))
        if not there
    ]
    if missing:
        raise Invalid(fields=missing)
    return read_model(WebhookIn, {"url": url, "events": events})


def _events(form: FormData) -> list[str]:
    return [each.removeprefix("events:") for each in form if each.startswith("events:")]


def _secret(page: Page, name: str, secret: str, back: str) -> Response:
    return page.render(
        "partner_secret.html", kind="webhook", secret=secret, name=name, about=None, back=back
    )
