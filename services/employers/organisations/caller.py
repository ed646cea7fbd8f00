"""What the routes of this service share: the caller, pages of lists, documented refusals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Query, Request

from amuddu.contracts.types import Lang, ShortText
from amuddu.kit import clock
from amuddu.kit.auth import ActorDep
from amuddu.kit.web.http import request_language
from services.employers.organisations.access import Caller

_PROBLEM_BODY = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}


def problems(**by_status: str) -> Mapping[int | str, dict[str, Any]]:
    """OpenAPI of problem+json answers, e.g. `problems(_404="No such vacancy.")`."""
    content = {"application/problem+json": {"schema": _PROBLEM_BODY}}
    return {
        int(code.removeprefix("_")): {"description": description, "content": content}
        for code, description in by_status.items()
    }


ALWAYS = {
    **problems(
        _400="The body cannot be read.",
        _401="No actor token, or one that is forged or too old.",
        _403="The role does not allow this.",
        _422="Some fields are to be mended; `errors` names each and says how.",
        _503="The database is out of reach; try again after Retry-After seconds.",
    )
}
MISSING = {**problems(_404="No such entity, or somebody else's.")}
TAKEN = {**problems(_409="The situation does not allow it; `title` says why.")}

Words = Annotated[ShortText | None, Query()]


def _caller(request: Request, actor: ActorDep) -> Caller:
    return Caller(actor, request_language(request))


CallerDep = Annotated[Caller, Depends(_caller)]
LangDep = Annotated[Lang, Depends(request_language)]
TodayDep = Annotated[date, Depends(clock.today)]
