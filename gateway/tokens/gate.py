"""The gate of programs that bear a partner's token: one place, before any route.

What a scope does not name is refused, whichever route it is: an operation that is new tomorrow is
closed to partners until somebody adds it to `SCOPES`.
"""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from amuddu.contracts.postings.partners import SCOPES
from amuddu.kit.auth import service_actor
from amuddu.kit.db import DATABASE_AWAY, Database
from amuddu.kit.errors import AmudduError, Forbidden, NotSignedIn, Unavailable
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from amuddu.kit.web import limits
from amuddu.kit.web.http import problem, request_language
from gateway.clients.base import Caller
from gateway.sessions.security import api_caller, api_identity
from gateway.settings import GatewaySettings
from gateway.tokens import service
from gateway.tokens.service import PREFIX, Bearer

log = logs.get(__name__)

_API = "/api/"
_KEPT = "partner"


class ScopeMissing(Forbidden):
    """The token does not open this."""

    code = "scope_missing"
    default = N_(
        "Ce jeton ne permet pas cette action. Il ouvre seulement ce qui a été convenu avec ce "
        "partenaire."
    )


class PartnerGate:
    """Lets a request that bears a partner's token through to what its scopes name, counted."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(_API):
            request = Request(scope)
            if token := _token(request):
                try:
                    await run_in_threadpool(_enter, request, token)
                except AmudduError as refused:
                    await problem(request, refused)(scope, receive, send)
                    return
                except DATABASE_AWAY as away:
                    log.warning("database out of reach", exc_info=away)
                    await problem(request, Unavailable(retry_after=2))(scope, receive, send)
                    return
        await self._app(scope, receive, send)


def _token(request: Request) -> str:
    """A partner's token, where one is sent."""
    kind, _, token = request.headers.get("authorization", "").strip().partition(" ")
    token = token.strip()
    return token if kind.lower() == "bearer" and token.startswith(PREFIX) else ""


def _enter(request: Request, token: str) -> None:
    """Know the partner, count the request, look at what it asks. Raises `TokenOver`,
    `TooManyRequests`, `ScopeMissing`."""
    database: Database = request.app.state.database
    settings: GatewaySettings = request.app.state.settings
    with database.session() as session:
        bearer = service.bearer(session, token)
        limit, refused = service.count(
            session, bearer.partner_id, most=settings.partner_requests_minute
        )
    limits.note(request.scope, limit)
    if refused is not None:
        raise refused
    if _asked(request) not in frozenset().union(*(SCOPES[scope] for scope in bearer.scopes)):
        log.info("token of a partner goes too far", token_id=str(bearer.token_id))
        raise ScopeMissing
    setattr(request.state, _KEPT, bearer)


def _asked(request: Request) -> tuple[str, str]:
    """Method and pattern of the route that would answer; no path where there is none."""
    for route in request.app.router.routes:
        if isinstance(route, Route) and route.matches(request.scope)[0] is Match.FULL:
            return request.method, route.path
    return request.method, ""


_partners = HTTPBearer(
    scheme_name="PartnerToken",
    auto_error=False,
    description="A partner's token, which an administrator makes.",
)
_TokenDep = Annotated[HTTPAuthorizationCredentials | None, Depends(_partners)]


def bearing(request: Request) -> Bearer | None:
    """The partner whose program asks, as the gate let it through."""
    return cast("Bearer | None", getattr(request.state, _KEPT, None))


def partner_caller(request: Request, credentials: _TokenDep) -> Caller:
    """A partner's program, for whom the gateway asks. Raises `NotSignedIn`, `Forbidden`."""
    if bearing(request) is not None:
        return Caller(service_actor("gateway"), request_language(request))
    raise NotSignedIn if credentials is None else Forbidden


PartnerCallerDep = Annotated[Caller, Depends(partner_caller)]


def reader_caller(request: Request, credentials: _TokenDep) -> Caller:
    """A partner's program, or whoever is signed in. Raises `NotSignedIn`, `ProofMissing`."""
    if bearing(request) is not None:
        return Caller(service_actor("gateway"), request_language(request))
    return api_caller(request, api_identity(request, credentials))


ReaderCallerDep = Annotated[Caller, Depends(reader_caller)]
