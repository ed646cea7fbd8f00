"""Routes of schemes: each operation of `amuddu.contracts.schemes`, and what answers it."""

from __future__ import annotations

from amuddu.contracts import schemes as contract
from amuddu.kit.web.serving import Serving
from services.employers.organisations.caller import CallerDep
from services.employers.schemes import presenting, writing

serve = Serving(caller=CallerDep)

serve(contract.READ_SCHEME, presenting.detail)
serve(contract.SCHEME_RULES, presenting.rules_of)
serve(contract.ADD_SCHEME, writing.create)
serve(contract.ADD_SCHEME_VERSION, writing.new_version)

router = serve.router
