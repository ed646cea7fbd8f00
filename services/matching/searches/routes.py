"""Routes of saved searches: each operation, and what answers it."""

from __future__ import annotations

from amuddu.contracts.matching import searches as contract
from amuddu.kit.web.serving import Serving
from services.matching.searches import service

serve = Serving()

serve(contract.LIST_SEARCHES, service.searches)
serve(contract.SAVE_SEARCH, service.save)
serve(contract.DROP_SEARCH, service.drop)

router = serve.router
