"""One search for everything, from the menu of who is at work.

Only what the reader's own lists would show is found. What was typed stands in the address, which
goes to no log and, as pages send no referrer, to nobody else.
"""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.kit.auth import Role
from amuddu.kit.db import SessionDep
from gateway.finding import groups
from gateway.web import rendering
from gateway.web.page import PageDep

router = APIRouter(include_in_schema=False)

SHORTEST, LONGEST = 2, 80
"""Letters of a search: one letter would list people by their initials."""


@router.get("/chercher")
def search(page: PageDep, session: SessionDep, q: str = "") -> Response:
    """What answers to the words, by kind; who looks for work is led to their own offers."""
    words = " ".join(q.replace("\x00", " ").split())[:LONGEST]
    page.viewer.require(*groups.KINDS, Role.JOBSEEKER)
    if page.role is Role.JOBSEEKER:
        return rendering.redirect("/offres-pour-moi?" + urlencode({"q": words}))
    found = groups.find(page, session, words) if len(words) >= SHORTEST else []
    return page.render(
        "search.html",
        q=words,
        asked=len(words) >= SHORTEST,
        groups=found,
        total=sum(group.total or 0 for group in found),
        failed=any(group.total is None for group in found),
    )
