"""The directory, a product, and saying that somebody was refused."""

from __future__ import annotations

from typing import get_args
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.support.finance import (
    TELLERS,
    Product,
    ProductKind,
    RefusalForm,
    RefusalIn,
    RefusalReason,
)
from amuddu.kit.errors import AmudduError, BadRequest
from amuddu.reference.places import places
from gateway.sessions.security import FormDep
from gateway.web import choices
from gateway.web.forms import read_form, text_of, typed_values
from gateway.web.page import Page, PageDep, done, first_of

router = APIRouter(include_in_schema=False)

KINDS: tuple[ProductKind, ...] = get_args(ProductKind)
SHOWN = 20


@router.get("/finance")
def products(page: PageDep) -> Response:
    """Products by sort and town."""
    place = page.query("ville") if page.query("ville") in places() else ""
    kind = next((each for each in KINDS if each == page.query("sorte")), None)
    first = first_of(page.query("offset"))
    found = page.services.support.products(
        page.caller, kind=kind, place=place or None, limit=SHOWN, offset=first
    )
    told = {name: value for name, value in (("sorte", kind), ("ville", place)) if value}
    return page.render(
        "products.html",
        found=found,
        kinds=KINDS,
        towns=choices.towns(page.lang),
        values={"sorte": kind or "", "ville": place},
        may_tell=_may_tell(page),
        pager_url=f"/finance?{urlencode(told)}&offset=" if told else "/finance?offset=",
        limit=SHOWN,
        offset=first,
    )


@router.get("/finance/refus")
def ask_refusal(page: PageDep) -> Response:
    """A refusal of something that is not in the directory."""
    page.viewer.require(*TELLERS)
    return _refusal(page, None)


@router.post("/finance/refus")
def tell_refusal(page: PageDep, form: FormDep) -> Response:
    """Count it; a refused form comes back."""
    page.viewer.require(*TELLERS)
    product = _named(page, form)
    try:
        body = read_form(RefusalIn, form, product_id=product.id if product else None)
        page.services.support.tell_refusal(page.caller, body)
    except AmudduError as error:
        return _refusal(page, product, refused=error, values=typed_values(form))
    return done(f"/finance/{product.id}" if product else "/finance", "refusal_told")


def _named(page: Page, form: FormData) -> Product | None:
    """The product that the form is about, if it is about one. Raises `BadRequest`, `NotFound`."""
    product_id = text_of(form, "product_id")
    if not product_id:
        return None
    try:
        return page.services.support.product(page.caller, UUID(product_id))
    except ValueError:
        raise BadRequest from None


@router.get("/finance/{product_id}")
def product(page: PageDep, product_id: UUID) -> Response:
    """One product: for whom, which papers, who said so and when."""
    found = page.services.support.product(page.caller, product_id)
    return page.render("product.html", product=found, may_tell=_may_tell(page))


@router.get("/finance/{product_id}/refus")
def ask_refusal_of(page: PageDep, product_id: UUID) -> Response:
    """A refusal of this product."""
    page.viewer.require(*TELLERS)
    return _refusal(page, page.services.support.product(page.caller, product_id))


def _refusal(
    page: Page,
    product: Product | None,
    *,
    refused: AmudduError | None = None,
    values: dict[str, str] | None = None,
) -> Response:
    return page.render(
        "refusal.html",
        refused=refused,
        product=product,
        kinds=KINDS,
        reasons=get_args(RefusalReason),
        forms=get_args(RefusalForm),
        towns=choices.towns(page.lang),
        values=values or {},
    )


def _may_tell(page: Page) -> bool:
    return page.viewer.identity is not None and page.role in TELLERS
