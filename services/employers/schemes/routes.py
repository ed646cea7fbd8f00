"""Routes of schemes and of their proposed versions: each operation, and what answers it."""

from __future__ import annotations

from amuddu.contracts import schemes as contract
from amuddu.contracts.schemes import proposals as proposed
from amuddu.kit.web.serving import Serving
from services.employers.organisations.caller import CallerDep
from services.employers.schemes import deciding, presenting, writing

serve = Serving(caller=CallerDep)

serve(proposed.LIST_SCHEME_PROPOSALS, deciding.proposals)  # before one scheme
serve(proposed.READ_SCHEME_PROPOSAL, deciding.proposal)
serve(contract.READ_SCHEME, presenting.detail)
serve(contract.SCHEME_RULES, presenting.rules_of)
serve(proposed.PROPOSE_SCHEME, writing.propose)
serve.steps(
    proposed.SCHEME_VERSION,
    propose=writing.propose_version,
    approve=deciding.approve,
    refuse=deciding.refuse,
    withdraw=deciding.withdraw,
)

router = serve.router
