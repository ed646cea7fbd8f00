"""Routes of papers: each operation, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts.profiles import papers as contract
from amuddu.kit.web.serving import Serving, of_app
from services.profiles.hire_papers import service

serve = Serving(gate=of_app("gate"))

serve(contract.ADD_PAPER, service.add)
serve(contract.LIST_PAPERS, service.of_hire)
serve(contract.OPEN_PAPER, service.open_one)
serve(contract.REMOVE_PAPER, service.remove)
serve(contract.OWN_PAPERS, service.of_person)
serve(contract.HIRE_PAPERS, service.for_service)

router = serve.router
