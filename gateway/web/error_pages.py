"""Errors as pages: what happened, in plain words, and where to go from there."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Request
from starlette.responses import Response

from amuddu.kit.db import DATABASE_AWAY
from amuddu.kit.errors import AmudduError
from gateway.sessions.security import Viewer, stranger, viewer
from gateway.web import rendering


def to_sign_in(request: Request) -> Response:
    """Somebody has to sign in first, and then goes on where they were (pages only, not forms)."""
    target = request.url.path if request.method == "GET" else "/"
    return rendering.redirect(f"/connexion?suite={quote(target, safe='/')}")


def to_proof(request: Request) -> Response:
    """Somebody has to give their second proof again, and then goes on where they were; from a form,
    to the page of what it was about, to press once more."""
    path = request.url.path
    target = path if request.method == "GET" else "/".join(path.split("/")[:3])
    return rendering.redirect(f"/preuve?suite={quote(target, safe='/')}")


def page_of(request: Request, error: AmudduError) -> Response:
    """The page of an error."""
    looking = whoever(request)
    return rendering.page(
        request,
        looking,
        "error.html",
        status=error.status,
        message=error.text.in_(looking.lang),
        details=by_field(error, looking),
    )


def whoever(request: Request) -> Viewer:
    """Who looks at the page; nobody in particular while the database cannot say.

    What they hold (session, language) stays with them: no cookie of theirs is taken away.
    """
    try:
        return viewer(request)
    except DATABASE_AWAY:
        return stranger(request)


def by_field(error: AmudduError, viewer: Viewer) -> dict[str, str]:
    """Sentences by field, for a form that comes back with its errors beside the fields.

    An error of one item of a list (`languages.0.level`) stands beside the list's field.
    """
    found: dict[str, str] = {}
    for item in error.fields:
        text = item.text.in_(viewer.lang)
        found.setdefault(item.field, text)
        found.setdefault(item.field.split(".")[0], text)
    return found
