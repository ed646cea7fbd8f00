"""Routes of erasures that wait: each operation of `amuddu.contracts`, and who answers it."""

from __future__ import annotations

from amuddu.contracts.profiles import erasure as contract
from amuddu.kit.web.serving import Serving
from services.profiles.common.dependencies import KeysDep
from services.profiles.erasures import service

serve = Serving(keys=KeysDep)

serve(contract.ASK_ERASURE, service.ask)
serve(contract.READ_ERASURE, service.read)
serve(contract.STOP_ERASURE, service.stop)
serve(contract.CONFIRM_ERASURE, service.confirm)
serve(contract.LIST_DUE_ERASURES, service.due)
serve(contract.CARRY_OUT_ERASURE, service.carry_out)

router = serve.router
