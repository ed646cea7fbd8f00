"""Routes of imports: the operation of `amuddu.contracts`, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts import profiles as contract
from amuddu.kit.web.serving import Serving
from services.profiles.common.dependencies import KeysDep
from services.profiles.imports import batch

serve = Serving(keys=KeysDep)

serve(contract.IMPORT_PROFILES, batch.batch)

router = serve.router
