"""Requests for a place: one's own with what comes next, those of the people of an agency."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args
from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.support.certificates import Certificate
from amuddu.contracts.support.training import (
    KeepIn,
    PlaceRequest,
    RefuseIn,
    RefuseReason,
    RequestState,
)
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, BadRequest
from gateway.sessions.security import FormDep
from gateway.training.words import ASKERS, SHOWN
from gateway.web.forms import read_form, text_of, typed_values
from gateway.web.page import Page, PageDep, done, first_of

router = APIRouter(include_in_schema=False)

STATES: tuple[RequestState, ...] = get_args(RequestState)
REASONS: tuple[RefuseReason, ...] = get_args(RefuseReason)


@router.get("/places")
def requests(page: PageDep, etat: str = "", offset: str = "") -> Response:
    """One's own requests, or those of the people of the agency."""
    page.viewer.require(*ASKERS)
    state = next((each for each in STATES if each == etat), None)
    first = first_of(offset)
    found = page.services.support.requests(page.caller, state=state, limit=SHOWN, offset=first)
    return page.render(
        "places.html",
        items=found.items,
        total=found.total,
        names=_names(page, [each.profile_id for each in found.items]),
        states=STATES,
        state=state or "",
        own=page.role is Role.JOBSEEKER,
        limit=SHOWN,
        offset=first,
        pager_url=f"/places?etat={state or ''}&offset=",
    )


@router.get("/places/{request_id}")
def request(page: PageDep, request_id: UUID) -> Response:
    """One request: where it stands, why, and what comes next."""
    page.viewer.require(*ASKERS)
    return _show(page, page.services.support.request(page.caller, request_id))


@router.post("/places/{request_id}")
def move(page: PageDep, request_id: UUID, form: FormDep) -> Response:
    """Take a step; a refused form comes back as it was sent."""
    page.viewer.require(*ASKERS)
    step = STEPS.get(text_of(form, "action"))
    if step is None:
        raise BadRequest
    try:
        step(page, request_id, form)
    except AmudduError as error:
        found = page.services.support.request(page.caller, request_id)
        return _show(page, found, refused=error, form=form)
    return done(f"/places/{request_id}", "saved")


def _show(
    page: Page,
    found: PlaceRequest,
    *,
    refused: AmudduError | None = None,
    form: FormData | None = None,
) -> Response:
    return page.render(
        "place.html",
        refused=refused,
        place=found,
        name=_names(page, [found.profile_id]).get(found.profile_id, ""),
        own=page.role is Role.JOBSEEKER,
        paper=_paper(page, found),
        reasons=REASONS,
        values=typed_values(form) if form else {},
        action=text_of(form, "action") if form else "",
    )


def _paper(page: Page, found: PlaceRequest) -> Certificate | None:
    """The last certificate of a course that was completed."""
    if found.state != "completed":
        return None
    asked = page.services.support.certificates(page.caller, request_id=found.id, limit=1)
    return next(iter(asked.items), None)


def _names(page: Page, ids: list[UUID]) -> dict[UUID, str]:
    """Names of the people of the own agency; others stay codes."""
    if page.role is Role.JOBSEEKER or not ids:
        return {}
    try:
        found = page.services.profiles.labels(page.caller, list(dict.fromkeys(ids)))
    except AmudduError:
        return {}
    return {each: label.display_name for each, label in found.items() if label.display_name}


Step = Callable[[Page, UUID, FormData], object]


def _bare(name: str) -> Step:
    return lambda page, request_id, _: page.services.support.move(page.caller, name, request_id)


def _keep(page: Page, request_id: UUID, form: FormData) -> None:
    page.services.support.move(page.caller, "keep", request_id, read_form(KeepIn, form))


def _refuse(page: Page, request_id: UUID, form: FormData) -> None:
    page.services.support.move(page.caller, "refuse", request_id, read_form(RefuseIn, form))


STEPS: Mapping[str, Step] = {
    "confirm": _bare("confirm"),
    "withdraw": _bare("withdraw"),
    "keep": _keep,
    "refuse": _refuse,
}
"""What the page's forms do."""
