"""Sign-in and sign-out pages, and the first page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from amuddu.kit.auth import Role
from amuddu.kit.db import Session, SessionDep
from amuddu.kit.errors import AmudduError
from gateway.accounts import signing_in
from gateway.sessions import service as accounts
from gateway.sessions.security import SESSION_COOKIE, RepeatableFormDep, Viewer, ViewerDep
from gateway.settings import GatewaySettings
from gateway.web import rendering
from gateway.web.error_pages import by_field

router = APIRouter(include_in_schema=False)

FIRST_PAGES = {
    Role.EMPLOYER: "/offres",
    Role.COUNSELLOR: "/aujourdhui",
    Role.AGENT: "/appels",
    Role.JOBSEEKER: "/profil",
    Role.COORDINATOR: "/bilan",
    Role.ADMINISTRATOR: "/offres",
}


@router.get("/")
def home(request: Request, viewer: ViewerDep, session: SessionDep) -> Response:
    """The first page: who is signed in goes straight to their work."""
    if viewer.identity is not None:
        return rendering.redirect(FIRST_PAGES[viewer.identity.actor.role])
    return rendering.page(request, viewer, "home.html", accounts=_demo_accounts(request, session))


@router.get("/connexion")
def sign_in_page(
    request: Request, viewer: ViewerDep, session: SessionDep, suite: str = "/"
) -> Response:
    """The sign-in form."""
    return _form(request, viewer, session, values={"suite": suite})


@router.post("/connexion")
def sign_in(
    request: Request, viewer: ViewerDep, session: SessionDep, form: RepeatableFormDep
) -> Response:
    """Sign in and go on to where one was."""
    values = {name: str(form.get(name, "")) for name in ("login", "suite")}
    try:
        signed = signing_in.sign_in(
            request,
            session,
            login=values["login"],
            password=str(form.get("password", ""))[:256],
            kind="page",
        )
    except AmudduError as error:
        problems = {"": error.text.in_(viewer.lang)}
        return _form(
            request, viewer, session, values=values, problems=problems, status=error.status
        )
    return let_in(request, signed, _inside(values["suite"]))


@router.get("/inscription")
def sign_up_page(request: Request, viewer: ViewerDep) -> Response:
    """Make an account, for people who look for work; the others get theirs from Amuddu."""
    return rendering.page(request, viewer, "signup.html", values={}, errors={})


@router.post("/inscription")
def sign_up(
    request: Request, viewer: ViewerDep, session: SessionDep, form: RepeatableFormDep
) -> Response:
    """Make a jobseeker's account, sign in, and go on to the profile."""
    login, password = str(form.get("login", "")), str(form.get("password", ""))[:256]
    try:
        signed = signing_in.sign_up(
            request, session, login=login, password=password, lang=viewer.lang
        )
    except AmudduError as error:
        problems = by_field(error, viewer) or {"": error.text.in_(viewer.lang)}
        return rendering.page(
            request,
            viewer,
            "signup.html",
            status=error.status,
            values={"login": login},
            errors=problems,
        )
    return let_in(request, signed, "/profil")


def let_in(request: Request, signed: signing_in.Signed, target: str) -> Response:
    """Go on, with the cookie of a session that has just begun."""
    response = rendering.redirect(target)
    settings: GatewaySettings = request.app.state.settings
    response.set_cookie(
        SESSION_COOKIE,
        signed.token,
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies,
        max_age=settings.session_hours * 3600,
    )
    return response


@router.post("/deconnexion")
def sign_out(viewer: ViewerDep, session: SessionDep, _form: RepeatableFormDep) -> Response:
    """Sign out, here and on the server."""
    if viewer.session_token is not None:
        signing_in.sign_out(session, viewer.session_token)
    response = rendering.redirect("/")
    response.delete_cookie(SESSION_COOKIE)
    return response


def _form(
    request: Request,
    viewer: Viewer,
    session: Session,
    *,
    values: dict[str, str],
    problems: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    return rendering.page(
        request,
        viewer,
        "signin.html",
        status=status,
        values=values,
        errors=problems or {},
        accounts=_demo_accounts(request, session),
    )


def _demo_accounts(request: Request, session: Session) -> list[dict[str, str]]:
    """Accounts anyone may try, in demo mode alone."""
    settings: GatewaySettings = request.app.state.settings
    if settings.mode != "demo":
        return []
    return [
        {"login": row.login, "role": row.role, "name": row.display_name}
        for row in accounts.demo_accounts(session)
    ]


def _inside(target: str) -> str:
    """A path of this site, whatever was sent: no open redirect."""
    safe = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if safe and "\\" not in target and target.isprintable() else "/"
