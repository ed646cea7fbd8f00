"""What use cases of this service may ask for by name beside what every service provides."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from amuddu.kit.trust.gate import ActorDep
from amuddu.kit.web.http import request_language
from services.employers.organisations.access import Caller


def _caller(request: Request, actor: ActorDep) -> Caller:
    return Caller(actor, request_language(request))


CallerDep = Annotated[Caller, Depends(_caller)]
