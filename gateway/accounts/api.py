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
from gateway.credentials import proofs
from gateway.sessions import devices
from gateway.sessions.security import CallerDep, IdentityDep

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)


class SignIn(Contract):
    """Login and password of an account."""

    login: ShortText
    password: Annotated[str, Field(min_length=1, max_length=256)]
    device: Annotated[str, Field(max_length=4000, pattern=r"^[A-Za-z0-9._-]*$")] | None = None
    """What the last sign-in answered as `device`. With it, nobody else's wrong guesses of this
    login make this program wait."""
    code: Annotated[str, Field(max_length=40)] = ""
    """The second proof, where the account has one: the code of a telephone or of the paper."""


class Proof(Contract):
    """A second proof, as a code."""

    code: Annotated[str, Field(min_length=1, max_length=40)]


class BearerToken(Contract):
    """Send it as `Authorization: Bearer TOKEN`; it lives on while it is used."""

    token: str
    expires_at: datetime
    device: str
    """Keep it, as secret as the password, and send it with the next sign-in."""


@router.post("/sessions", status_code=status.HTTP_201_CREATED, tags=["session"])
def sign_in(request: Request, services: ServicesDep, body: SignIn) -> BearerToken:
    """Sign in; answers a bearer token."""
    signed = signing_in.sign_in(
        request,
        login=body.login,
        password=body.password,
        kind="api",
        device=signing_in.device_named(request, body.device),
        code=body.code,
    )
    signing_in.tell_new_device(services, signed)
    settings = request.app.state.settings
    return BearerToken(
        token=signed.token,
        expires_at=clock.now() + timedelta(hours=settings.session_hours),
        device=devices.written(signed.device, settings.accepted_keys),
    )


@router.delete("/sessions/current", status_code=status.HTTP_204_NO_CONTENT, tags=["session"])
def sign_out(request: Request, session: SessionDep, _caller: CallerDep) -> Response:
    """End the session of the token that is sent."""
    signing_in.sign_out(session, request.headers["authorization"].split()[-1])
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.post("/sessions/current/proof", status_code=status.HTTP_204_NO_CONTENT, tags=["session"])
def prove(request: Request, _identity: IdentityDep, body: Proof) -> Response:
    """Give the second proof again, before a title is read or a payment made."""
    token = request.headers["authorization"].split()[-1]
    nowhere = proofs.Site("", "")
    signing_in.prove(request, token, proofs.Given(body.code), nowhere)
    return Response(status_code=status.HTTP_204_NO_CONTENT)
