"""Composition root of the gateway: `uvicorn --factory gateway.app:create`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response

from amuddu.kit.app import create_app, open_audit, open_database
from amuddu.kit.db import DATABASE_AWAY, Database
from amuddu.kit.errors import AmudduError, BadRequest, Conflict, NotFound, NotSignedIn, Unavailable
from amuddu.kit.health import internal_port
from amuddu.kit.settings import WrongSettings
from amuddu.kit.trust import tls
from amuddu.kit.web.http import problem
from amuddu.kit.web.strangers import StrangersMiddleware
from gateway import routes
from gateway.about import operator
from gateway.accounts import due_erasures
from gateway.clients import Services, bell, connect
from gateway.clients.identity_providers import IdentityProviders
from gateway.credentials import inside, recovery
from gateway.erasures import here as erasures_here
from gateway.imports.running import Runners
from gateway.offers.shelf import Shelf
from gateway.retention import keeping
from gateway.rules.following import following
from gateway.sessions import service as accounts
from gateway.sessions.idempotent_forms import AlreadySent, OnceMiddleware
from gateway.sessions.security import OWN_ACCESS, HeadersMiddleware, ProofMissing, ProofOld
from gateway.settings import GatewaySettings
from gateway.single_sign_on import providers
from gateway.tokens import ending
from gateway.tokens.gate import PartnerGate
from gateway.web import error_pages, rendering, unavailable
from gateway.web.large_forms import LargeFormsMiddleware

MIGRATIONS = Path(__file__).parent / "migrations"


def create(
    settings: GatewaySettings | None = None,
    *,
    database: Database | None = None,
    services: Services | None = None,
) -> FastAPI:
    """The gateway's application; tests hand in a database and clients of applications in memory."""
    settings = settings or GatewaySettings()
    database = database or open_database(settings, "gateway", settings.database_url, MIGRATIONS)
    if settings.mode == "production":
        _refuse_demonstration(database)
    audit = open_audit(settings, database)
    app = create_app(
        name="gateway",
        title="Amuddu",
        description="Vacancies, candidates and answers: the same job as the pages do, as JSON.",
        settings=settings,
        database=database,
        routers=routes.ROUTERS,
        running=[
            _internal_port,
            following,
            due_erasures.following,
            erasures_here.following,
            keeping.following,
            _imports,
            recovery.following,
            ending.following,
        ],
        public=True,  # no /metrics; and `/api` is our own viewer, which keeps to our content policy
    )
    app.state.audit = audit
    app.state.services = services or connect(settings)
    app.state.offers = Shelf()
    app.state.providers = providers.read(
        settings.identity_providers_file, production=settings.mode == "production"
    )
    app.state.identity_providers = IdentityProviders()
    app.state.bell = bell.Bell()
    app.state.operator = operator.read(settings.operator_file)
    app.mount("/static", StaticFiles(packages=[("gateway", "static")]), name="static")
    # The innermost: what it refuses is logged and numbered like any other answer.
    app.user_middleware.append(Middleware(PartnerGate))
    app.add_middleware(OnceMiddleware)
    app.add_middleware(LargeFormsMiddleware)
    app.add_middleware(HeadersMiddleware, https=settings.public_url.startswith("https://"))
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(StrangersMiddleware)
    app.add_exception_handler(AmudduError, _on_error)
    app.add_exception_handler(AlreadySent, _on_second_sending)
    _answer_with_pages(app)
    return app


def _refuse_demonstration(database: Database) -> None:
    """Stop where anybody could sign in with a password that is printed on a page."""
    with database.session() as session:
        living = [one.login for one in accounts.demo_accounts(session) if one.disabled_at is None]
    if living:
        raise WrongSettings(
            f"amuddu: AMUDDU_GATEWAY_DATABASE_URL: {len(living)} demonstration accounts are open"
            f" there; close each (`amuddu account close {living[0]}`), or name another database"
        )


@contextmanager
def _internal_port(app: FastAPI) -> Iterator[None]:
    """Figures, and the door for services, on a port of their own, where the settings name one."""
    settings: GatewaySettings = app.state.settings
    if not settings.metrics_port:
        yield
        return
    with internal_port.serving(
        app.state.health,
        host=settings.inside_host,
        port=settings.metrics_port,
        adds=partial(inside.serve, settings=settings, database=app.state.database),
        encrypts=tls.answering(settings),
    ):
        yield


@contextmanager
def _imports(app: FastAPI) -> Iterator[None]:
    """What works through the files that people sent, in each process of the gateway."""
    state = app.state
    runners = Runners(state.database, state.services, state.settings.accepted_keys)
    runners.start()
    try:
        yield
    finally:
        runners.stop()


async def _on_error(request: Request, error: Exception) -> Response:
    """Errors of the API are problem+json, those of the pages are pages."""
    assert isinstance(error, AmudduError)
    if not _is_page(request):
        return problem(request, error)
    if isinstance(error, NotSignedIn):
        return error_pages.to_sign_in(request)
    if isinstance(error, ProofMissing):
        return rendering.redirect(f"{OWN_ACCESS}/preuve")
    if isinstance(error, ProofOld):
        return error_pages.to_proof(request)
    if error.status == Unavailable.status:
        return await unavailable.page_of(request, error)
    return await run_in_threadpool(error_pages.page_of, request, error)


def _on_second_sending(_request: Request, error: Exception) -> Response:
    assert isinstance(error, AlreadySent)
    return rendering.redirect(error.location)


def _is_page(request: Request) -> bool:
    return not request.url.path.startswith(("/api/", "/livez", "/readyz"))


def _answer_with_pages(app: FastAPI) -> None:
    """What goes wrong around the pages is told as a page too.

    A database that is away, an address that does not exist, an unreadable parameter.
    """
    for away in DATABASE_AWAY:
        app.add_exception_handler(away, _with_page(app.exception_handlers[away]))
    for kind in (HTTPException, RequestValidationError):
        as_problem = app.exception_handlers[kind]

        def answer(request: Request, error: Exception, as_problem: Any = as_problem) -> Response:
            if _is_page(request):
                return error_pages.page_of(request, _meant(error))
            answered: Response = as_problem(request, error)
            return answered

        app.add_exception_handler(kind, answer)


def _with_page(as_problem: Any) -> Any:
    """The same answer as a page, where it is a page that was asked for and it says `come back`."""

    async def answer(request: Request, error: Exception) -> Response:
        answered: Response = await run_in_threadpool(as_problem, request, error)
        if not _is_page(request):
            return answered
        if answered.status_code == Unavailable.status:
            return await unavailable.page_of(request, Unavailable(retry_after=2))
        told = Conflict() if answered.status_code == Conflict.status else BadRequest()
        return await run_in_threadpool(error_pages.page_of, request, told)

    return answer


def _meant(error: Exception) -> AmudduError:
    """What went wrong with an address: mostly that there is nothing there."""
    if isinstance(error, RequestValidationError):
        of_path = all(item["loc"][0] == "path" for item in error.errors())
        return NotFound() if of_path else BadRequest()
    missing = isinstance(error, HTTPException) and error.status_code in (404, 405)
    return NotFound() if missing else BadRequest()
