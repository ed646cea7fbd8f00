"""Who is told of what: the table, for the coordination to read."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.news import READ_TELLING
from gateway.news import words
from gateway.people.words import say
from gateway.web.page import PageDep

router = APIRouter(include_in_schema=False)


@router.get("/notifications/table")
def table(page: PageDep) -> Response:
    """Each event, who is told, by which way, in which words, and the quiet hours."""
    page.viewer.allowed(READ_TELLING)
    return page.render(
        "notification_table.html",
        table=page.services.notifications.telling(page.caller),
        kinds=say(words.KINDS, page.lang),
        who=say(words.WHO, page.lang),
    )
