"""The route of emergencies."""

from __future__ import annotations

from amuddu.contracts.profiles.emergency import OPEN_IN_EMERGENCY
from amuddu.kit.web.serving import Serving
from services.profiles.emergencies import service

serve = Serving()

serve(OPEN_IN_EMERGENCY, service.open_in_emergency)

router = serve.router
