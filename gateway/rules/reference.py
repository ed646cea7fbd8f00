"""The API's reference as a page, written from the application's own OpenAPI document.

The usual viewers load scripts from elsewhere, which the content policy of these pages forbids;
and a page that is plain HTML opens on any phone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import Response

from gateway.sessions.security import ViewerDep
from gateway.web import rendering

router = APIRouter(include_in_schema=False)

Json = Mapping[str, Any]
VERIFYING = (Path(__file__).parent / "verify_webhook.txt").read_text(encoding="utf-8")
"""How a partner's program verifies a message, as the page shows it and a test runs it."""
_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of a type's description; `ref` names the schema that it leads to."""

    text: str
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a field of a body."""

    name: str
    kind: tuple[Said, ...]
    required: bool
    description: str
    place: str = ""
    """`path` or `query`, for a parameter."""


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent or answered: its media type, its type, and its fields where it has any."""

    media: str
    kind: tuple[Said, ...]
    fields: tuple[Field, ...]
    description: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path."""

    anchor: str
    method: str
    path: str
    description: str
    signed_in: bool
    parameters: tuple[Field, ...]
    body: Body | None
    answers: tuple[Body, ...]
    problems: tuple[str, ...]


Schema = tuple[str, tuple[Field, ...]]
"""A schema's description and its fields."""


@router.get("/api")
def reference(request: Request, viewer: ViewerDep) -> Response:
    """Every operation of the API, by subject."""
    by_subject, by_name = _read(request.app)
    return rendering.page(
        request,
        viewer,
        "reference.html",
        subjects=by_subject,
        schemas=by_name,
        address=request.app.state.settings.public_url,
        a_minute=request.app.state.settings.partner_requests_minute,
        verifying=VERIFYING,
    )


@lru_cache(1)
def _read(app: FastAPI) -> tuple[dict[str, list[Operation]], dict[str, Schema]]:
    """The application's document: it stays as it is while the process lives."""
    document = app.openapi()
    return subjects(document), schemas(document)


def subjects(document: Json) -> dict[str, list[Operation]]:
    """Operations by tag, in the order of the document."""
    found: dict[str, list[Operation]] = {}
    for path, item in document["paths"].items():
        for method in _METHODS:
            if operation := item.get(method):
                tag = operation.get("tags", [""])[0]
                found.setdefault(tag, []).append(_operation(document, method, path, operation))
    return found


def schemas(document: Json) -> dict[str, Schema]:
    """Description and fields of every schema, by name."""
    listed = document.get("components", {}).get("schemas", {})
    return {
        name: (schema.get("description", ""), _fields(schema))
        for name, schema in sorted(listed.items())
    }


def _operation(document: Json, method: str, path: str, operation: Json) -> Operation:
    responses: Json = operation["responses"]
    good = {code: answer for code, answer in responses.items() if code.startswith("2")}
    return Operation(
        anchor=f"{method}-{path.strip('/').replace('/', '-')}".translate({123: None, 125: None}),
        method=method.upper(),
        path=path,
        description=operation.get("description", ""),
        signed_in=bool(operation.get("security")),
        parameters=tuple(_parameter(each) for each in operation.get("parameters", ())),
        body=_body(document, operation["requestBody"]) if "requestBody" in operation else None,
        answers=tuple(_body(document, answer, status=code) for code, answer in good.items()),
        problems=tuple(code for code in responses if code not in good),
    )


def _parameter(parameter: Json) -> Field:
    return Field(
        name=parameter["name"],
        kind=tuple(said(parameter["schema"])),
        required=parameter.get("required", False),
        description=parameter.get("description", ""),
        place=parameter["in"],
    )


def _body(document: Json, holder: Json, *, status: str = "") -> Body:
    contents: dict[str, Json] = dict(holder.get("content", {}))
    media, content = next(iter(contents.items()), ("", dict[str, Any]()))
    schema: Json = content.get("schema", {})
    return Body(
        media=media,
        kind=tuple(said(schema)),
        fields=_fields(_followed(document, schema)),
        description=holder.get("description", ""),
        status=status,
    )


def _followed(document: Json, schema: Json) -> Json:
    """The schema that a reference leads to; of a list, the schema of its items."""
    if "$ref" in schema:
        found: Json = document["components"]["schemas"][_name(schema)]
        return found
    if "items" in schema:
        return _followed(document, schema["items"])
    return schema


def _fields(schema: Json) -> tuple[Field, ...]:
    required = schema.get("required", ())
    return tuple(
        Field(
            name=name,
            kind=tuple(said(part)),
            required=name in required,
            description=part.get("description", ""),
        )
        for name, part in schema.get("properties", {}).items()
    )


# --- types in words -----------------------------------------------------------------------------


def said(schema: Json) -> Iterator[Said]:
    """A schema in a few words, e.g. `list of Vacancy`, `integer, 1 to 100`, `"yes" or "no"`."""
    if "$ref" in schema:
        yield Said(_name(schema), ref=_name(schema))
    elif options := schema.get("anyOf"):
        yield from _joined(options)
    elif "const" in schema or "enum" in schema:
        yield Said(" or ".join(f'"{each}"' for each in schema.get("enum", [schema.get("const")])))
    elif schema.get("type") == "array":
        yield Said("list of ")
        yield from said(schema.get("items", {}))
    else:
        yield Said(_simple(schema))


def _joined(options: Iterable[Json]) -> Iterator[Said]:
    for place, option in enumerate(options):
        if place:
            yield Said(" or ")
        yield from said(option)


def _simple(schema: Json) -> str:
    kind = str(schema.get("type", "any"))
    notes = [str(schema["format"])] if "format" in schema else []
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        notes.append(f"{low} to {high}")
    if "maxLength" in schema:
        notes.append(f"{schema['maxLength']} characters at most")
    return ", ".join([kind, *notes])


def _name(schema: Json) -> str:
    return str(schema["$ref"]).rpartition("/")[2]
