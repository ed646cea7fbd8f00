"""Whom an agent calls next: offers to read out, papers and consents that end, the newest people."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from amuddu.kit.auth import Role
from gateway import rendering
from gateway.clients import ServicesDep
from gateway.security import ViewerDep
from gateway.views.person import ending_state

router = APIRouter(include_in_schema=False)

_SHOWN = 20


@router.get("/appels")
def calls(request: Request, viewer: ViewerDep, services: ServicesDep) -> Response:
    """What waits for a call, the most urgent kind first."""
    viewer.require(Role.AGENT, Role.COUNSELLOR)
    to_tell = services.notifications.to_call(viewer.caller, limit=_SHOWN)
    people = sorted({message.profile_id for message in to_tell.items})
    return rendering.page(
        request,
        viewer,
        "calls.html",
        to_tell=to_tell,
        people=services.profiles.labels(viewer.caller, people),
        renewals=services.profiles.renewals(viewer.caller, limit=_SHOWN),
        ending=ending_state,
    )
