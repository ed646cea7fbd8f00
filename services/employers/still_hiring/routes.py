"""Routes about vacancies whose employer is silent. The two behind a signed link need no actor:
the link itself says for which vacancy its holder may answer."""

from __future__ import annotations

from amuddu.contracts.postings import still_hiring as contract
from amuddu.kit.web.serving import Serving
from services.employers.organisations.caller import CallerDep
from services.employers.still_hiring import service

serve = Serving(caller=CallerDep)

serve(contract.STILL_HIRING_LINK, service.link)
serve(contract.STILL_HIRING, service.look_up)
serve(contract.ANSWER_STILL_HIRING, service.answer)

router = serve.router
