"""Money: envelopes, their ledger, and the ledger as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.schemes import READERS, WRITERS, EnvelopeIn, FundIn, Ledger, LedgerLine
from amuddu.kit.errors import AmudduError
from amuddu.kit.web.paging import MOST_OFFSET, first_of
from gateway.clients import Services, ServicesDep
from gateway.clients.base import Caller
from gateway.sessions.security import FormDep, Viewer, ViewerDep
from gateway.web import flash, rendering
from gateway.web.error_pages import refusal
from gateway.web.forms import read_form, text_of, typed_values

router = APIRouter(include_in_schema=False)

PAGE = 50
_COLUMNS = ("at", "kind", "total", "reserved", "committed", "paid", "claim_id", "role", "reason")


@router.get("/budgets")
def budgets(request: Request, viewer: ViewerDep, services: ServicesDep) -> Response:
    """Every envelope with its balances."""
    viewer.require(*READERS)
    return _show_all(request, viewer, services)


@router.post("/budgets")
def open_envelope(
    request: Request, viewer: ViewerDep, services: ServicesDep, form: FormDep
) -> Response:
    """Put money aside for a scheme and a period."""
    viewer.require(*WRITERS)
    try:
        body = read_form(EnvelopeIn, form, currency=text_of(form, "currency").upper())
        made = services.employers.open_envelope(viewer.caller, body)
    except AmudduError as error:
        return _show_all(request, viewer, services, problem=error, form=form)
    return rendering.redirect(flash.with_flash(f"/budgets/{made.id}", "saved"))


@router.get("/budgets/{envelope_id}")
def envelope(
    request: Request,
    viewer: ViewerDep,
    services: ServicesDep,
    envelope_id: UUID,
    offset: str = "",
) -> Response:
    """One envelope and its movements."""
    viewer.require(*READERS)
    first = first_of(offset)
    return _show(request, viewer, services, envelope_id, first=first)


@router.post("/budgets/{envelope_id}")
def fund(
    request: Request, viewer: ViewerDep, services: ServicesDep, envelope_id: UUID, form: FormDep
) -> Response:
    """Add to an envelope, or take away what is free."""
    viewer.require(*WRITERS)
    try:
        services.employers.fund_envelope(viewer.caller, envelope_id, read_form(FundIn, form))
    except AmudduError as error:
        return _show(request, viewer, services, envelope_id, problem=error, form=form)
    return rendering.redirect(flash.with_flash(f"/budgets/{envelope_id}", "saved"))


@router.get("/budgets/{envelope_id}/journal.csv")
def ledger_file(viewer: ViewerDep, services: ServicesDep, envelope_id: UUID) -> Response:
    """Every movement of an envelope, for a spreadsheet."""
    viewer.require(*READERS)
    out = io.StringIO()
    out.write("\ufeff")  # spreadsheets read it as UTF-8
    rows = csv.writer(out, delimiter=";")
    rows.writerow(_COLUMNS)
    rows.writerows(_row(line) for line in _every_line(services, viewer.caller, envelope_id))
    headers = {"Content-Disposition": f'attachment; filename="journal-{envelope_id}.csv"'}
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _every_line(services: Services, caller: Caller, envelope_id: UUID) -> Iterator[LedgerLine]:
    offset, total = 0, 1
    while offset < min(total, MOST_OFFSET):
        page = services.employers.ledger(caller, envelope_id, limit=100, offset=offset)
        yield from page.items
        total, offset = page.total, offset + 100


def _row(line: LedgerLine) -> list[str]:
    return [
        line.at.isoformat(),
        line.kind,
        *(str(each) for each in (line.total, line.reserved, line.committed, line.paid)),
        str(line.claim_id or ""),
        line.actor_role,
        _no_formula(line.reason),
    ]


def _no_formula(text: str) -> str:
    """A cell that a spreadsheet would run is kept as words."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _show_all(
    request: Request,
    viewer: Viewer,
    services: Services,
    *,
    problem: AmudduError | None = None,
    form: FormData | None = None,
) -> Response:
    schemes = services.employers.every_scheme(viewer.caller)
    return rendering.page(
        request,
        viewer,
        "budgets.html",
        **refusal(problem, viewer),
        envelopes=services.employers.envelopes(viewer.caller).items,
        schemes=[(each.id, each.name) for each in schemes if each.country == "MA"],
        may_write=viewer.actor.role in WRITERS,
        values={"currency": "MAD"} | (typed_values(form) if form else {}),
    )


def _show(
    request: Request,
    viewer: Viewer,
    services: Services,
    envelope_id: UUID,
    *,
    first: int = 0,
    problem: AmudduError | None = None,
    form: FormData | None = None,
) -> Response:
    found: Ledger = services.employers.ledger(viewer.caller, envelope_id, limit=PAGE, offset=first)
    return rendering.page(
        request,
        viewer,
        "budget.html",
        **refusal(problem, viewer),
        envelope=found.envelope,
        lines=found.items,
        total=found.total,
        limit=PAGE,
        offset=first,
        may_write=viewer.actor.role in WRITERS,
        values=typed_values(form) if form else {},
        flash=flash.said(request.query_params.get(flash.PARAMETER), viewer),
    )
