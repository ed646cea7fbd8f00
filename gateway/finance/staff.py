"""The coordination's pages: what the directory says, and the refusals that were counted."""

from __future__ import annotations

from typing import get_args
from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.support.finance import (
    PaperAsked,
    Product,
    ProductIn,
    ProductKind,
    RefusalQuery,
)
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError
from gateway.sessions.security import FormDep
from gateway.web import choices
from gateway.web.forms import read_form, read_model, shown_fields, text_of, typed_values
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

KEEPER = Role.COORDINATOR


@router.get("/finance/nouveau")
def new(page: PageDep) -> Response:
    """An empty form."""
    page.viewer.require(KEEPER)
    return _form_page(page, None)


@router.post("/finance/nouveau")
def add(page: PageDep, form: FormDep) -> Response:
    """Enter a product."""
    page.viewer.require(KEEPER)
    try:
        made = page.services.support.add_product(page.caller, _typed(form))
    except AmudduError as error:
        return _form_page(page, None, refused=error, values=typed_values(form))
    return done(f"/finance/{made.id}", "saved")


@router.get("/finance/refus/comptes")
def refusals(page: PageDep) -> Response:
    """Refusals counted; months that cannot be read come back with why."""
    page.viewer.require(KEEPER)
    typed = {name: page.query(name) for name in RefusalQuery.model_fields}
    towns = choices.towns(page.lang)
    try:
        asked = read_model(RefusalQuery, {name: value or None for name, value in typed.items()})
        found = page.services.support.refusals(page.caller, **asked.model_dump())
    except AmudduError as error:
        found = page.services.support.refusals(page.caller)
        return page.render("refusals.html", refused=error, found=found, towns=towns, values=typed)
    values = {**typed, "since": f"{found.since:%Y-%m}", "until": f"{found.until:%Y-%m}"}
    return page.render("refusals.html", found=found, towns=towns, values=values)


@router.get("/finance/{product_id}/modifier")
def edit(page: PageDep, product_id: UUID) -> Response:
    """The form with what is stored."""
    page.viewer.require(KEEPER)
    return _form_page(page, page.services.support.product(page.caller, product_id))


@router.post("/finance/{product_id}/modifier")
def change(page: PageDep, product_id: UUID, form: FormDep) -> Response:
    """Replace what is said of a product."""
    page.viewer.require(KEEPER)
    try:
        page.services.support.change_product(page.caller, product_id, _typed(form))
    except AmudduError as error:
        found = page.services.support.product(page.caller, product_id)
        return _form_page(page, found, refused=error, values=typed_values(form))
    return done(f"/finance/{product_id}", "saved")


def _typed(form: FormData) -> ProductIn:
    return read_form(ProductIn, form, places=choices.towns_of(text_of(form, "places"), "places"))


def _form_page(
    page: Page,
    found: Product | None,
    *,
    refused: AmudduError | None = None,
    values: dict[str, str] | None = None,
) -> Response:
    stored = {"offered": "1"}
    if found is not None:
        stored = {
            **shown_fields(found, ProductIn),
            "places": choices.towns_typed(found.places, page.lang),
        }
    return page.render(
        "product_form.html",
        refused=refused,
        product=found,
        kinds=get_args(ProductKind),
        papers=get_args(PaperAsked),
        values=values if values is not None else stored,
    )
