"""Routes of what hiring takes: each operation, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts.profiles import hireability as contract
from amuddu.kit.web.serving import Serving, of_app
from services.profiles.hireability import service

serve = Serving(gate=of_app("gate"))

serve(contract.ASK_HIREABILITY, service.hireability)
serve(contract.OWN_OPENING, service.own_opening)
serve(contract.OPENED_ROUTES, service.opened_routes)
serve(contract.HIRE_ROUTE, service.hire_route)
serve(contract.JUDGE_CLAIM, service.judge_claim)

router = serve.router
