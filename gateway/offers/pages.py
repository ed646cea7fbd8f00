"""Offers that anybody may look through, and the page of each."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.responses import Response

from amuddu.contracts.postings.offers import OfferSearch, PublicOfferPage
from amuddu.reference.places import places
from gateway.offers.feeds import NOBODY, base_of
from gateway.offers.posting import posting, script
from gateway.offers.shelf import shelf_of
from gateway.web import choices
from gateway.web.page import Page, PageDep, first_of

router = APIRouter(include_in_schema=False)

SHOWN = 20


@router.get("/emplois")
def offers(page: PageDep) -> Response:
    """Open offers, newest first; by words or trade, and by town."""
    asked = _asked(page)
    found = _found(page, asked)
    values = {"q": asked.q or "", "ville": asked.place or ""}
    told = {name: value for name, value in values.items() if value}
    return page.render(
        "offers.html",
        values=values,
        found=found,
        verified=_verified(page, *(each.id for each in found.items)),
        towns=choices.towns(page.lang),
        base=base_of(page.request),
        pager_url=f"/emplois?{urlencode(told)}&offset=" if told else "/emplois?offset=",
        limit=SHOWN,
        offset=asked.offset,
    )


@router.get("/emplois/{offer_id}")
def offer(page: PageDep, offer_id: UUID) -> Response:
    """One offer. Raises `NotFound` for whatever is not for everybody, or no more."""
    read = partial(page.services.employers.offer, NOBODY, offer_id)
    found = shelf_of(page.request).get(("one", offer_id), read)
    url = f"{base_of(page.request)}/emplois/{offer_id}"
    return page.render(
        "offer.html",
        offer=found,
        verified=_verified(page, offer_id),
        url=url,
        posting=script(posting(found, url=url)),
    )


def _verified(page: Page, *ids: UUID) -> frozenset[UUID]:
    """Which of the offers bear the mark of an employer that an agency verified."""
    read = partial(page.services.employers.verified, ids)
    return shelf_of(page.request).get(("verified", *ids), read)


def _asked(page: Page) -> OfferSearch:
    """What the address asks for; what cannot be read asks for nothing."""
    place = page.query("ville")
    asked = {
        "q": page.query("q").strip()[:100] or None,
        "place": place if place in places() else None,
        "limit": SHOWN,
        "offset": first_of(page.query("offset")),
    }
    try:
        return OfferSearch.model_validate(asked)
    except ValidationError:
        return OfferSearch(limit=SHOWN)


def _found(page: Page, asked: OfferSearch) -> PublicOfferPage:
    query = asked.model_dump(mode="json")
    read = partial(page.services.employers.search_offers, NOBODY, **query)
    key = ("search", *query.values())
    found: PublicOfferPage = shelf_of(page.request).get(key, read)
    return found
