"""Messages to people: what was sent and what became of it.

In the demonstration the text and the signed link show, so that anybody can see what people get.
"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.operations import Offset
from amuddu.kit.auth import Role
from gateway.people import words as person_words
from gateway.people.words import say
from gateway.web.page import Page, PageDep

router = APIRouter(include_in_schema=False)

PAGE = 10


@router.get("/messages")
def messages(page: PageDep, offset: Offset = 0) -> Response:
    """Messages, newest first."""
    actor = page.viewer.require(Role.COUNSELLOR, Role.COORDINATOR, Role.ADMINISTRATOR)
    found = page.services.notifications.messages(page.caller, limit=PAGE, offset=offset)
    known = sorted({item.profile_id for item in found.items}) if actor.is_staff else []
    return page.render(
        "messages.html",
        found=found,
        people=page.services.profiles.labels(page.caller, known),
        waiting=_waiting(page) if actor.role is Role.COUNSELLOR else 0,
        channels=say(person_words.CHANNELS, page.lang),
        limit=PAGE,
        offset=offset,
    )


def _waiting(page: Page) -> int:
    """How many people the agency is to call."""
    return page.services.notifications.to_call(page.caller, limit=1).total
