"""Routes of a centre's way in: each operation, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts.support import desks as contract
from amuddu.kit.web.serving import Serving
from services.support.desks import service

serve = Serving()

serve(contract.LIST_DESK_LINKS, service.links)
serve(contract.MAKE_DESK_LINK, service.make)
serve(contract.STOP_DESK_LINK, service.stop)
serve(contract.READ_DESK, service.desk)
serve(contract.STEP_AT_DESK, service.step)

router = serve.router
