"""Route of what happened, in numbers."""

from __future__ import annotations

from amuddu.contracts.statistics import COUNT_PEOPLE
from amuddu.kit.web.serving import Serving
from services.profiles.statistics import service

serve = Serving()

serve(COUNT_PEOPLE, service.people)

router = serve.router
