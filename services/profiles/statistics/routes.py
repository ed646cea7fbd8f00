"""Route of what happened, in numbers."""

from __future__ import annotations

from amuddu.contracts.statistics import COUNT_PEOPLE
from amuddu.kit.db import SessionDep
from amuddu.kit.web.serving import Serving
from services.profiles.common.dependencies import TodayDep
from services.profiles.statistics import service

serve = Serving(session=SessionDep, on=TodayDep)

serve(COUNT_PEOPLE, service.people)

router = serve.router
