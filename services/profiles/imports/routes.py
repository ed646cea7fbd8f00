"""Routes of imports: the operation of `amuddu.contracts`, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts import profiles as contract
from amuddu.kit.auth import ActorDep
from amuddu.kit.db import SessionDep
from amuddu.kit.web.serving import Serving
from services.profiles.common.dependencies import KeysDep, LangDep
from services.profiles.imports import batch

serve = Serving(session=SessionDep, actor=ActorDep, lang=LangDep, keys=KeysDep)

serve(contract.IMPORT_PROFILES, batch.batch)

router = serve.router
