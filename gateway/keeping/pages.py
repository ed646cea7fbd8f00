"""One page for who keeps the house: which services answer, what waits, what could not be handled,
what could not be delivered, where hires are stuck."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.events import keeping as contract
from amuddu.contracts.events.keeping import LetterDecisionIn, ServiceState
from amuddu.contracts.operations import Service
from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, NotFound, Unavailable
from gateway.keeping import words
from gateway.people.words import say
from gateway.sessions.security import FormDep
from gateway.web.forms import read_model, text_of
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

T = TypeVar("T")

SLOW_SECONDS = 60.0
"""Events that wait for longer than this wait for something that does not work."""
LATE = timedelta(minutes=10)
STUCK_SHOWN = 5


@router.get("/maison")
def state(page: PageDep) -> Response:
    """Everything at once; a service that is away is named, and the others are shown."""
    page.viewer.require(Role.ADMINISTRATOR)
    return _show(page)


@router.post("/maison/{service}/{event_id}")
def decide(page: PageDep, service: Service, event_id: UUID, form: FormDep) -> Response:
    """Have an event that could not be handled handled again, or give it up."""
    page.viewer.require(Role.ADMINISTRATOR)
    try:
        body = read_model(
            LetterDecisionIn,
            {"decision": text_of(form, "decision"), "why": text_of(form, "why") or None},
        )
        page.services.of(service).send(
            contract.DECIDE_LETTER[service], page.caller, event_id, body=body
        )
    except NotFound:
        return done("/maison", "letter_gone")
    except AmudduError as error:
        return _show(page, refused=error, about=event_id)
    return done("/maison", "letter_decided")


def _show(page: Page, *, refused: AmudduError | None = None, about: UUID | None = None) -> Response:
    states = {name: _standing(page, name) for name in contract.SERVICES}
    sending = _or_none(lambda: page.services.notifications.sending(page.caller))
    stuck = _or_none(lambda: page.services.employers.stuck(page.caller))
    return page.render(
        "keeping.html",
        refused=refused,
        about=about,
        states=states,
        trouble={name: _trouble(each) for name, each in states.items()},
        names=say(words.SERVICES, page.lang),
        dropped=say(words.DROPPED, page.lang),
        sending=sending,
        late=sending is not None and _late(sending.oldest_at),
        stuck=[each for each in stuck.items if each.now][:STUCK_SHOWN] if stuck else None,
    )


def _standing(page: Page, name: Service) -> ServiceState | None:
    client = page.services.of(name)
    return _or_none(lambda: client.send(contract.READ_STATE[name], page.caller))


def _or_none(ask: Callable[[], T]) -> T | None:
    """What a service says; none while it is away."""
    try:
        return ask()
    except Unavailable:
        return None


def _late(oldest_at: datetime | None) -> bool:
    """Whether a message waits for longer than a sender ever takes."""
    return oldest_at is not None and clock.now() - oldest_at > LATE


def _trouble(found: ServiceState | None) -> bool:
    """Whether somebody has to look at a service."""
    if found is None or found.buried or found.oldest_seconds > SLOW_SECONDS:
        return True
    return not any(not each.silent for each in found.at_work)
