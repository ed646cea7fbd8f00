"""Routes of reports. Those by which they come in are the gateway's alone."""

from __future__ import annotations

from amuddu.contracts.postings import reports as contract
from amuddu.kit.web.serving import Serving
from services.employers.organisations.caller import CallerDep
from services.employers.reports import deciding, sending

serve = Serving(caller=CallerDep)

serve(contract.SEND_REPORT, sending.send)
serve(contract.READ_ANSWER, sending.answer)
serve(contract.LIST_REPORTS, deciding.reports)
serve(contract.READ_REPORT, deciding.report)

serve.steps(
    contract.REPORT,
    look=deciding.look,
    uphold=deciding.uphold,
    dismiss=deciding.dismiss,
)

router = serve.router
