"""Routes of what happened, in numbers."""

from __future__ import annotations

from amuddu.contracts.statistics import PEOPLE
from amuddu.kit.web.serving import Serving
from services.profiles.statistics.service import PRESS

serve = Serving()

serve(PEOPLE.list, PRESS.releases)
serve(PEOPLE.read, PRESS.read)
serve(PEOPLE.release, PRESS.release)

router = serve.router
