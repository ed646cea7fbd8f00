"""Offers that anybody may read: open vacancies of firms, without account and without contact.

What stands here goes to search engines and job boards. Work in private homes is not among it, nor
an offer that an agency is looking at after a report.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from amuddu.contracts.employers import HoursWeek
from amuddu.contracts.operations import Offset, Operations, Paged, Query
from amuddu.contracts.types import (
    ConceptRef,
    Contract,
    ContractType,
    Day,
    LanguageSkill,
    LongText,
    Money,
    Months,
    ShortText,
    Slug,
)


class PublicOffer(Contract):
    """An open vacancy as anybody reads it. Contacts are left out of every text."""

    id: UUID
    title: ShortText
    description: LongText = ""
    occupation: ConceptRef
    essential_skills: tuple[ConceptRef, ...] = ()
    wanted_skills: tuple[ConceptRef, ...] = ()
    languages: tuple[LanguageSkill, ...] = ()
    employer_name: ShortText
    agency_id: Slug | None
    """Whom to ask: the agency, never the employer."""
    place: Slug
    contract_type: ContractType
    contract_months: Months | None = None
    wage_month: Money | None = None
    wage_month_max: Money | None = None
    starts_on: Day | None = None
    places: int
    """Those that are free."""
    hours_week: HoursWeek | None = None
    published_on: Day
    closes_on: Day
    """The day on which it closes, unless its employer is heard of before."""
    updated_at: datetime


class PublicOfferPage(Contract):
    """One page of offers, newest first; `total` counts them all."""

    items: tuple[PublicOffer, ...]
    total: int


class OfferSearch(Paged):
    """Which offers are listed: by words or trade, by town."""

    q: ShortText | None = None
    place: Slug | None = None


class OfferFeed(Query):
    """A part of all offers, newest first, for files and feeds."""

    limit: Annotated[int, Field(ge=1, le=1000)] = 1000
    offset: Offset = 0


# --- who may ask what: nobody has to be anybody ------------------------------------------------

_OFFERS = Operations("employers", tag="offers", public=True)
# fmt: off
SEARCH_OFFERS = _OFFERS.get("/offers", PublicOfferPage, "search_offers", "Open offers of firms, newest first. No account is needed.", query=OfferSearch)
READ_OFFER = _OFFERS.get("/offers/{offer_id}", PublicOffer, "public_offer", "One open offer. No account is needed.")
FEED_OFFERS = _OFFERS.get("/offers-feed", PublicOfferPage, "feed_offers", "Open offers, up to a thousand at once.", query=OfferFeed, public=False)
# fmt: on
