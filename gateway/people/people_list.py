"""The people whom a counsellor or a community agent follows."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from amuddu.contracts.operations import Offset
from amuddu.contracts.profiles import LIST_PROFILES
from amuddu.kit.auth import Role
from gateway.people.person import PAGE, ending_state
from gateway.web.page import Page, PageDep

router = APIRouter(include_in_schema=False)


@router.get("/personnes")
def people(
    page: PageDep, q: Annotated[str, Query(max_length=80)] = "", offset: Offset = 0
) -> Response:
    """The people one follows; a search looks in names, phones, references and codes."""
    page.viewer.allowed(LIST_PROFILES)
    words = " ".join(q.replace("\x00", " ").split())
    found = page.services.profiles.list(page.caller, q=words, limit=PAGE, offset=offset)
    return page.render(
        "people.html",
        found=found,
        q=words,
        limit=PAGE,
        offset=offset,
        ending=ending_state,
        twice=0 if words or offset else _entered_twice(page),
    )


def _entered_twice(page: Page) -> int:
    """How many pairs of people are likely one, for those who may say so."""
    if page.role is not Role.COUNSELLOR:
        return 0
    return page.services.profiles.duplicates(page.caller, limit=1).total
