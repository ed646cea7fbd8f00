"""An agency's notes about a person: one short sentence at a time, with who wrote it and when."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from amuddu.contracts.follow_up import ADD_NOTE, LIST_NOTES, NoteIn
from amuddu.kit.errors import AmudduError
from amuddu.kit.web.telling import problem, telling
from gateway.people.person_view import known
from gateway.sessions.security import FormDep, RepeatableFormDep
from gateway.web import rendering
from gateway.web.error_pages import by_field
from gateway.web.forms import read_model, text_of
from gateway.web.page import Page, PageDep

router = APIRouter(include_in_schema=False)

MOST_SCREENED = 2000
"""Characters of a text that are looked through while it is typed."""


@router.get("/personnes/{profile_id}/notes")
def notes(page: PageDep, profile_id: UUID) -> Response:
    """The notes, newest first, and a field to write another."""
    page.viewer.allowed(LIST_NOTES)
    return _show(page, profile_id)


@router.post("/personnes/{profile_id}/notes")
def write(page: PageDep, profile_id: UUID, form: FormDep) -> Response:
    """Keep a note, or take one of one's own away."""
    page.viewer.allowed(ADD_NOTE)
    profiles, caller = page.services.profiles, page.caller
    try:
        if text_of(form, "action") == "delete":
            profiles.delete_note(caller, profile_id, UUID(text_of(form, "note_id")))
        else:
            body = read_model(
                NoteIn,
                {
                    "key": text_of(form, "key"),
                    "text": text_of(form, "text"),
                    "replace": bool(text_of(form, "replace")),
                },
            )
            profiles.add_note(caller, profile_id, body)
    except (AmudduError, ValueError) as error:
        problems = {"": page.say(AmudduError.default)}
        if isinstance(error, AmudduError):
            problems = by_field(error, page.viewer) or {"": error.text.in_(page.lang)}
        typed = {"text": text_of(form, "text")}
        return _show(page, profile_id, values=typed, errors=problems, status=422)
    return rendering.redirect(f"/personnes/{profile_id}/notes")


@router.post("/textes")
def screen(page: PageDep, form: RepeatableFormDep) -> Response:
    """What a text tells that it must not, while it is typed: for scripts. Kept nowhere."""
    _ = page.viewer.actor  # signed in, in whatever role
    of_paper = text_of(form, "kind") == "paper"
    found = telling(text_of(form, "text")[:MOST_SCREENED], of_paper=of_paper)
    said = problem("text", found).text.in_(page.lang) if found else ""
    return JSONResponse({"found": found, "said": said}, headers={"Cache-Control": "no-store"})


def _show(page: Page, profile_id: UUID, **said: Any) -> Response:
    profiles, caller = page.services.profiles, page.caller
    return known(page, profile_id).page(
        "person_notes.html",
        notes=profiles.notes(caller, profile_id).items,
        label=profiles.labels(caller, [profile_id])[profile_id],
        key=uuid4(),
        **said,
    )
