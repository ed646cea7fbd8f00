"""Routes of notes: each operation of the contract, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts import follow_up as contract
from amuddu.kit.web.serving import Serving
from services.profiles.notes import service

serve = Serving()

serve(contract.LIST_NOTES, service.of_person)
serve(contract.ADD_NOTE, service.add)
serve(contract.DELETE_NOTE, service.delete)

router = serve.router
