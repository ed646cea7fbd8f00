"""Routes of requests and of sessions: each operation, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts.support import catalogue
from amuddu.contracts.support import training as contract
from amuddu.kit.web.serving import Serving, of_app
from services.support.places import attending, service

serve = Serving(profiles=of_app("profiles"))

serve(contract.LIST_REQUESTS, service.requests)
serve(contract.READ_REQUEST, service.request)
serve(contract.CHECK_FIT, service.fit)
serve(contract.READ_SESSION_LIST, attending.session_list)
serve(catalogue.CHANGE_SESSION, attending.change_session)
serve(catalogue.CANCEL_SESSION, attending.cancel_session)

serve.steps(contract.PLACE, service, attending)

router = serve.router
