"""What may go wrong with a request, as every service's OpenAPI document tells it (RFC 9457)."""

from __future__ import annotations

from typing import Any

_FIELD = {
    "type": "object",
    "required": ["field", "message"],
    "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
}
_BODY = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "errors": {"type": "array", "items": _FIELD},
    },
}
_DESCRIPTIONS = {
    400: "The body cannot be read.",
    401: "No actor token, or one that is forged or too old.",
    403: "The role does not allow this.",
    404: "Nothing of this id, or nothing that the caller may see.",
    409: "The situation does not allow it; `title` says why.",
    410: "The link no longer holds.",
    422: "Some fields are to be mended; `errors` names each and says how.",
    503: "The database is out of reach; try again after Retry-After seconds.",
}

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": description,
        "content": {"application/problem+json": {"schema": _BODY}},
    }
    for status, description in _DESCRIPTIONS.items()
}
"""Responses of every operation of a service."""
