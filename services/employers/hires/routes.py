"""Routes of the files of hires: each operation, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts import hires as contract
from amuddu.kit.web.serving import Serving, of_app
from services.employers.hires import service
from services.employers.organisations.caller import CallerDep

serve = Serving(caller=CallerDep, profiles=of_app("profiles"))

serve(contract.LIST_HIRES, service.hires)
serve(contract.STUCK_HIRES, service.stuck_counts)  # before one file: `stuck` is not the id of one
serve(contract.READ_HIRE, service.hire)
serve(contract.SET_PAPERS, service.set_papers)

serve.steps(contract.HIRE, service)

router = serve.router
