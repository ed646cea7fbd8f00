"""An agency's notes about a person: one short sentence at a time, with who wrote it and when."""

from __future__ import annotations

from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from starlette.responses import Response

from amuddu.contracts.follow_up import ADD_NOTE, LIST_NOTES, NoteIn
from amuddu.kit.errors import AmudduError
from gateway.clients import Services, ServicesDep
from gateway.people.person_view import PersonView
from gateway.sessions.security import FormDep, Viewer, ViewerDep
from gateway.web import rendering
from gateway.web.error_pages import by_field
from gateway.web.forms import read_model, text_of

router = APIRouter(include_in_schema=False)


@router.get("/personnes/{profile_id}/notes")
def notes(request: Request, viewer: ViewerDep, services: ServicesDep, profile_id: UUID) -> Response:
    """The notes, newest first, and a field to write another."""
    viewer.allowed(LIST_NOTES)
    return _show(request, viewer, services, profile_id)


@router.post("/personnes/{profile_id}/notes")
def write(
    request: Request, viewer: ViewerDep, services: ServicesDep, profile_id: UUID, form: FormDep
) -> Response:
    """Keep a note, or take one of one's own away."""
    viewer.allowed(ADD_NOTE)
    try:
        if text_of(form, "action") == "delete":
            services.profiles.delete_note(viewer.caller, profile_id, UUID(text_of(form, "note_id")))
        else:
            body = read_model(NoteIn, {"key": text_of(form, "key"), "text": text_of(form, "text")})
            services.profiles.add_note(viewer.caller, profile_id, body)
    except (AmudduError, ValueError) as error:
        problems = {"": rendering.say(viewer, AmudduError.default)}
        if isinstance(error, AmudduError):
            problems = by_field(error, viewer) or {"": error.text.in_(viewer.lang)}
        typed = {"text": text_of(form, "text")}
        return _show(
            request, viewer, services, profile_id, values=typed, errors=problems, status=422
        )
    return rendering.redirect(f"/personnes/{profile_id}/notes")


def _show(
    request: Request,
    viewer: Viewer,
    services: Services,
    profile_id: UUID,
    *,
    values: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    person = PersonView.known(request, viewer, services, profile_id)
    found = services.profiles.notes(viewer.caller, profile_id)
    labels = services.profiles.labels(viewer.caller, [profile_id])
    return rendering.page(
        request,
        viewer,
        "person_notes.html",
        status=status,
        person=person,
        base=person.base,
        own=False,
        label=labels[profile_id],
        notes=found.items,
        key=uuid4(),
        values=values or {},
        errors=errors or {},
    )
