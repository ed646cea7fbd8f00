"""Who is looking at a page or calling the API, and the guards around forms.

- pages: an HttpOnly, SameSite cookie holds the session's token; every form carries a token bound
  to the browser and the session (CSRF);
- API: `Authorization: Bearer` with a token from `POST /api/v1/sessions`; cookies are ignored there,
  so the API needs no CSRF token.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from amuddu.contracts.operations import Operation
from amuddu.contracts.types import LANGS, Lang
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Database
from amuddu.kit.errors import BadRequest, Forbidden, NotSignedIn
from amuddu.kit.i18n import N_
from amuddu.kit.web.http import request_language
from gateway.clients.base import Caller
from gateway.sessions import idempotent_forms, service
from gateway.sessions.service import Identity
from gateway.settings import GatewaySettings

SESSION_COOKIE = "amuddu_session"
HALF_COOKIE = "amuddu_half"
"""Token of who gave the password and not yet the second proof."""
BROWSER_COOKIE = "amuddu_browser"
LANGUAGE_COOKIE = "amuddu_lang"
SECOND_COOKIE = "amuddu_deux"
SECOND_PARAMETER = "deux"
AUTOSAVE = "x-autosave"
"""Header of a form that is saved while somebody types."""
_BROWSER_ID = re.compile(r"[A-Za-z0-9_-]{22,64}")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; manifest-src 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


HTTPS_ALONE = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
"""For a year, browsers ask for nothing of this address in clear."""


class FormExpired(BadRequest):
    """The form's token does not fit this browser and session."""

    default = N_("Cette page est restée ouverte trop longtemps. Rechargez-la et recommencez.")


class ProofMissing(Forbidden):
    """Somebody who sees titles or money has set up no second proof yet."""

    default = N_(
        "Votre compte demande une deuxième preuve. Ajoutez-la sur la page « Mon accès », puis "
        "recommencez."
    )


class ProofOld(Forbidden):
    """The second proof was given too long ago for this."""

    code = "proof_needed"
    default = N_("Redonnez votre deuxième preuve pour continuer.")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever looks at a page: signed in or not, in which language, with which form token."""

    identity: Identity | None
    lang: Lang
    browser_id: str
    csrf_token: str
    session_token: str | None = None
    second: Lang | None = None
    """A second language to show beside the first, for somebody who wants both."""

    @property
    def caller(self) -> Caller:
        """The viewer as the services get to know them."""
        return Caller(self.identity.actor if self.identity else None, self.lang)

    @property
    def actor(self) -> Actor:
        """The signed-in actor. Raises `NotSignedIn`."""
        if self.identity is None:
            raise NotSignedIn
        return self.identity.actor

    def require(self, *roles: Role) -> Actor:
        """The signed-in actor, if they have one of the roles. Raises `Forbidden`."""
        if self.actor.role not in roles:
            raise Forbidden
        return self.actor

    def proved(self, settings: GatewaySettings) -> None:
        """Raise `ProofOld` where a second proof has to be given again, `NotSignedIn`."""
        if self.identity is None:
            raise NotSignedIn
        if not self.identity.proved_lately(settings.proof_minutes):
            raise ProofOld

    def allowed(self, operation: Operation[Any]) -> Actor:
        """The signed-in actor, if their role may call an operation. Raises `Forbidden`."""
        assert operation.roles is not None, operation.name
        return self.require(*operation.roles)


def viewer(request: Request) -> Viewer:
    """Who looks at this page."""
    token = request.cookies.get(SESSION_COOKIE)
    identity = _identify(request, token, kind="page") if token else None
    return _viewer(request, identity, token)


def stranger(request: Request) -> Viewer:
    """Whoever looks, without asking the database who it is."""
    return _viewer(request, None, None)


def _viewer(request: Request, identity: Identity | None, token: str | None) -> Viewer:
    settings: GatewaySettings = request.app.state.settings
    browser = request.cookies.get(BROWSER_COOKIE, "")
    if not _BROWSER_ID.fullmatch(browser):
        browser = secrets.token_urlsafe(24)
    lang = _language(request, identity)
    return Viewer(
        identity=identity,
        lang=lang,
        browser_id=browser,
        csrf_token=csrf_token(settings.signing_key, browser, token if identity else None),
        session_token=token if identity else None,
        second=_second(request, lang),
    )


OWN_ACCESS = "/mon-acces"
"""Pages where somebody looks after what lets them in."""
_WITHOUT_PROOF = (OWN_ACCESS, "/deconnexion", "/preuve")


def looking(request: Request) -> Viewer:
    """Who looks at this page. Raises `ProofMissing` where they must set up a second proof first."""
    found = viewer(request)
    settings: GatewaySettings = request.app.state.settings
    required = settings.asks_second_proof and not request.url.path.startswith(_WITHOUT_PROOF)
    if found.identity is not None and found.identity.lacks_proof(required=required):
        raise ProofMissing
    return found


ViewerDep = Annotated[Viewer, Depends(looking)]


def csrf_token(
    key: str, browser_id: str, session_token: str | None, *, salt: str | None = None
) -> str:
    """Token of the forms shown to one browser in one session.

    Salted anew for each page: a token that never repeats tells nothing through the size of a
    compressed answer.
    """
    salt = salt or secrets.token_hex(8)
    message = f"csrf:{salt}:{browser_id}:{service.digest(session_token or '')}"
    return salt + hmac.new(key.encode(), message.encode(), hashlib.sha256).hexdigest()


def fits(token: str, keys: Sequence[str], browser_id: str, session_token: str | None) -> bool:
    """Whether a form's token was made, by one of the keys, for this browser and session."""
    sent, salt = token.encode(errors="replace"), token[:16] or None
    wanted = (csrf_token(key, browser_id, session_token, salt=salt) for key in keys)
    return any(hmac.compare_digest(sent, one.encode(errors="replace")) for one in wanted)


async def checked_form(request: Request, viewer: ViewerDep) -> AsyncIterator[FormData]:
    """The form sent, once its token fits; its files are closed afterwards. Raises `FormExpired`."""
    async with request.form(max_files=1, max_fields=500) as form:
        _check_token(request, viewer, form)
        yield form


async def form_once(request: Request, viewer: ViewerDep) -> AsyncIterator[FormData]:
    """The same, acted on once however often it is sent (`gateway/sessions/idempotent_forms.py`).

    Raises `FormExpired` and `AlreadySent`. What is saved while somebody types is no sending.
    """
    database: Database = request.app.state.database
    async with request.form(max_files=1, max_fields=500) as form:
        sending = idempotent_forms.sending(request.url.path, form)
        # Asked before the token: the first sending may have ended the session it was made for.
        if location := await run_in_threadpool(idempotent_forms.led_to, database, sending):
            raise idempotent_forms.AlreadySent(location)
        _check_token(request, viewer, form)
        if AUTOSAVE not in request.headers:
            await run_in_threadpool(idempotent_forms.claim, database, sending)
            request.state.sent_form = sending
        yield form


def _check_token(request: Request, viewer: Viewer, form: FormData) -> None:
    keys = request.app.state.settings.accepted_keys
    sent = form.get("csrf_token")
    if not isinstance(sent, str) or not fits(sent, keys, viewer.browser_id, viewer.session_token):
        raise FormExpired


FormDep = Annotated[FormData, Depends(form_once)]
RepeatableFormDep = Annotated[FormData, Depends(checked_form)]
"""For forms whose answer is a cookie: the second sending has to carry it too."""

_bearer = HTTPBearer(auto_error=False, description="Token from POST /api/v1/sessions.")


def api_identity(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Identity:
    """Who calls the API, by bearer token. Raises `NotSignedIn`, `ProofMissing`."""
    if credentials is None:
        raise NotSignedIn
    identity = _identify(request, credentials.credentials, kind="api")
    if identity is None:
        raise NotSignedIn
    settings: GatewaySettings = request.app.state.settings
    if identity.lacks_proof(required=settings.asks_second_proof):
        raise ProofMissing
    return identity


IdentityDep = Annotated[Identity, Depends(api_identity)]


def api_caller(request: Request, identity: IdentityDep) -> Caller:
    """The caller as the services get to know them."""
    return Caller(identity.actor, request_language(request))


CallerDep = Annotated[Caller, Depends(api_caller)]


def api_proved(request: Request, identity: IdentityDep) -> Caller:
    """The caller, for what shows a title or moves money. Raises `ProofOld`."""
    settings: GatewaySettings = request.app.state.settings
    if not identity.proved_lately(settings.proof_minutes):
        raise ProofOld(N_("Redonnez votre deuxième preuve : POST /api/v1/sessions/current/proof."))
    return api_caller(request, identity)


ProvedCallerDep = Annotated[Caller, Depends(api_proved)]


def browser_kind(request: Request) -> str:
    """Which kind of browser asks, roughly: enough to know one's own again in a list."""
    said = request.headers.get("user-agent", "")
    names = ("Edg", "OPR", "SamsungBrowser", "Firefox", "Chrome", "Safari")
    name = next((each for each in names if each in said), "")
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
    system = next((each for each in systems if each in said), "")
    known = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung", "Mac OS": "Mac"}
    return " · ".join(known.get(each, each) for each in (name, system) if each)


def client_address(request: Request) -> str:
    """Address of the caller; behind a proxy uvicorn's `--proxy-headers` sets it."""
    return request.client.host if request.client else ""


def _identify(request: Request, token: str, *, kind: Literal["page", "api"]) -> Identity | None:
    database: Database = request.app.state.database
    settings: GatewaySettings = request.app.state.settings
    with database.session() as session:
        return service.identify(
            session, token, kind=kind, hours=settings.session_hours, days=settings.session_days
        )


def _language(request: Request, identity: Identity | None) -> Lang:
    for choice in (
        request.query_params.get("lang"),
        request.cookies.get(LANGUAGE_COOKIE),
        identity.language if identity else None,
    ):
        if choice in LANGS:
            return choice
    return request_language(request)


def _second(request: Request, lang: Lang) -> Lang | None:
    """The second language, as just chosen or as kept; never the first again."""
    for choice in (request.query_params.get(SECOND_PARAMETER), request.cookies.get(SECOND_COOKIE)):
        if choice is not None:
            return choice if choice in LANGS and choice != lang else None
    return None


def set_cookies(
    response: Response, viewer: Viewer, chosen: Mapping[str, str], *, secure: bool
) -> None:
    """Keep the browser's id, and the languages that the address has just chosen."""
    kept = {BROWSER_COOKIE: viewer.browser_id}
    if chosen.get("lang") in LANGS:
        kept[LANGUAGE_COOKIE] = viewer.lang
    if SECOND_PARAMETER in chosen:
        kept[SECOND_COOKIE] = viewer.second or "non"
    for name, value in kept.items():
        response.set_cookie(
            name, value, max_age=365 * 86400, httponly=True, samesite="lax", secure=secure
        )


_KEPT = "public, max-age=31536000, immutable"
"""Static files: their address changes with their content (`rendering.static_url`)."""


class HeadersMiddleware:
    """Security headers on every answer; pages are kept by nobody, shared phones least of all."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        self._headers = HEADERS | (HTTPS_ALONE if https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        static = scope["type"] == "http" and scope["path"].startswith("/static/")

        def ok(message: Message) -> bool:
            return int(message["status"]) in (200, 304)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", _KEPT if static and ok(message) else "no-store")
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)
