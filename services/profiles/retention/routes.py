"""Routes of asking whether somebody stays: each operation, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts.profiles import staying as contract
from amuddu.kit.web.serving import Serving
from services.profiles.common.dependencies import KeysDep
from services.profiles.retention import dormancy

serve = Serving(keys=KeysDep)

serve(contract.READ_STAY, dormancy.behind_link)
serve(contract.ANSWER_STAY, dormancy.answer_by_link)
serve(contract.LIST_DORMANT, dormancy.listed)
serve(contract.CONFIRM_STAY, dormancy.confirm)
serve(contract.LIST_DUE_DORMANT, dormancy.due_ones)
serve(contract.ERASE_DORMANT, dormancy.erase)

router = serve.router
