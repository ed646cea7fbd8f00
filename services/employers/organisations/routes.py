"""Routes of employers: each operation, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts import organisations as contract
from amuddu.kit.web.serving import Serving
from services.employers.organisations import service
from services.employers.organisations.caller import CallerDep

serve = Serving(caller=CallerDep)

serve(contract.ADD_EMPLOYER, service.add_employer)
serve(contract.LIST_EMPLOYERS, service.employers)
serve(contract.READ_EMPLOYER, service.employer)

router = serve.router
