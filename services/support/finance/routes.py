"""Routes of finance: each operation, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts.support import finance as contract
from amuddu.kit.web.serving import Serving
from services.support.finance import service

serve = Serving()

serve(contract.LIST_PRODUCTS, service.products)
serve(contract.READ_PRODUCT, service.product)
serve(contract.ADD_PRODUCT, service.add)
serve(contract.CHANGE_PRODUCT, service.change)
serve(contract.TELL_REFUSAL, service.tell)
serve(contract.COUNT_REFUSALS, service.counts)

router = serve.router
