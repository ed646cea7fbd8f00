"""Public API of open offers, for whoever asks, and files for job boards. No token is needed."""

from __future__ import annotations

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from amuddu.contracts.postings.offers import OfferSearch, PublicOffer, PublicOfferPage
from amuddu.kit.web.problems import PROBLEMS
from gateway.clients import ServicesDep
from gateway.offers import boards
from gateway.offers.feeds import NOBODY, all_offers, base_of, kept_a_while
from gateway.offers.shelf import shelf_of

router = APIRouter(prefix="/api/v1", tags=["offers"], responses=PROBLEMS)


@router.get("/offers")
def search_offers(
    request: Request, services: ServicesDep, asked: Annotated[OfferSearch, Query()]
) -> PublicOfferPage:
    """Open offers of firms, newest first. No account is needed."""
    query = asked.model_dump(mode="json")
    read = partial(services.employers.search_offers, NOBODY, **query)
    found: PublicOfferPage = shelf_of(request).get(("search", *query.values()), read)
    return found


@router.get("/offers.csv", response_class=Response)
def offers_csv(request: Request, services: ServicesDep) -> Response:
    """Every open offer of firms, for job boards; without contacts."""
    content = boards.as_csv(all_offers(request, services), base=base_of(request))
    return kept_a_while(request, content, "text/csv; charset=utf-8", name="offers.csv")


@router.get("/offers.xml", response_class=Response)
def offers_xml(request: Request, services: ServicesDep) -> Response:
    """The same as XML."""
    content = boards.as_xml(all_offers(request, services), base=base_of(request))
    return kept_a_while(request, content, "application/xml; charset=utf-8")


@router.get("/offers/{offer_id}")
def public_offer(request: Request, services: ServicesDep, offer_id: UUID) -> PublicOffer:
    """One open offer. No account is needed."""
    read = partial(services.employers.offer, NOBODY, offer_id)
    found: PublicOffer = shelf_of(request).get(("one", offer_id), read)
    return found
