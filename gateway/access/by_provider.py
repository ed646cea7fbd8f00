"""Signing in with the account of one's ministry or organisation: going there, coming back, linking
it to an account here, and the provider saying that somebody signed out.

One goes there by links: browsers keep forms from leading to other sites, and so does our policy.
What changes something is asked again on a page of ours, after one came back.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import PlainTextResponse, Response

from amuddu.kit.db import SessionDep
from amuddu.kit.errors import AmudduError, Invalid
from gateway.access import whose
from gateway.accounts import elsewhere, signing_in
from gateway.accounts.elsewhere import Elsewhere
from gateway.accounts.pages import inside, let_in
from gateway.clients.identity_providers import ProviderAway, ProviderRefused
from gateway.credentials import invitations
from gateway.credentials import sessions as own_sessions
from gateway.sessions.security import RepeatableFormDep
from gateway.single_sign_on import flow, identities, protocol
from gateway.single_sign_on.flow import Leaving, Purpose
from gateway.single_sign_on.protocol import Known
from gateway.single_sign_on.providers import Provider
from gateway.web import rendering
from gateway.web.forms import text_of
from gateway.web.page import Page, PageDep

router = APIRouter(include_in_schema=False)


# --- going there ----------------------------------------------------------------------------------


@router.get("/connexion/avec/{provider_id}")
def sign_in(page: PageDep, provider_id: str, suite: str = "/") -> Response:
    """Sign in with it."""
    return _leave(page, provider_id, "sign_in", target=inside(suite))


@router.get("/mon-acces/avec/{provider_id}")
def link(page: PageDep, provider_id: str) -> Response:
    """Link it to my account. Who has a second proof gives it first: this opens another door."""
    whose.holder(page)
    page.viewer.proved(whose.settings_of(page.request))
    return _leave(page, provider_id, "link", bound=whose.digest(page))


@router.get("/preuve/avec/{provider_id}")
def prove(page: PageDep, provider_id: str, suite: str = "/") -> Response:
    """Let the provider ask my second proof once more."""
    whose.holder(page)
    return _leave(page, provider_id, "proof", target=inside(suite), bound=whose.digest(page))


@router.get("/invitation/{token}/avec/{provider_id}")
def invited(page: PageDep, session: SessionDep, token: str, provider_id: str) -> Response:
    """Accept an invitation with it."""
    with signing_in.counting_bad_links(page.request):
        invitations.read(session, token)
    return _leave(page, provider_id, "invitation", bound=token)


def _leave(
    page: Page, provider_id: str, purpose: Purpose, *, target: str = "/", bound: str = ""
) -> Response:
    at = Elsewhere(page.request)
    provider = at.provider(provider_id)
    try:
        address, cookie = elsewhere.leave(
            at, provider, purpose, lang=page.lang, target=target, bound=bound
        )
    except ProviderAway as error:
        return _refused(page, provider, error)
    return _carrying(rendering.redirect(address), at, cookie)


def _carrying(response: Response, at: Elsewhere, cookie: str) -> Response:
    response.set_cookie(
        flow.COOKIE,
        cookie,
        path=flow.PATH,
        max_age=int(flow.LIFE.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=at.settings.secure_cookies,
    )
    return response


def _emptied(response: Response) -> Response:
    response.delete_cookie(flow.COOKIE, path=flow.PATH, httponly=True, samesite="lax")
    return response


def _cookie(request: Request) -> str:
    return request.cookies.get(flow.COOKIE, "")


# --- coming back ----------------------------------------------------------------------------------


@router.get("/connexion/retour/{provider_id}")
def back(
    page: PageDep,
    provider_id: str,
    state: str = "",
    code: str = "",
    iss: str | None = None,
) -> Response:
    """Who came back, and what they had gone for. The cookie works no second time."""
    at = Elsewhere(page.request)
    provider = at.provider(provider_id)
    try:
        carried, known = elsewhere.come_back(
            at, provider, state=state, code=code[:2000], issuer=iss, cookie=_cookie(page.request)
        )
        return _go_on(page, at, provider, carried, known)
    except AmudduError as error:
        if not isinstance(error, ProviderAway):
            whose.told(error)
        return _emptied(_refused(page, provider, error))


def _go_on(
    page: Page, at: Elsewhere, provider: Provider, carried: Leaving, known: Known
) -> Response:
    if carried.purpose == "sign_in":
        signed = elsewhere.sign_in(at, provider, known)
        signing_in.tell_new_device(page.services, signed)
        return _emptied(let_in(page.request, signed, carried.target))
    if carried.purpose == "proof":
        if carried.bound != whose.digest(page):
            raise ProviderRefused
        elsewhere.prove(at, provider, known, session_digest=carried.bound)
        return _emptied(rendering.redirect(carried.target))
    if carried.purpose == "link" and carried.bound != whose.digest(page):
        raise ProviderRefused
    template = "link_provider.html" if carried.purpose == "link" else "invited_by_provider.html"
    response = page.render(template, provider=provider, hint=known.hint)
    found = elsewhere.returned(provider, carried, known)
    return _carrying(response, at, flow.written(found, at.settings))


def _refused(page: Page, provider: Provider, error: AmudduError) -> Response:
    return page.render(
        "provider_refused.html", refused=error, provider=provider, status=error.status
    )


# --- after it -------------------------------------------------------------------------------------


@router.post("/connexion/relier")
def confirm_link(page: PageDep, _form: RepeatableFormDep) -> Response:
    """Yes, link it."""
    mine = whose.holder(page)
    page.viewer.proved(whose.settings_of(page.request))
    at = Elsewhere(page.request)
    elsewhere.link(at, mine, session_digest=whose.digest(page), cookie=_cookie(page.request))
    return _emptied(rendering.redirect("/mon-acces?ok=organisation#organisation"))


@router.post("/mon-acces/organisation/retirer")
def unlink(page: PageDep, session: SessionDep, form: RepeatableFormDep) -> Response:
    """Take it away; sessions that it opened end."""
    mine = whose.holder(page)
    page.viewer.proved(whose.settings_of(page.request))
    account = own_sessions.account(session, mine.account_id)
    identities.unlink(session, whose.keys(page.request), text_of(form, "provider")[:40], account)
    return rendering.redirect("/mon-acces?ok=organisation#organisation")


@router.post("/connexion/invitation")
def accept(page: PageDep, form: RepeatableFormDep) -> Response:
    """Make the account that was offered, without a password that anybody knows."""
    at = Elsewhere(page.request)
    carried = flow.returned(_cookie(page.request), at.settings, purpose="invitation")
    login, name = text_of(form, "login")[:100], text_of(form, "name")[:160]
    try:
        signed = elsewhere.accept(at, carried, login=login, name=name)
    except Invalid as error:
        provider = at.provider(carried.provider)
        values = {"login": login, "name": name}
        return page.render(
            "invited_by_provider.html",
            refused=error,
            provider=provider,
            values=values,
            hint="",
        )
    return _emptied(let_in(page.request, signed, "/"))


# --- the provider speaks --------------------------------------------------------------------------


@router.post("/connexion/fin/{provider_id}")
def signed_out_there(
    request: Request, provider_id: str, logout_token: Annotated[str, Form()] = ""
) -> Response:
    """Back-Channel Logout 1.0: end what the provider opened here. Its token is its proof."""
    at = Elsewhere(request)
    provider = at.provider(provider_id)
    try:
        subject, outside = protocol.signed_out(at.clients, provider, logout_token)
    except ProviderRefused:
        return PlainTextResponse("invalid_request", status_code=400)
    with at.database.session() as session:
        identities.signed_out(session, at.keys, provider, subject=subject, outside=outside)
    return PlainTextResponse("")
