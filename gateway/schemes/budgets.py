"""Money: envelopes, their ledger, and the ledger as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.operations import MOST_OFFSET
from amuddu.contracts.schemes import (
    READERS,
    WRITERS,
    Envelope,
    EnvelopeIn,
    FundIn,
    Ledger,
    LedgerLine,
)
from amuddu.kit.errors import AmudduError
from gateway.sessions.security import FormDep
from gateway.web import pictures
from gateway.web.forms import read_form, text_of, typed_values
from gateway.web.page import Page, PageDep, done, first_of
from gateway.web.spreadsheets import Cell, download

router = APIRouter(include_in_schema=False)

PAGE = 50
_COLUMNS = ("at", "kind", "total", "reserved", "committed", "paid", "claim_id", "role", "reason")


@router.get("/budgets")
def budgets(page: PageDep) -> Response:
    """Every envelope with its balances."""
    page.viewer.require(*READERS)
    return _show_all(page)


@router.post("/budgets")
def open_envelope(page: PageDep, form: FormDep) -> Response:
    """Put money aside for a scheme and a period."""
    page.viewer.require(*WRITERS)
    try:
        body = read_form(EnvelopeIn, form, currency=text_of(form, "currency").upper())
        made = page.services.employers.open_envelope(page.caller, body)
    except AmudduError as error:
        return _show_all(page, problem=error, form=form)
    return done(f"/budgets/{made.id}", "saved")


@router.get("/budgets/{envelope_id}")
def envelope(
    page: PageDep,
    envelope_id: UUID,
    offset: str = "",
) -> Response:
    """One envelope and its movements."""
    page.viewer.require(*READERS)
    return _show(page, envelope_id, first=first_of(offset))


@router.post("/budgets/{envelope_id}")
def fund(page: PageDep, envelope_id: UUID, form: FormDep) -> Response:
    """Add to an envelope, or take away what is free."""
    page.viewer.require(*WRITERS)
    try:
        page.services.employers.fund_envelope(page.caller, envelope_id, read_form(FundIn, form))
    except AmudduError as error:
        return _show(page, envelope_id, problem=error, form=form)
    return done(f"/budgets/{envelope_id}", "saved")


@router.get("/budgets/{envelope_id}/journal.csv")
def ledger_file(page: PageDep, envelope_id: UUID) -> Response:
    """Every movement of an envelope, for a spreadsheet."""
    page.viewer.require(*READERS)
    rows = (_row(line) for line in _every_line(page, envelope_id))
    return download("csv", f"journal-{envelope_id}", _COLUMNS, rows)


def _every_line(page: Page, envelope_id: UUID) -> Iterator[LedgerLine]:
    offset, total = 0, 1
    while offset < min(total, MOST_OFFSET):
        found = page.services.employers.ledger(page.caller, envelope_id, limit=100, offset=offset)
        yield from found.items
        total, offset = found.total, offset + 100


def _row(line: LedgerLine) -> list[Cell]:
    balances = (line.total, line.reserved, line.committed, line.paid)
    claim = str(line.claim_id or "")
    return [line.at.isoformat(), line.kind, *balances, claim, line.actor_role, line.reason]


def _show_all(
    page: Page,
    *,
    problem: AmudduError | None = None,
    form: FormData | None = None,
) -> Response:
    schemes = page.services.employers.every_scheme(page.caller)
    return page.render(
        "budgets.html",
        refused=problem,
        envelopes=[
            (each, _money(each)) for each in page.services.employers.envelopes(page.caller).items
        ],
        schemes=[(each.id, each.name) for each in schemes if each.country == "MA"],
        may_write=page.role in WRITERS,
        values={"currency": "MAD"} | (typed_values(form) if form else {}),
    )


def _money(one: Envelope) -> tuple[pictures.Segment, ...]:
    """Where the money of an envelope stands, in the order of the page: paid, committed, reserved,
    free."""
    return pictures.segments((one.paid, one.committed, one.reserved, one.free))


def _show(
    page: Page,
    envelope_id: UUID,
    *,
    first: int = 0,
    problem: AmudduError | None = None,
    form: FormData | None = None,
) -> Response:
    found: Ledger = page.services.employers.ledger(
        page.caller, envelope_id, limit=PAGE, offset=first
    )
    return page.render(
        "budget.html",
        refused=problem,
        envelope=found.envelope,
        money=_money(found.envelope),
        lines=found.items,
        total=found.total,
        limit=PAGE,
        offset=first,
        may_write=page.role in WRITERS,
        values=typed_values(form) if form else {},
    )
