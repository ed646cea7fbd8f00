"""The page behind a centre's link: the lists of its sessions, by codes, and what became of whom."""

from __future__ import annotations

from typing import get_args
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.support.desks import CentreDesk, DeskStepIn
from amuddu.contracts.support.training import DropReason
from amuddu.kit.errors import AmudduError, BadRequest, Gone, NotFound
from gateway.accounts import signing_in
from gateway.sessions.security import FormDep
from gateway.web.forms import optional, read_model, text_of, typed_values
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

PATH = "/centre"


@router.get(PATH + "/{token}")
def lists(page: PageDep, token: str) -> Response:
    """What the link opens. A link that is none of ours is counted, and bounded."""
    return _page(page, _opened(page, token))


@router.post(PATH + "/{token}")
def note(page: PageDep, token: str, form: FormDep) -> Response:
    """Note what became of somebody; a refused one comes back with the reason."""
    try:
        request_id = UUID(text_of(form, "request_id"))
    except ValueError:
        raise BadRequest from None
    said = {"step": text_of(form, "step"), "reason": optional(form, "reason")}
    support = page.services.support
    try:
        support.step_at_desk(page.caller, token, request_id, read_model(DeskStepIn, said))
    except (Gone, NotFound):
        raise
    except AmudduError as error:
        found = _opened(page, token)
        return _page(page, found, refused=error, values=typed_values(form))
    return done(f"{PATH}/{token}", "saved")


def _opened(page: Page, token: str) -> CentreDesk:
    with signing_in.counting_bad_links(page.request):
        found: CentreDesk = page.services.support.desk(page.caller, token)
    return found


def _page(
    page: Page,
    found: CentreDesk,
    *,
    refused: AmudduError | None = None,
    values: dict[str, str] | None = None,
) -> Response:
    return page.render(
        "centre_desk.html",
        refused=refused,
        desk=found,
        drop_reasons=get_args(DropReason),
        values=values or {},
    )
