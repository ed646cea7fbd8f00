"""Several people of a ranked list at once: put forward, set aside, compare; and undo.

The form carries a key made with the page, so a double click acts once. What was done comes back
in the address as that key: reloading shows it again and does nothing.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.matching.desk import MOST_AT_ONCE, BulkIn
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, invalid
from amuddu.kit.i18n import N_
from gateway.candidates import hireability, pages
from gateway.candidates.compare import MOST_COMPARED
from gateway.candidates.filters import Filters
from gateway.sessions.security import FormDep
from gateway.web import rendering
from gateway.web.forms import read_model, text_of
from gateway.web.page import PageDep

router = APIRouter(include_in_schema=False)

_NOBODY = N_("Cochez d'abord une ou plusieurs personnes.")
_TWO_OR_THREE = N_("Cochez deux ou trois personnes pour les comparer.")
_TOO_MANY = N_("Cochez {most} personnes au plus.")
_WHY = N_("Choisissez pourquoi vous écartez ces personnes.")


@router.post("/offres/{vacancy_id}/candidats/lot")
def decide(page: PageDep, vacancy_id: UUID, form: FormDep) -> Response:
    """Take one decision about everybody who was ticked."""
    page.viewer.require(Role.COUNSELLOR)
    filters = Filters.of(dict(parse_qsl(text_of(form, "filters"))))
    try:
        ticked = _ticked(form)
        if text_of(form, "action") == "compare":
            return rendering.redirect(_comparison(vacancy_id, ticked))
        body = _body(form, ticked)
        if body.action == "shortlist":
            left = hireability.open_ones(page.services, page.caller, body.profile_ids)
            body = body.model_copy(update={"profile_ids": left})
        done = page.services.matching.bulk(page.caller, vacancy_id, body)
    except AmudduError as error:
        ticked = [value for value in form.getlist("p") if isinstance(value, str)]
        return pages.show(page, vacancy_id, filters, refused=error, ticked=ticked)
    refused = len(ticked) - sum(line.done for line in done.lines)
    return rendering.redirect(_list(vacancy_id, filters, lot=str(done.key), refus=str(refused)))


@router.post("/offres/{vacancy_id}/candidats/lot/{key}/annuler")
def undo(page: PageDep, vacancy_id: UUID, key: UUID, form: FormDep) -> Response:
    """Take a decision about several people back; too late, and the page says why."""
    page.viewer.require(Role.COUNSELLOR)
    filters = Filters.of(dict(parse_qsl(text_of(form, "filters"))))
    try:
        page.services.matching.undo_bulk(page.caller, vacancy_id, key)
    except AmudduError as error:
        return pages.show(page, vacancy_id, filters, refused=error)
    return rendering.redirect(_list(vacancy_id, filters, lot=str(key)))


@router.get("/offres/{vacancy_id}/candidats/lot")
@router.get("/offres/{vacancy_id}/candidats/lot/{key}/annuler")
def back_to_list(request: Request, vacancy_id: UUID) -> Response:
    """Somebody changed the language on the answer to a form: show the list in it."""
    return rendering.redirect(f"/offres/{vacancy_id}/candidats?{request.url.query}")


def _list(vacancy_id: UUID, filters: Filters, **more: str) -> str:
    return f"/offres/{vacancy_id}/candidats?{urlencode({**filters.values, **more})}#lot"


def _comparison(vacancy_id: UUID, ticked: list[str]) -> str:
    if not 2 <= len(ticked) <= MOST_COMPARED:
        raise invalid("p", _TWO_OR_THREE)
    return f"/offres/{vacancy_id}/comparer?{urlencode([('c', one) for one in ticked])}"


def _ticked(form: FormData) -> list[str]:
    found = list(dict.fromkeys(v for v in form.getlist("p") if isinstance(v, str)))
    if not found:
        raise invalid("p", _NOBODY)
    if len(found) > MOST_AT_ONCE:
        raise invalid("p", _TOO_MANY, most=MOST_AT_ONCE)
    return found


def _body(form: FormData, ticked: list[str]) -> BulkIn:
    action = text_of(form, "action")
    reason = text_of(form, "reason") or None
    if action == "set_aside" and reason is None:
        raise invalid("reason", _WHY)
    values = {"key": text_of(form, "key"), "action": action, "profile_ids": ticked}
    return read_model(BulkIn, {**values, "reason": reason if action == "set_aside" else None})
