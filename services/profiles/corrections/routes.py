"""Routes of corrections and of what was changed."""

from __future__ import annotations

from amuddu.contracts.profiles import corrections as contract
from amuddu.contracts.profiles.history import LIST_CHANGES
from amuddu.kit.web.serving import Serving
from services.profiles.corrections import service

serve = Serving()

serve(LIST_CHANGES, service.changes)
serve(contract.LIST_CORRECTIONS, service.of_person)
serve(contract.LIST_OPEN_CORRECTIONS, service.waiting)
serve.steps(contract.CORRECTION, service)

router = serve.router
