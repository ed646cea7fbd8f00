"""Second proofs as pages: the question at sign-in and before what is sensitive; setting them up."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.kit.db import Database, Session, SessionDep
from amuddu.kit.errors import AmudduError, BadRequest, NotSignedIn
from gateway.access import whose
from gateway.accounts import cards, signing_in
from gateway.accounts.pages import inside, let_in
from gateway.credentials import proofs
from gateway.credentials import sessions as own_sessions
from gateway.credentials.proofs import Given, Proofs
from gateway.sessions import service as accounts
from gateway.sessions.security import HALF_COOKIE, OWN_ACCESS, RepeatableFormDep, browser_kind
from gateway.sessions.tables import Account
from gateway.single_sign_on import identities
from gateway.single_sign_on.providers import Provider
from gateway.web import rendering
from gateway.web.forms import text_of
from gateway.web.page import Page, PageDep

router = APIRouter(include_in_schema=False)

SETTING_UP = f"{OWN_ACCESS}/preuve"


# --- the question ---------------------------------------------------------------------------------


@router.get("/preuve")
def ask(page: PageDep, session: SessionDep, suite: str = "/") -> Response:
    """One more proof: after the password, or before something sensitive."""
    return _question(page, session, suite)


def _question(
    page: Page, session: Session, suite: str, *, refused: AmudduError | None = None
) -> Response:
    token = _token(page)
    digest = accounts.digest(token)
    found = proofs.asked_in(session, digest)
    if found is None:
        raise NotSignedIn
    account, half = found
    has = proofs.of(session, account.id)
    provider = None if half else _that_proves(page, session, digest)
    if not has.some and provider is None:
        if page.viewer.identity is not None and page.viewer.identity.proves:
            raise NotSignedIn  # by a provider that asks no proof any more
        return rendering.redirect(SETTING_UP)
    site = whose.site(page.request)
    options = ""
    if has.passkeys and site.takes_passkeys:
        options = proofs.ask_passkey(session, account.id, digest, site)
    return page.render(
        "proof.html",
        refused=refused,
        has=has,
        half=half,
        provider=provider,
        options=options,
        suite=inside(suite),
        errors={"code": refused.text.in_(page.lang)} if refused else {},
    )


def _that_proves(page: Page, session: Session, digest: str) -> Provider | None:
    """The provider that opened this session, where it asks second proofs itself."""
    row = identities.in_session(session, digest)
    found: Provider | None = page.request.app.state.providers.get(row.provider) if row else None
    return found if found is not None and found.proves else None


def _token(page: Page) -> str:
    """The session that asks: a whole one, or the half one of a sign-in."""
    whole = page.viewer.session_token
    token = whole or page.request.cookies.get(HALF_COOKIE, "")
    if not token:
        raise NotSignedIn
    return token


@router.post("/preuve")
def answer(page: PageDep, session: SessionDep, form: RepeatableFormDep) -> Response:
    """Take it, and go on to where one was."""
    suite = inside(text_of(form, "suite") or "/")
    token = _token(page)
    given = Given(text_of(form, "code")[:40], _credential(form))
    try:
        signed = signing_in.prove(page.request, token, given, whose.site(page.request))
    except AmudduError as error:
        if isinstance(error, NotSignedIn) and not isinstance(error, proofs.ProofRefused):
            raise
        return _question(page, session, suite, refused=whose.told(error))
    return let_in(page.request, signed, suite) if signed else rendering.redirect(suite)


def _credential(form: FormData) -> dict[str, Any] | None:
    """What a passkey answered; none where the form holds none. Raises `BadRequest`."""
    text = text_of(form, "credential")
    if not text:
        return None
    try:
        read = json.loads(text[:20_000])
    except ValueError:
        raise BadRequest from None
    if not isinstance(read, dict):
        raise BadRequest
    return read


# --- setting up -----------------------------------------------------------------------------------


@router.get(SETTING_UP)
def setting_up(page: PageDep, session: SessionDep) -> Response:
    """The second proofs of my account, and how to add one."""
    return _page(page, session)


def _page(
    page: Page,
    session: Session,
    *,
    refused: AmudduError | None = None,
    codes: list[str] | None = None,
) -> Response:
    account = _mine(page, session)
    keys, site = whose.keys(page.request), whose.site(page.request)
    has = proofs.of(session, account.id)
    secret = "" if has.totp else proofs.begin_totp(session, keys, account)
    options = ""
    if site.takes_passkeys:
        options = proofs.begin_passkey(session, account, whose.digest(page), site)
    settings = whose.settings_of(page.request)
    identity = whose.holder(page)
    return page.render(
        "proof_setup.html",
        refused=refused,
        has=has,
        codes=codes or [],
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        code=cards.square_code(proofs.totp_address(secret, account)) if secret else "",
        options=options,
        missing=identity.lacks_proof(required=settings.asks_second_proof) and not has.some,
        needed=settings.asks_second_proof,
        saved=page.query("ok"),
    )


def _mine(page: Page, session: Session) -> Account:
    """My account. Who has a second proof gives it before changing any. Raises `ProofOld`."""
    identity = whose.holder(page)
    page.viewer.proved(whose.settings_of(page.request))
    return own_sessions.account(session, identity.account_id)


@router.post(f"{SETTING_UP}/telephone")
def add_totp(page: PageDep, session: SessionDep, form: RepeatableFormDep) -> Response:
    """The telephone makes codes: the first one shows that it does. The paper is shown once."""
    keys = whose.keys(page.request)
    database: Database = page.request.app.state.database
    typed = text_of(form, "code").replace(" ", "")[:12]
    account = _mine(page, session)
    try:
        with database.session() as own:
            mine = own_sessions.account(own, account.id)
            codes = proofs.confirm_totp(own, keys, mine, typed)
            proofs.proved(own, whose.digest(page))
    except AmudduError as error:
        return _page(page, session, refused=whose.told(error))
    session.expire_all()
    return _added(page, session, codes)


@router.post(f"{SETTING_UP}/cle")
def add_passkey(page: PageDep, session: SessionDep, form: RepeatableFormDep) -> Response:
    """Keep the passkey that the browser made."""
    request, keys = page.request, whose.keys(page.request)
    database: Database = request.app.state.database
    credential = _credential(form)
    if credential is None:
        raise BadRequest
    account = _mine(page, session)
    label = text_of(form, "label")[:40] or browser_kind(request)
    try:
        with database.session() as own:
            codes = proofs.add_passkey(
                own,
                keys,
                own_sessions.account(own, account.id),
                whose.digest(page),
                whose.site(request),
                credential=credential,
                label=label,
            )
            proofs.proved(own, whose.digest(page))
    except AmudduError as error:
        return _page(page, session, refused=whose.told(error))
    session.expire_all()
    return _added(page, session, codes)


def _added(page: Page, session: Session, codes: list[str]) -> Response:
    """The codes on paper, where they are new; else the page."""
    if not codes:
        return rendering.redirect(f"{SETTING_UP}?ok=preuve")
    identity = whose.holder(page)
    has: Proofs = proofs.of(session, identity.account_id)
    return page.render("paper_codes.html", codes=codes, has=has)


@router.post(f"{SETTING_UP}/papier")
def new_paper(page: PageDep, session: SessionDep, _form: RepeatableFormDep) -> Response:
    """Ten new codes; those of before work no more."""
    account = _mine(page, session)
    if account.proof_since is None:
        raise BadRequest
    codes = proofs.new_codes(session, whose.keys(page.request), account)
    return page.render("paper_codes.html", codes=codes, has=proofs.of(session, account.id))


@router.post(f"{SETTING_UP}/retirer")
def remove(page: PageDep, session: SessionDep, form: RepeatableFormDep) -> Response:
    """Take a second proof away. Where one is required, the last is followed by another first."""
    account, keys = _mine(page, session), whose.keys(page.request)
    which = text_of(form, "which")
    if which == "telephone":
        proofs.remove_totp(session, keys, account)
    else:
        try:
            passkey_id = UUID(which)
        except ValueError:
            raise BadRequest from None
        proofs.remove_passkey(session, keys, account, passkey_id)
    return rendering.redirect(f"{SETTING_UP}?ok=retire")
