"""Routes of imports: the operation of `amuddu.contracts`, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts.support import catalogue as contract
from amuddu.kit.web.serving import Serving
from services.support.imports import batch

serve = Serving()

serve(contract.IMPORT_COURSES, batch.import_rows)

router = serve.router
