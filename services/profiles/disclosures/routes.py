"""Routes of opened contacts: each operation, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts import profiles as contract
from amuddu.contracts.profiles.witness import WITNESS_YES
from amuddu.kit.web.serving import Serving
from services.profiles.disclosures import service

serve = Serving()

serve(contract.LIST_DISCLOSURES, service.grants)
serve(contract.READ_DISCLOSURES, service.disclosures)
serve(contract.READ_DISCLOSURE, service.disclosure)
serve(WITNESS_YES, service.witness)

router = serve.router
