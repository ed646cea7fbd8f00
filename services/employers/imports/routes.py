"""Routes of imports: the operation of `amuddu.contracts`, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts import employers as contract
from amuddu.kit.web.serving import Serving
from services.employers.imports import batch
from services.employers.organisations.caller import CallerDep

serve = Serving(caller=CallerDep)

serve(contract.IMPORT_VACANCIES, batch.import_rows)

router = serve.router
