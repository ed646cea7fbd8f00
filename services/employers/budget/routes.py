"""Routes of the envelopes: each operation, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts import schemes as contract
from amuddu.kit.web.serving import Serving
from services.employers.budget import service
from services.employers.organisations.caller import CallerDep

serve = Serving(caller=CallerDep)

serve(contract.LIST_ENVELOPES, service.envelopes)
serve(contract.OPEN_ENVELOPE, service.open_envelope)
serve(contract.FUND_ENVELOPE, service.fund)
serve(contract.READ_LEDGER, service.ledger)

router = serve.router
