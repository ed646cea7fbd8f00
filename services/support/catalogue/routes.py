"""Routes of the catalogue: each operation, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts.support import catalogue as contract
from amuddu.kit.web.serving import Serving
from services.support.catalogue import service

serve = Serving()

serve(contract.SEARCH_COURSES, service.search)
serve(contract.READ_COURSE, service.read)
serve(contract.LIST_CENTRES, service.centres)
serve(contract.ADD_CENTRE, service.add_centre)
serve(contract.ADD_COURSE, service.add_course)
serve(contract.CHANGE_COURSE, service.change_course)
serve(contract.ADD_SESSION, service.add_session)

router = serve.router
