"""One's own access: login, password, contacts, sessions. Not for a session that a card opened."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.kit.auth import Role
from amuddu.kit.db import Database, Session, SessionDep
from amuddu.kit.errors import AmudduError
from gateway.access import recovering, whose
from gateway.accounts import second_step, signing_in
from gateway.credentials import contacts, proofs
from gateway.credentials import sessions as own_sessions
from gateway.sessions import strength
from gateway.sessions.security import SESSION_COOKIE, FormDep, RepeatableFormDep
from gateway.single_sign_on import identities
from gateway.web import rendering
from gateway.web.forms import text_of
from gateway.web.page import Page, PageDep

router = APIRouter(include_in_schema=False)

OWN = "/mon-acces"


@router.get(OWN)
def show(page: PageDep, session: SessionDep) -> Response:
    """Everything that lets me in, on one page."""
    whose.holder(page)
    return _page(page, session)


def _page(
    page: Page, session: Session, *, refused: AmudduError | None = None, at: str = ""
) -> Response:
    identity = whose.holder(page)
    account = own_sessions.account(session, identity.account_id)
    keys = whose.keys(page.request)
    return page.render(
        "own_access.html",
        refused=refused,
        at=at,
        account=account,
        staff=account.role != Role.JOBSEEKER,
        contacts=contacts.shown(session, keys, account.id),
        proofs=proofs.of(session, account.id),
        sessions=own_sessions.standing(session, account.id, now_in=whose.digest(page)),
        providers=page.request.app.state.providers.values(),
        linked={one.provider: one for one in identities.of(session, account.id)},
        days=whose.settings_of(page.request).session_days,
        saved=page.query("ok"),
    )


@router.post(f"{OWN}/mot-de-passe")
def change_password(page: PageDep, session: SessionDep, form: RepeatableFormDep) -> Response:
    """Another password: the old one is asked, every other session ends, the person is told."""
    identity = whose.holder(page)
    new = str(form.get("password", ""))[: strength.LONGEST]
    try:
        recovering.change(
            page.request,
            identity.account_id,
            old=str(form.get("old", "")),
            new=new,
            keep=whose.digest(page),
        )
    except AmudduError as error:
        return _page(page, session, refused=whose.told(error), at="password")
    recovering.note_changed(page.services, page.caller)
    return rendering.redirect(f"{OWN}?ok=mot-de-passe")


# --- contacts -------------------------------------------------------------------------------------


@router.post(f"{OWN}/contact")
def add_contact(page: PageDep, session: SessionDep, form: RepeatableFormDep) -> Response:
    """Send a link to an address; it counts once the link was answered. The password is asked: an
    open telephone must not be enough to lead messages elsewhere."""
    identity = whose.holder(page)
    address, password = text_of(form, "address")[:254], str(form.get("contact_password", ""))
    database: Database = page.request.app.state.database
    try:
        account = second_step.confirm_password(
            page.request, identity.account_id, password, field="contact_password"
        )
        with database.session() as own:
            contacts.ask(own, whose.keys(page.request), account, address)
    except AmudduError as error:
        return _page(page, session, refused=whose.told(error), at="contact")
    return rendering.redirect(f"{OWN}?ok=contact#contacts")


@router.post(f"{OWN}/contact/retirer")
def remove_contact(page: PageDep, session: SessionDep, form: RepeatableFormDep) -> Response:
    """Forget a contact; it is told, and so are the others. The password is asked."""
    identity = whose.holder(page)
    password = str(form.get("contact_password", ""))
    database: Database = page.request.app.state.database
    try:
        account = second_step.confirm_password(
            page.request, identity.account_id, password, field="contact_password"
        )
    except AmudduError as error:
        return _page(page, session, refused=whose.told(error), at="contact")
    with database.session() as own:
        contacts.remove(own, whose.keys(page.request), account, text_of(form, "channel"))
    return rendering.redirect(f"{OWN}?ok=retire#contacts")


@router.get("/mon-contact/{token}")
def verify_page(page: PageDep, session: SessionDep, token: str) -> Response:
    """Is this address yours? Opening the page answers nothing."""
    with signing_in.counting_bad_links(page.request):
        contacts.waiting(session, token)
    return page.render("verify_contact.html", token=token, verified=False)


@router.post("/mon-contact/{token}")
def verify(page: PageDep, session: SessionDep, token: str, _form: RepeatableFormDep) -> Response:
    """Yes."""
    with signing_in.counting_bad_links(page.request):
        contacts.verify(session, whose.keys(page.request), token)
    return page.render("verify_contact.html", token=token, verified=True)


# --- sessions -------------------------------------------------------------------------------------


@router.post(f"{OWN}/sessions")
def end_sessions(page: PageDep, session: SessionDep, form: FormDep) -> Response:
    """End one session, or every other one; ending one's own is signing out."""
    identity = whose.holder(page)
    mine = whose.digest(page)
    which = text_of(form, "which")
    own_sessions.end(session, identity.actor, which, keep=mine)
    if which == own_sessions.handle(mine):
        response = rendering.redirect("/")
        response.delete_cookie(SESSION_COOKIE)
        return response
    return rendering.redirect(f"{OWN}?ok=session#sessions")
