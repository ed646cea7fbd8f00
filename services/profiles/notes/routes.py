"""Routes of notes: each operation of the contract, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts import follow_up as contract
from amuddu.kit.auth import ActorDep
from amuddu.kit.db import SessionDep
from amuddu.kit.web.serving import Serving
from services.profiles.notes import service

serve = Serving(session=SessionDep, actor=ActorDep)

serve(contract.LIST_NOTES, service.of_person)
serve(contract.ADD_NOTE, service.add)
serve(contract.DELETE_NOTE, service.delete)

router = serve.router
