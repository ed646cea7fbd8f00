"""Routes of interviews: each operation, and what answers it."""

from __future__ import annotations

from amuddu.contracts.matching import interviews as contract
from amuddu.contracts.matching.interviews import INTERVIEW
from amuddu.kit.web.serving import Serving
from services.matching.meetings import linked, reading, service

serve = Serving()

serve(contract.READ_INTERVIEWS, service.interviews_of)
serve(contract.LIST_INTERVIEWS, reading.interviews)
serve(contract.LINKED_INTERVIEWS, linked.linked_interviews)
serve(contract.LINKED_STEP, linked.linked_step)
serve.steps(INTERVIEW, service)

router = serve.router
