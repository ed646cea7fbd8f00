"""Messages to people: what was sent and what became of it; for agents, whom to call.

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
from amuddu.kit.errors import AmudduError, Forbidden, NotFound
from gateway import person_words, rendering
from gateway.clients import Services, ServicesDep
from gateway.clients.base import Caller
from gateway.person_words import say
from gateway.security import ViewerDep

router = APIRouter(include_in_schema=False)

PAGE = 10


@router.get("/messages")
def messages(
    request: Request,
    viewer: ViewerDep,
    services: ServicesDep,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> Response:
    """Messages, newest first; an agent sees those to be read out."""
    actor = viewer.require(Role.COUNSELLOR, Role.AGENT, Role.COORDINATOR, Role.ADMINISTRATOR)
    to_call = actor.role is Role.AGENT
    read = services.notifications.to_call if to_call else services.notifications.messages
    found = read(viewer.caller, limit=PAGE, offset=offset)
    people = _people(services, viewer.caller, found.items) if actor.is_staff else {}
    return rendering.page(
        request,
        viewer,
        "messages.html",
        found=found,
        people=people,
        to_call=to_call,
        channels=say(person_words.CHANNELS, viewer.lang),
        limit=PAGE,
        offset=offset,
    )


def _people(
    services: Services, caller: Caller, items: Iterable[MessageOut]
) -> dict[UUID, tuple[UUID, Label]]:
    """Profile and name by candidacy: a message knows neither, and an agent has to know both."""
    profiles = {
        each: _profile_of(services, caller, each) for each in {i.candidacy_id for i in items}
    }
    known = [profile for profile in profiles.values() if profile is not None]
    labels = services.profiles.labels(caller, known)
    return {
        candidacy: (profile, labels[profile])
        for candidacy, profile in profiles.items()
        if profile in labels
    }


def _profile_of(services: Services, caller: Caller, candidacy_id: UUID) -> UUID | None:
    """Whose candidacy it is; nobody's where it is no longer there to be seen."""
    try:
        return services.matching.candidacy(caller, candidacy_id).profile_id
    except AmudduError as error:
        if error.status in {NotFound.status, Forbidden.status}:
            return None
        raise
