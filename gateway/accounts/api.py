"""Public API: signing in and out. The token is sent as `Authorization: Bearer TOKEN`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Request, Response, status
from pydantic import Field

from amuddu.contracts.types import Contract, ShortText
from amuddu.kit import clock
from amuddu.kit.db import SessionDep
from amuddu.kit.web.problems import PROBLEMS
from gateway.accounts import signing_in
from gateway.clients import ServicesDep
from gateway.sessions.security import CallerDep

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)


class SignIn(Contract):
    """Login and password of an account."""

    login: ShortText
    password: Annotated[str, Field(min_length=1, max_length=256)]


class BearerToken(Contract):
    """Send it as `Authorization: Bearer TOKEN`; it lives on while it is used."""

    token: str
    expires_at: datetime


@router.post("/sessions", status_code=status.HTTP_201_CREATED, tags=["session"])
def sign_in(request: Request, services: ServicesDep, body: SignIn) -> BearerToken:
    """Sign in; answers a bearer token."""
    signed = signing_in.sign_in(request, login=body.login, password=body.password, kind="api")
    signing_in.tell_new_device(services, signed)
    hours = request.app.state.settings.session_hours
    return BearerToken(token=signed.token, expires_at=clock.now() + timedelta(hours=hours))


@router.delete("/sessions/current", status_code=status.HTTP_204_NO_CONTENT, tags=["session"])
def sign_out(request: Request, session: SessionDep, _caller: CallerDep) -> Response:
    """End the session of the token that is sent."""
    signing_in.sign_out(session, request.headers["authorization"].split()[-1])
    return Response(status_code=status.HTTP_204_NO_CONTENT)
