"""What the routes of several subjects here share: documented problems, language, matcher."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request

from amuddu.contracts.types import Lang
from amuddu.kit.web.http import request_language
from services.matching.ranking.matcher import Matcher

_PROBLEM: dict[str, Any] = {"content": {"application/problem+json": {}}}


RESPONSES: dict[int | str, dict[str, Any]] = {
    401: _PROBLEM | {"description": "Not signed in."},
    403: _PROBLEM | {"description": "Not for this role."},
    404: _PROBLEM | {"description": "Unknown, or somebody else's."},
    409: _PROBLEM | {"description": "The state of things does not allow it; the title says why."},
    422: _PROBLEM | {"description": "A field is wrong; `errors` says which and how to mend it."},
    503: _PROBLEM | {"description": "Not ready yet."},
}


LangDep = Annotated[Lang, Depends(request_language)]


def _matcher(request: Request) -> Matcher:
    matcher: Matcher = request.app.state.matcher
    return matcher


MatcherDep = Annotated[Matcher, Depends(_matcher)]
