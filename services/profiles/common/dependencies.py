"""What the routes of several subjects here share: documented problems, the reader's language."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends

from amuddu.contracts.types import Lang
from amuddu.kit.web.http import request_language

LangDep = Annotated[Lang, Depends(request_language)]

_FIELD = {
    "type": "object",
    "required": ["field", "message"],
    "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "errors": {"type": "array", "items": _FIELD},
    },
}


def _problem(description: str) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": _PROBLEM}}
    return {"description": description, "content": content}


RESPONSES: dict[int | str, dict[str, Any]] = {
    400: _problem("The body cannot be read."),
    401: _problem("No actor token, or one that is forged or too old."),
    403: _problem("The role does not allow this."),
    404: _problem("Nothing of this id, or nothing that the actor may see."),
    409: _problem("The situation does not allow it; `title` says why."),
    422: _problem("Some fields are to be mended; `errors` names each and says how."),
    503: _problem("The database is out of reach; try again after Retry-After seconds."),
}
