"""Routes of erasures that are followed: each operation, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts.profiles import receipts as contract
from amuddu.kit.web.serving import Serving
from services.profiles.common.dependencies import KeysDep
from services.profiles.receipts import service

serve = Serving(keys=KeysDep)

serve(contract.CHECK_RECEIPT, service.check)
serve(contract.READ_RECEIPT, service.read)
serve(contract.LIST_OPEN_ERASURES, service.open_ones)
serve(contract.FIND_ERASED, service.find_erased)
serve(contract.ANSWER_ERASURE, service.answer)
serve(contract.LIST_STANDING_ERASURES, service.standing)

router = serve.router
