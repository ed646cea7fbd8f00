"""What the use cases of several subjects here are given beside the session."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Depends

from amuddu.contracts.types import Lang
from amuddu.kit import clock
from amuddu.kit.web.http import request_language

LangDep = Annotated[Lang, Depends(request_language)]
TodayDep = Annotated[date, Depends(clock.today)]
