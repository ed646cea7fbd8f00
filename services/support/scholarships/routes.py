"""Routes of scholarships: each operation, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts.support import scholarships as contract
from amuddu.kit.web.serving import Serving, of_app
from services.support.scholarships import applying, calls, committee, deciding, fitting, running

serve = Serving(profiles=of_app("profiles"))

serve(contract.LIST_CALLS, calls.calls)
serve(contract.READ_CALL, calls.call)
serve(contract.ADD_CALL, calls.add)
serve(contract.CHANGE_TERMS, calls.change_terms)
serve(contract.APPOINT, calls.appoint)
serve(contract.OPEN_CALL, calls.open_call)
serve(contract.CLOSE_CALL, calls.close)
serve(contract.READ_DECISIONS, calls.decisions)
serve(contract.LIST_SCORING, committee.every)
serve(contract.READ_SCORING, committee.scoring)
serve(contract.LIST_APPLICATIONS, applying.applications)
serve(contract.READ_APPLICATION, applying.application)
serve(contract.CHECK_ELIGIBILITY, fitting.eligibility)
serve(contract.CHECK_CALL, fitting.fit)
serve(contract.LINK_HOUSEHOLD, applying.household)

serve.steps(contract.SCHOLARSHIP, applying, committee, deciding, running)

router = serve.router
