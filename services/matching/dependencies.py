"""What the routes of several subjects here share: the reader's language, the day, the matcher."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Depends, Request

from amuddu.contracts.types import Lang
from amuddu.kit import clock
from amuddu.kit.web.http import request_language
from services.matching.ranking.matcher import Matcher

LangDep = Annotated[Lang, Depends(request_language)]
TodayDep = Annotated[date, Depends(clock.today)]


def _matcher(request: Request) -> Matcher:
    matcher: Matcher = request.app.state.matcher
    return matcher


MatcherDep = Annotated[Matcher, Depends(_matcher)]
