"""Routes of money: each operation, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts.support import money as contract
from amuddu.kit.web.serving import Serving
from services.support.money import service

serve = Serving()

serve(contract.LIST_PURSES, service.purses)
serve(contract.OPEN_PURSE, service.open_purse)
serve(contract.FUND_PURSE, service.fund)
serve(contract.READ_PURSE, service.read)
serve(contract.RECOVER, service.recover)
serve(contract.RECONCILE, service.reconcile)

router = serve.router
