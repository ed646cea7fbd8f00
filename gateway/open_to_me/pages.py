"""What is open to somebody, without an account or a name. Asked, answered, forgotten.

The answers come by POST and go back in the page alone: no address, history, log line or database
holds them, and no cookie of ours tells that they were given. Nothing here changes anything, so the
form needs no token and works on a phone that refuses cookies.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.rules import OpenToMe, OpenToMeIn, RightTold
from amuddu.contracts.types import LANGS
from amuddu.kit import clock
from amuddu.kit.errors import Invalid
from amuddu.rules.residence_data import EXEMPT
from gateway.open_to_me import answer as open_to_me_answer
from gateway.sessions.security import Viewer, ViewerDep
from gateway.web import icons, rendering
from gateway.web.forms import optional, read_model, text_of

router = APIRouter(include_in_schema=False)

_ORDER = ("yes", "conditional", "ask", "no")


async def _form(request: Request) -> AsyncIterator[FormData]:
    async with request.form(max_files=0, max_fields=60) as form:
        yield form


OpenFormDep = Annotated[FormData, Depends(_form)]


@router.get("/ouvert")
def ask(request: Request, viewer: ViewerDep) -> Response:
    """The questions."""
    return _questions(request, viewer, values={})


@router.post("/ouvert")
def tell(request: Request, viewer: ViewerDep, form: OpenFormDep) -> Response:
    """The answer, or the questions again: to be mended, or because the person asks for it."""
    viewer = _in_language(viewer, text_of(form, "lang"))
    values = _values(form)
    if form.get("again"):
        return _questions(request, viewer, values=values)
    try:
        asked = _read(form)
        found = open_to_me_answer.answer(asked, lang=viewer.lang, on=clock.today())
    except Invalid as error:
        errors = {item.field: item.text.in_(viewer.lang) for item in error.fields}
        return _questions(request, viewer, values=values, errors=errors, status=422)
    return _private(
        rendering.page(
            request,
            viewer,
            "open_to_me.html",
            asked=None,
            found=found,
            kept=[(name, value) for name, value in form.multi_items() if name in _FIELDS],
            groups=_groups(found),
            duties=[right for right in found.rights if _of_employer(right)],
            right_icons=icons.RIGHTS,
            help_icons=icons.CATEGORIES,
            labels_of={right.id: right.label for right in found.rights},
        )
    )


@router.get("/ouvert/quitter")
def leave() -> Response:
    """Forget what the browser may have kept of the page, and go somewhere that tells nothing."""
    gone = rendering.redirect("/")
    gone.headers["Clear-Site-Data"] = '"cache"'
    return _private(gone)


_FIELDS = {"paper", "behind_receipt", "valid_until", "facts", "region"}


def _questions(
    request: Request,
    viewer: Viewer,
    *,
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    return _private(
        rendering.page(
            request,
            viewer,
            "open_to_me.html",
            status=status,
            asked=open_to_me_answer.questions(viewer.lang),
            values=values,
            errors=errors or {},
        )
    )


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _in_language(viewer: Viewer, chosen: str) -> Viewer:
    return replace(viewer, lang=chosen) if chosen in LANGS else viewer


def _read(form: FormData) -> OpenToMeIn:
    values: dict[str, Any] = {
        "paper": optional(form, "paper"),
        "behind_receipt": optional(form, "behind_receipt"),
        "valid_until": optional(form, "valid_until"),
        "facts": [code for code in form.getlist("facts") if isinstance(code, str)],
        "region": optional(form, "region"),
    }
    return read_model(OpenToMeIn, values)


def _values(form: FormData) -> dict[str, str]:
    """What was answered, under the names that the form's pieces look for."""
    values = {name: text_of(form, name) for name in _FIELDS - {"facts"}}
    return values | {f"facts.{code}": "1" for code in form.getlist("facts")}


def _groups(found: OpenToMe) -> dict[str, list[Any]]:
    """Rights by answer, the best first; what the employer has to do is told apart."""
    rights = [right for right in found.rights if not _of_employer(right)]
    return {answer: [right for right in rights if right.answer == answer] for answer in _ORDER}


def _of_employer(right: RightTold) -> bool:
    return right.obligation or right.id == EXEMPT
