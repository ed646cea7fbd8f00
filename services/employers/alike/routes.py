"""Routes of what is likely the same ad."""

from __future__ import annotations

from amuddu.contracts.postings import alike as contract
from amuddu.kit.web.serving import Serving
from services.employers.alike import service
from services.employers.organisations.caller import CallerDep

serve = Serving(caller=CallerDep)

serve(contract.ALIKE_VACANCIES, service.alike)
serve(contract.TELL_APART, service.tell_apart)

router = serve.router
