"""Messages to people: what was sent and what became of it.

In the demonstration the text and the signed link show, so that anybody can see what people get.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from amuddu.contracts.notifications import MessageOut
from amuddu.contracts.profiles import Label
from amuddu.kit.auth import Role
from gateway.clients import Services, ServicesDep
from gateway.clients.base import Caller
from gateway.people import words as person_words
from gateway.people.words import say
from gateway.sessions.security import ViewerDep
from gateway.web import rendering

router = APIRouter(include_in_schema=False)

PAGE = 10


@router.get("/messages")
def messages(
    request: Request,
    viewer: ViewerDep,
    services: ServicesDep,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> Response:
    """Messages, newest first."""
    actor = viewer.require(Role.COUNSELLOR, Role.COORDINATOR, Role.ADMINISTRATOR)
    counsels = actor.role is Role.COUNSELLOR
    found = services.notifications.messages(viewer.caller, limit=PAGE, offset=offset)
    people = _people(services, viewer.caller, found.items) if actor.is_staff else {}
    return rendering.page(
        request,
        viewer,
        "messages.html",
        found=found,
        people=people,
        waiting=_waiting(services, viewer.caller) if counsels else 0,
        channels=say(person_words.CHANNELS, viewer.lang),
        limit=PAGE,
        offset=offset,
    )


def _waiting(services: Services, caller: Caller) -> int:
    """How many people the agency is to call."""
    return services.notifications.to_call(caller, limit=1).total


def _people(services: Services, caller: Caller, items: Iterable[MessageOut]) -> dict[UUID, Label]:
    """How the people told may be called by the reader; who was erased is not among them."""
    return services.profiles.labels(caller, sorted({item.profile_id for item in items}))
