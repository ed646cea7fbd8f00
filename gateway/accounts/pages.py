"""Sign-in and sign-out pages, and the first page."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from amuddu.kit.auth import Role
from amuddu.kit.db import Session, SessionDep
from amuddu.kit.errors import AmudduError
from gateway.accounts import elsewhere, signing_in
from gateway.sessions import devices
from gateway.sessions import service as accounts
from gateway.sessions.security import HALF_COOKIE, SESSION_COOKIE, RepeatableFormDep
from gateway.settings import GatewaySettings
from gateway.web import rendering
from gateway.web.error_pages import by_field
from gateway.web.page import Page, PageDep, first_of

router = APIRouter(include_in_schema=False)

FIRST_PAGES = {
    Role.EMPLOYER: "/aujourdhui",
    Role.COUNSELLOR: "/aujourdhui",
    Role.AGENT: "/aujourdhui",
    Role.JOBSEEKER: "/profil",
    Role.COORDINATOR: "/aujourdhui",
    Role.ADMINISTRATOR: "/offres",
    Role.OFFICER: "/alertes",
}


@router.get("/")
def home(page: PageDep, session: SessionDep) -> Response:
    """The first page: who is signed in goes straight to their work."""
    if page.viewer.identity is not None:
        return rendering.redirect(FIRST_PAGES[page.role])
    return page.render("home.html", accounts=_demo_accounts(page, session))


@router.get("/connexion")
def sign_in_page(page: PageDep, session: SessionDep, suite: str = "/") -> Response:
    """The sign-in form."""
    return _form(page, session, values={"suite": suite})


@router.post("/connexion")
def sign_in(page: PageDep, session: SessionDep, form: RepeatableFormDep) -> Response:
    """Sign in and go on to where one was."""
    values = {name: str(form.get(name, "")) for name in ("login", "suite")}
    try:
        signed = signing_in.sign_in(
            page.request,
            login=values["login"],
            password=str(form.get("password", ""))[:256],
            kind="page",
        )
    except AmudduError as error:
        return _form(page, session, values=values, refused=error)
    signing_in.tell_new_device(page.services, signed)
    return let_in(page.request, signed, inside(values["suite"]))


@router.get("/inscription")
def sign_up_page(page: PageDep, session: SessionDep, tour: str = "") -> Response:
    """Make an account, for people who look for work; the others get theirs from Amuddu."""
    return page.render("signup.html", offer=_offer(page, session, first_of(tour)))


@router.post("/inscription")
def sign_up(page: PageDep, session: SessionDep, form: RepeatableFormDep) -> Response:
    """Make a jobseeker's account, sign in, and go on to the profile."""
    turn, password = first_of(str(form.get("turn", ""))), str(form.get("password", ""))[:256]
    try:
        login = signing_in.offered_login(
            page.request, str(form.get("login", "")), page.viewer.browser_id, turn
        )
        signed = signing_in.sign_up(page.request, login=login, password=password, lang=page.lang)
    except AmudduError as error:
        errors = by_field(error, page.viewer) or {"": error.text.in_(page.lang)}
        offer = _offer(page, session, turn)
        return page.render("signup.html", refused=error, offer=offer, errors=errors)
    return let_in(page.request, signed, "/profil")


def _offer(page: Page, session: Session, turn: int) -> signing_in.Offer:
    return signing_in.offer(session, page.request, page.viewer.browser_id, turn)


def let_in(request: Request, signed: signing_in.Signed, target: str) -> Response:
    """Go on, with the cookie of a session that has just begun; of a half one, to the question for
    a second proof first."""
    settings: GatewaySettings = request.app.state.settings
    half = signed.kind == "half"
    response = rendering.redirect(f"/preuve?suite={quote(target, safe='/')}" if half else target)
    device = devices.written(signed.device, settings.accepted_keys)
    if not half and HALF_COOKIE in request.cookies:
        response.delete_cookie(HALF_COOKIE, httponly=True, samesite="lax")
    session = (
        (HALF_COOKIE, signed.token, 600)
        if half
        else (SESSION_COOKIE, signed.token, settings.session_days * 86400)
    )
    for name, value, seconds in (
        session,
        (devices.COOKIE, device, 365 * 86400),
    ):
        response.set_cookie(
            name,
            value,
            httponly=True,
            samesite="lax",
            secure=settings.secure_cookies,
            max_age=seconds,
        )
    return response


@router.post("/deconnexion")
def sign_out(page: PageDep, session: SessionDep, _form: RepeatableFormDep) -> Response:
    """Sign out, here and on the server. Who came by a provider may still be signed in there: on a
    shared machine the next one would be let in, so that a link says so."""
    token, there = page.viewer.session_token, None
    if token is not None:
        there = elsewhere.end_there(elsewhere.Elsewhere(page.request), token)
        signing_in.sign_out(session, token)
    response: Response = rendering.redirect("/")
    if there is not None:
        out = replace(page.viewer, identity=None, session_token=None)
        response = replace(page, viewer=out).render("signed_out.html", there=there)
    response.delete_cookie(SESSION_COOKIE)
    return response


def _form(
    page: Page,
    session: Session,
    *,
    values: dict[str, str],
    refused: AmudduError | None = None,
) -> Response:
    return page.render(
        "signin.html",
        refused=refused,
        values=values,
        errors={"": refused.text.in_(page.lang)} if refused else {},
        providers=page.request.app.state.providers.values(),
        accounts=_demo_accounts(page, session),
    )


def _demo_accounts(page: Page, session: Session) -> list[dict[str, str]]:
    """Accounts anyone may try, in demo mode alone."""
    settings: GatewaySettings = page.request.app.state.settings
    if settings.mode != "demo":
        return []
    return [
        {"login": row.login, "role": row.role, "name": row.display_name}
        for row in accounts.demo_accounts(session)
    ]


def inside(target: str) -> str:
    """A path of this site, whatever was sent: no open redirect."""
    safe = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if safe and "\\" not in target and target.isprintable() else "/"
