"""The problems that every operation may answer (RFC 9457), for the OpenAPI documents."""

from __future__ import annotations

from typing import Any

from amuddu.contracts.types import Contract


class FieldProblemOut(Contract):
    """What is wrong with one field, and how to mend it."""

    field: str
    message: str


class Problem(Contract):
    """A problem as RFC 9457 has it, in the caller's language."""

    type: str
    title: str
    status: int
    errors: tuple[FieldProblemOut, ...] = ()


def _response(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {"application/problem+json": {"schema": schema}}
    return {"model": Problem, "description": description, "content": content}


PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: _response("The request cannot be read."),
    401: _response("Nobody is signed in."),
    403: _response("The caller's role does not allow this."),
    404: _response("There is no such thing, or it is somebody else's."),
    409: _response("The situation has changed."),
    410: _response("The link no longer holds."),
    413: _response("Too large."),
    422: _response("Some fields are to be corrected."),
    429: _response("Too many tries."),
    503: _response("A service is away; try again shortly."),
}
