"""Views of the ranked list: a counsellor names filters and an order, and comes back to them."""

from __future__ import annotations

from urllib.parse import parse_qsl
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.kit.auth import Role
from amuddu.kit.db import SessionDep
from amuddu.kit.errors import AmudduError, BadRequest
from gateway.candidates import pages
from gateway.candidates.filters import Filters
from gateway.saved import service as saved
from gateway.sessions.security import RepeatableFormDep
from gateway.web.forms import text_of
from gateway.web.page import PageDep, done

router = APIRouter(include_in_schema=False)


@router.post("/offres/{vacancy_id}/vues")
def change(
    page: PageDep, session: SessionDep, vacancy_id: UUID, form: RepeatableFormDep
) -> Response:
    """Save the list as it is looked at under a name, or take a view away."""
    page.viewer.require(Role.COUNSELLOR)
    actor = page.viewer.actor
    filters = Filters.of(dict(parse_qsl(text_of(form, "filters"))))
    back = f"/offres/{vacancy_id}/candidats?{filters.at_start}"
    if text_of(form, "action") == "drop":
        saved.drop(session, actor, pages.id_of(form, "view_id"))
        return done(back, "view_gone")
    if text_of(form, "action") != "keep":
        raise BadRequest
    name, shared = text_of(form, "name"), bool(text_of(form, "shared"))
    try:
        saved.keep(session, actor, name=name, query=filters.at_start, shared=shared)
    except AmudduError as error:
        said = error.fields[0].text.in_(page.lang) if error.fields else ""
        return pages.show(page, vacancy_id, filters, refused=error, view=(name, shared, said))
    return done(back, "view_kept")
