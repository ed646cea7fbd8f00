"""Reports as the agency of an employer follows them."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.postings.reports import LIST_REPORTS, DismissIn, UpholdIn
from amuddu.kit.errors import AmudduError, NotFound
from gateway.sessions.security import FormDep
from gateway.web.forms import read_model, text_of
from gateway.web.labels import LABELS
from gateway.web.page import Page, PageDep, done, first_of

router = APIRouter(include_in_schema=False)

SHOWN = 20
_STEPS: Mapping[str, str] = {"regarder": "look", "suite": "uphold", "classer": "dismiss"}


@router.get("/signalements")
def reports(page: PageDep) -> Response:
    """Those that wait first, grave ones before the others."""
    page.viewer.allowed(LIST_REPORTS)
    everything = page.query("tous") == "1"
    offset = first_of(page.query("offset"))
    found = page.services.employers.reports(
        page.caller, open_only=not everything, limit=SHOWN, offset=offset
    )
    return page.render(
        "reports.html", found=found, everything=everything, limit=SHOWN, offset=offset
    )


@router.get("/signalements/{report_id}")
def report(page: PageDep, report_id: UUID) -> Response:
    """One report, and what can be done with it."""
    page.viewer.allowed(LIST_REPORTS)
    return _show(page, report_id)


@router.post("/signalements/{report_id}/{step}")
def take(page: PageDep, report_id: UUID, step: str, form: FormDep) -> Response:
    """Take a step of it."""
    page.viewer.allowed(LIST_REPORTS)
    if step not in _STEPS:
        raise NotFound
    try:
        body = _body(step, form)
        page.services.employers.move_report(
            page.caller, _STEPS[step], report_id, *((body,) if body else ())
        )
    except AmudduError as error:
        return _show(page, report_id, refused=error)
    return done(f"/signalements/{report_id}", "saved")


@router.get("/signalements/{report_id}/{step}")
def back(page: PageDep, report_id: UUID, step: str) -> Response:
    """Somebody changed the language on the answer to a form: show the report in it."""
    page.viewer.allowed(LIST_REPORTS)
    if step not in _STEPS:
        raise NotFound
    return _show(page, report_id)


def _body(step: str, form: FormData) -> UpholdIn | DismissIn | None:
    if step == "suite":
        return read_model(UpholdIn, {"measure": text_of(form, "measure")})
    if step == "classer":
        return read_model(DismissIn, {"finding": text_of(form, "finding")})
    return None


def _show(page: Page, report_id: UUID, *, refused: AmudduError | None = None) -> Response:
    return page.render(
        "report_one.html",
        refused=refused,
        report=page.services.employers.report(page.caller, report_id),
        measures=list(LABELS["report_measure"]),
        findings=list(LABELS["report_finding"]),
    )
