"""Routes of claims: each operation of `amuddu.contracts.claims`, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts import claims as contract
from amuddu.contracts.claims import CLAIM
from amuddu.contracts.schemes import LIST_SCHEME_VERSIONS
from amuddu.kit.web.serving import Serving, of_app
from services.employers.claims import deciding, paying, reading, writing
from services.employers.organisations.caller import CallerDep

serve = Serving(caller=CallerDep, profiles=of_app("profiles"))

serve(contract.LIST_CLAIMS, reading.claims)
serve(contract.READ_CLAIM, reading.claim)
serve(contract.CLAIMABLE, reading.claimable)
serve(LIST_SCHEME_VERSIONS, reading.schemes_listed)

serve.steps(CLAIM, writing, deciding, paying)

router = serve.router
