"""What use cases of this service may ask for by name: the caller, their language, the day."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Depends, Request

from amuddu.contracts.types import Lang
from amuddu.kit import clock
from amuddu.kit.auth import ActorDep
from amuddu.kit.web.http import request_language
from services.employers.organisations.access import Caller


def _caller(request: Request, actor: ActorDep) -> Caller:
    return Caller(actor, request_language(request))


CallerDep = Annotated[Caller, Depends(_caller)]
LangDep = Annotated[Lang, Depends(request_language)]
TodayDep = Annotated[date, Depends(clock.today)]
