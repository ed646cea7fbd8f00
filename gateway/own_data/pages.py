"""The page of what is kept about a person: a copy of it, what was changed, corrections.

A copy is made for one answer: nothing of it stays on the server, and no address leads to it again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.export.document import PersonExport
from amuddu.contracts.export.profiles import ExportIn
from amuddu.contracts.operations import Offset
from amuddu.contracts.profiles import STAFF
from amuddu.kit.auth import Role
from amuddu.kit.db import SessionDep
from amuddu.kit.errors import AmudduError
from amuddu.kit.i18n import Text
from gateway.credentials.kept import Keys
from gateway.own_data import fields
from gateway.own_data.about import PART_NAMES
from gateway.own_data.composing import compose
from gateway.own_data.readable import changed_lines, sections
from gateway.people.person_view import KNOWN, OWN, PersonByPasswordDep, PersonDep, PersonView
from gateway.people.words import say
from gateway.sessions.security import FormDep
from gateway.web import rendering
from gateway.web.forms import optional, read_model, text_of

router = APIRouter(include_in_schema=False)

PAGE = 20
FILE_NAME = "amuddu-copie"
"""Says nothing of whom it is about: it lies on a telephone that several share."""


@router.get(f"{OWN}/donnees")
@router.get(f"{KNOWN}/donnees")
def own_data(person: PersonDep, offset: Offset = 0) -> Response:
    """What can be taken along, what was changed, what was asked to be corrected."""
    return show(person, offset=offset)


@router.post(f"{OWN}/donnees/copie")
@router.post(f"{KNOWN}/donnees/copie")
def copy(person: PersonByPasswordDep, session: SessionDep, form: FormDep) -> Response:
    """Everything that is kept, on a page, as a file to read, or as a file for a machine."""
    person.viewer.require(Role.JOBSEEKER, *STAFF)
    try:
        body = read_model(ExportIn, {"reason": optional(form, "reason")})
        document = compose(
            session,
            person.services,
            person.caller,
            person.id,
            body,
            keys=Keys.of(person.request.app.state.settings),
            lang=person.lang if person.own else None,
        )
    except AmudduError as error:
        return show(person, refused=error)
    form_asked = text_of(form, "format")
    if form_asked == "json":
        return _attached(document.model_dump_json(indent=2), "application/json", "json")
    return _read(person, document, whole_file=form_asked == "html")


def _read(person: PersonView, document: PersonExport, *, whole_file: bool) -> Response:
    """The copy in the person's language, which those who help them may not have chosen."""
    viewer = replace(person.viewer, lang=document.language)
    page = rendering.page(
        person.request,
        viewer,
        "export_file.html" if whole_file else "export_page.html",
        document=document,
        sections=sections(document, document.language),
        missing=[Text(PART_NAMES[part]).in_(document.language) for part in document.missing],
        base=person.base,
        own=person.own,
        flash="",
    )
    return _attached(bytes(page.body).decode(), "text/html", "html") if whole_file else page


def _attached(content: str, media_type: str, ending: str) -> Response:
    disposition = f'attachment; filename="{FILE_NAME}.{ending}"'
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


def show(
    person: PersonView, *, refused: AmudduError | None = None, offset: int = 0, **said: Any
) -> Response:
    """The page itself. `refused`: why what was asked was not done."""
    person.viewer.require(Role.JOBSEEKER, *STAFF)
    profiles = person.services.profiles
    changed = profiles.changes(person.caller, person.id, limit=PAGE + 1, offset=offset)
    values = {
        "code": profiles.labels(person.caller, [person.id])[person.id].code
        if not person.own
        else "",
        "changed": [(one, changed_lines(one, person.lang)) for one in changed[:PAGE]],
        "more": len(changed) > PAGE,
        "limit": PAGE,
        "offset": offset,
        "corrections": profiles.corrections(person.caller, person.id),
        "papers": profiles.own_papers(person.caller, person.id).items,
        "key": uuid4(),
        "saved": person.query("ok"),
        "ways": say(fields.WAYS, person.lang),
        "subjects": say(fields.SUBJECTS, person.lang),
        "states": say(fields.CORRECTION_STATES, person.lang),
        "refusals": say(fields.REFUSALS, person.lang),
        "reasons": say(fields.EXPORT_REASONS, person.lang),
        **said,
    }
    return person.page("own_data.html", refused=refused, **values)
