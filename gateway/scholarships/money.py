"""The coordination's pages of money for people: envelopes, their entries, the bank's file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from amuddu.contracts.operations import MOST_OFFSET
from amuddu.contracts.support.money import (
    WRITERS,
    BankFileIn,
    BankOut,
    MoneyBackIn,
    Movement,
    PurseBook,
    PurseFundIn,
    PurseIn,
)
from amuddu.kit.errors import AmudduError, BadRequest, invalid
from amuddu.kit.i18n import N_
from gateway.scholarships.words import HOME
from gateway.sessions.security import FormDep
from gateway.web.forms import read_form, read_model, text_of, typed_values
from gateway.web.page import Page, PageDep, done, first_of
from gateway.web.spreadsheets import Cell, download

router = APIRouter(include_in_schema=False)

Balance = Literal["total", "reserved", "committed", "paid"]
BALANCES: tuple[Balance, ...] = ("total", "reserved", "committed", "paid")
PURSES = f"{HOME}/enveloppes"
PAGE = 50
_COLUMNS = ("at", "kind", *BALANCES, "reference", "about", "role", "reason")
_NO_FILE = N_("Choisissez le fichier CSV de la banque.")


@router.get(PURSES)
def purses(page: PageDep) -> Response:
    """Every envelope with its balances."""
    page.viewer.require(*WRITERS)
    return _show_all(page)


@router.post(PURSES)
def open_purse(page: PageDep, form: FormDep) -> Response:
    """Put money aside for a period."""
    page.viewer.require(*WRITERS)
    try:
        body = read_form(PurseIn, form, currency=text_of(form, "currency").upper())
        made = page.services.support.open_purse(page.caller, body)
    except AmudduError as error:
        return _show_all(page, refused=error, form=form)
    return done(f"{PURSES}/{made.id}", "saved")


@router.get(f"{PURSES}/{{envelope_id}}")
def purse(page: PageDep, envelope_id: UUID) -> Response:
    """One envelope: its figures, the entries that explain each, what the bank is to pay."""
    page.viewer.require(*WRITERS)
    return _show(page, envelope_id)


@router.post(f"{PURSES}/{{envelope_id}}")
def move(page: PageDep, envelope_id: UUID, form: FormDep) -> Response:
    """Add or take away what is free; write down what came back of a payment."""
    page.viewer.require(*WRITERS)
    support, action = page.services.support, text_of(form, "action")
    try:
        if action == "fund":
            support.fund_purse(page.caller, envelope_id, read_form(PurseFundIn, form))
        elif action == "recover":
            support.recover(page.caller, envelope_id, read_form(MoneyBackIn, form))
        else:
            raise BadRequest
    except BadRequest:
        raise
    except AmudduError as error:
        return _show(page, envelope_id, refused=error, form=form)
    return done(f"{PURSES}/{envelope_id}", "saved")


@router.post(f"{PURSES}/{{envelope_id}}/banque")
def bank(page: PageDep, envelope_id: UUID, form: FormDep) -> Response:
    """Read a bank's file: the page says what became of each line."""
    page.viewer.require(*WRITERS)
    try:
        body = read_model(BankFileIn, {"text": _text(form)})
        read = page.services.support.reconcile(page.caller, envelope_id, body)
    except AmudduError as error:
        return _show(page, envelope_id, refused=_at_file(error), form=form, action="bank")
    return _show(page, envelope_id, read=read)


def _text(form: FormData) -> str:
    """The file as text, in whichever of the two ways banks write it."""
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise invalid("file", _NO_FILE)
    content = file.file.read()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _at_file(error: AmudduError) -> AmudduError:
    """What is wrong with the text stands beside the file."""
    for each in error.fields:
        if each.field == "text":
            return invalid("file", each.text.message, **each.text.params)
    return error


@router.get(f"{PURSES}/{{envelope_id}}/journal.csv")
def journal(page: PageDep, envelope_id: UUID) -> Response:
    """Every entry of an envelope, for a spreadsheet."""
    page.viewer.require(*WRITERS)
    rows = (_row(line) for line in _every_line(page, envelope_id))
    return download("csv", f"journal-{envelope_id}", _COLUMNS, rows)


def _every_line(page: Page, envelope_id: UUID) -> Iterator[Movement]:
    offset, total = 0, 1
    while offset < min(total, MOST_OFFSET):
        found = page.services.support.purse(page.caller, envelope_id, limit=100, offset=offset)
        yield from found.items
        total, offset = found.total, offset + 100


def _row(line: Movement) -> list[Cell]:
    balances = (line.total, line.reserved, line.committed, line.paid)
    about = str(line.about or "")
    return [
        line.at.isoformat(),
        line.kind,
        *balances,
        line.reference,
        about,
        line.actor_role,
        line.reason,
    ]


def _show_all(
    page: Page, *, refused: AmudduError | None = None, form: FormData | None = None
) -> Response:
    return page.render(
        "purses.html",
        refused=refused,
        purses=page.services.support.purses(page.caller).items,
        values={"currency": "MAD"} | (typed_values(form) if form else {}),
    )


def _show(
    page: Page,
    envelope_id: UUID,
    *,
    refused: AmudduError | None = None,
    form: FormData | None = None,
    action: str = "",
    read: BankOut | None = None,
) -> Response:
    asked = page.query("quoi")
    balance = next((each for each in BALANCES if each == asked), None)
    first = first_of(page.query("offset"))
    found: PurseBook = page.services.support.purse(
        page.caller, envelope_id, limit=PAGE, offset=first, balance=balance
    )
    values: Mapping[str, str] = typed_values(form) if form else {}
    return page.render(
        "purse.html",
        refused=refused,
        book=found,
        read=read,
        balance=balance or "",
        limit=PAGE,
        offset=first,
        pager_url=f"{PURSES}/{envelope_id}?quoi={balance or ''}&offset=",
        values=values or {"reference": page.query("reference")[:40]},
        action=action or text_of(form, "action") if form else "",
    )
