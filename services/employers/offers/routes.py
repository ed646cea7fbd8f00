"""Routes of public offers. None asks who it is."""

from __future__ import annotations

from amuddu.contracts.postings import offers as contract
from amuddu.kit.web.serving import Serving
from services.employers.offers import service

serve = Serving()

serve(contract.SEARCH_OFFERS, service.search)
serve(contract.READ_OFFER, service.one)
serve(contract.FEED_OFFERS, service.feed)

router = serve.router
