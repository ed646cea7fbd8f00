"""Routes of offers as a jobseeker reads them: each operation, and what answers it."""

from __future__ import annotations

from amuddu.contracts.matching import own_offers as contract
from amuddu.contracts.matching.own_offers import INTEREST
from amuddu.kit.web.serving import Serving, of_app
from services.matching.own_offers import answers, interests, offers

serve = Serving(engine=of_app("engine"))

serve(contract.READ_OFFER, offers.offer)
serve(contract.LIST_ANSWERS, answers.answers)
serve(contract.LIST_INTERESTS, interests.waiting)
serve.steps(INTEREST, interests)

router = serve.router
