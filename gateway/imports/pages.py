"""The page that takes files of vacancies and of people, and lists what was sent before."""

from __future__ import annotations

from typing import Any, Literal, get_args
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from amuddu.contracts.types import Lang
from amuddu.imports.columns import COLUMNS, Kind
from amuddu.imports.template import Format, template
from amuddu.kit.db import Database, Session, SessionDep
from amuddu.kit.errors import AmudduError, TooManyRequests
from amuddu.kit.i18n import Text
from amuddu.kit.web.http import MAX_BODY
from gateway.clients import Services, ServicesDep
from gateway.imports import access, jobs
from gateway.imports.access import PAGE_ROLES
from gateway.imports.mappings import kept, words
from gateway.imports.shown import address, names_of
from gateway.imports.uploading import PageUpload, upload_of
from gateway.people.person import problems_of
from gateway.sessions import service as accounts
from gateway.sessions.security import FormDep, Viewer, ViewerDep
from gateway.web import rendering
from gateway.web.forms import typed_values

router = APIRouter(include_in_schema=False)

_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FILE_NAMES: dict[Kind, str] = {
    "vacancies": "offres",
    "profiles": "personnes",
    "courses": "formations",
}


@router.get("/imports")
def upload_page(request: Request, viewer: ViewerDep, services: ServicesDep) -> Response:
    """The two forms, the last files, the mappings that are kept, what each column means."""
    viewer.require(*PAGE_ROLES)
    return _page(request, viewer, services)


@router.post("/imports/{kind}")
def upload(
    request: Request, viewer: ViewerDep, services: ServicesDep, kind: Kind, form: PageUpload
) -> Response:
    """Keep a file until its turn comes, and show how far it is."""
    state = request.app.state
    typed: dict[str, str] = {}
    try:
        if isinstance(form, TooManyRequests):
            raise form
        typed = typed_values(form)
        secret = state.settings.signing_key
        sent = upload_of(kind, form)
        job = jobs.add(state.database, services, viewer.caller, sent, secret=secret)
    except AmudduError as error:
        if error.status >= 500:
            raise
        problems = {_form_field(k): v for k, v in problems_of(error, viewer).items()}
        return _page(
            request,
            viewer,
            services,
            kind=kind,
            values=typed,
            errors=problems,
            status=error.status,
        )
    return rendering.redirect(address(job.id))


@router.post("/imports/correspondances/{mapping_id}/retirer")
def remove_mapping(
    viewer: ViewerDep, session: SessionDep, mapping_id: UUID, _: FormDep
) -> Response:
    """Forget a mapping: the next file of that shape is asked about again."""
    kept.remove(session, viewer.require(*PAGE_ROLES), mapping_id)
    return rendering.redirect("/imports#correspondances")


@router.get("/imports/modele/{kind}.{form}")
def download_template(viewer: ViewerDep, kind: Kind, form: Format) -> Response:
    """An empty file with the columns and one example line."""
    viewer.require(*PAGE_ROLES)
    name = f"amuddu-{_FILE_NAMES[kind]}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = template(kind, form, lang=viewer.lang)
    return Response(content, media_type=_TYPES[form], headers=headers)


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
        kinds=access.kinds_of(viewer.actor.role),
        columns={each: _columns(each, viewer.lang) for each in get_args(Kind)},
        employers=services.employers.employers(viewer.caller)
        if "vacancies" in access.kinds_of(viewer.actor.role)
        else (),
        megabytes=MAX_BODY // 1024 // 1024,
        **_kept(request, viewer),
    )


def _kept(request: Request, viewer: Viewer) -> dict[str, Any]:
    """What stands in the gateway's own tables: agencies, the last files, mappings."""
    database: Database = request.app.state.database
    session: Session
    with database.session() as session:
        last = jobs.last(session, viewer.actor)
        mappings = [
            (row, kept.pairs(row.mapping, row.kind)) for row in kept.shown(session, viewer.actor)
        ]
        # To choose from, for those who have none of their own.
        agencies = [] if viewer.actor.agency_id else accounts.agencies(session)
    return {
        "jobs": last,
        "names": names_of(last, request.app.state.settings.accepted_keys),
        "mappings": mappings,
        "fields": {each: words.fields(each, viewer.lang) for each in get_args(Kind)},
        "agencies": agencies,
    }


def _columns(kind: Kind, lang: Lang) -> list[dict[str, Any]]:
    return [
        {
            "header": column.header,
            "help": Text(column.help).in_(lang),
            "example": column.example,
            "required": column.required,
            "asked": column.asked,
        }
        for column in COLUMNS[kind]
    ]
