"""The page that takes files of vacancies and of people, and says what became of each line."""

from __future__ import annotations

from itertools import chain
from typing import Any, Literal, get_args
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from amuddu.contracts.types import Lang
from amuddu.imports.columns import COLUMNS, Kind
from amuddu.imports.template import Format, template
from amuddu.kit.auth import Role
from amuddu.kit.db import Database, Session
from amuddu.kit.errors import AmudduError, invalid
from amuddu.kit.i18n import N_, Text
from amuddu.kit.web.http import MAX_BODY
from gateway.clients import Services, ServicesDep
from gateway.imports.service import Import, Target
from gateway.people.person import problems_of
from gateway.sessions import service as accounts
from gateway.sessions.security import FormDep, Viewer, ViewerDep
from gateway.web import rendering
from gateway.web.forms import optional, typed_values

router = APIRouter(include_in_schema=False)

SHOWN = 200
"""Refused lines shown on the page; the others are counted."""
_ROLES = (Role.COUNSELLOR, Role.ADMINISTRATOR)
_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FILE_NAMES: dict[Kind, str] = {"vacancies": "offres", "profiles": "personnes"}


@router.get("/imports")
def upload_page(request: Request, viewer: ViewerDep, services: ServicesDep) -> Response:
    """The two forms, the templates to fill in, and what each column means."""
    viewer.require(*_ROLES)
    return _page(request, viewer, services)


@router.post("/imports/{kind}")
def upload(
    request: Request, viewer: ViewerDep, services: ServicesDep, kind: Kind, form: FormDep
) -> Response:
    """Import a file and report on it; the page comes in parts and shows how far it is."""
    viewer.require(*_ROLES)
    try:
        sent = _opened(services, viewer, kind, form)
        batches = sent.batches()
        begun = next(batches, 0)
    except AmudduError as error:
        if error.status >= 500:
            raise
        problems = {_form_field(k): v for k, v in problems_of(error, viewer).items()}
        return _page(
            request,
            viewer,
            services,
            kind=kind,
            values=typed_values(form),
            errors=problems,
            status=error.status,
        )
    return rendering.page_in_parts(
        request,
        viewer,
        "import_result.html",
        kind=kind,
        sent=sent,
        progress=chain([begun], batches),
        shown=SHOWN,
    )


@router.get("/imports/modele/{kind}.{form}")
def download_template(viewer: ViewerDep, kind: Kind, form: Format) -> Response:
    """An empty file with the columns and one example line."""
    viewer.require(*_ROLES)
    name = f"amuddu-{_FILE_NAMES[kind]}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = template(kind, form, lang=viewer.lang)
    return Response(content, media_type=_TYPES[form], headers=headers)


def _opened(services: Services, viewer: Viewer, kind: Kind, form: FormData) -> Import:
    sent = form.get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        raise invalid("file", N_("Choisissez un fichier."))
    target = Target(_employer(form), optional(form, "agency_id"))
    return Import(services, viewer.caller, kind, sent.file.read(), sent.filename, target)


def _employer(form: FormData) -> UUID | None:
    """The employer chosen; none chosen leaves it to the file's own column."""
    typed = optional(form, "employer_id")
    try:
        return UUID(typed) if typed else None
    except ValueError:
        raise invalid("employer_id", N_("Choisissez un employeur dans la liste.")) from None


def _form_field(field: str) -> str:
    """What is wrong with the file as a whole stands beside the file."""
    return field if field in {"employer_id", "agency_id"} else "file"


def _page(
    request: Request,
    viewer: Viewer,
    services: Services,
    *,
    kind: Kind | Literal[""] = "",
    values: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    """Both forms; `kind` names the one that came back, and its errors stand there alone."""
    return rendering.page(
        request,
        viewer,
        "imports.html",
        status=status,
        sent=kind,
        values=values or {},
        errors=errors or {},
        kinds=get_args(Kind),
        columns={each: _columns(each, viewer.lang) for each in get_args(Kind)},
        employers=services.employers.employers(viewer.caller),
        agencies=_agencies(request, viewer),
        megabytes=MAX_BODY // 1024 // 1024,
    )


def _columns(kind: Kind, lang: Lang) -> list[dict[str, Any]]:
    return [
        {
            "header": column.header,
            "help": Text(column.help).in_(lang),
            "example": column.example,
            "required": column.required,
        }
        for column in COLUMNS[kind]
    ]


def _agencies(request: Request, viewer: Viewer) -> list[tuple[str, str]]:
    """Agencies to choose from, for those who have none of their own."""
    if viewer.actor.agency_id is not None:
        return []
    database: Database = request.app.state.database
    session: Session
    with database.session() as session:
        return accounts.agencies(session)
