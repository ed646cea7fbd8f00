"""Routes of training: each operation, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts.profiles import training as contract
from amuddu.kit.web.serving import Serving, of_app
from services.profiles.training import service

serve = Serving(gate=of_app("gate"))

serve(contract.JUDGE_TRAINING, service.judge)

router = serve.router
