"""Accounts of staff and employers: invite, suspend, open again, move, help in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.kit.auth import Role
from amuddu.kit.db import Database, Session, SessionDep
from amuddu.kit.errors import AmudduError, BadRequest, Invalid
from gateway.access import whose
from gateway.accounts import signing_in
from gateway.accounts.pages import let_in
from gateway.credentials import invitations, standing
from gateway.credentials.invitations import InvitationIn, Place
from gateway.sessions import service as accounts
from gateway.sessions import strength
from gateway.sessions.security import FormDep, RepeatableFormDep
from gateway.single_sign_on.providers import Provider
from gateway.web import rendering
from gateway.web.forms import optional, read_model, text_of, typed_values
from gateway.web.page import Page, PageDep

router = APIRouter(include_in_schema=False)

ROLES = (
    Role.COUNSELLOR,
    Role.AGENT,
    Role.EMPLOYER,
    Role.COORDINATOR,
    Role.OFFICER,
    Role.ADMINISTRATOR,
)
"""Roles that somebody may be invited to, the most common first."""


# --- inviting -------------------------------------------------------------------------------------


@router.get("/comptes/inviter")
def invite_page(page: PageDep, session: SessionDep) -> Response:
    """Invite somebody, and the invitations that nobody answered yet."""
    _administrator(page)
    values = {name: page.query(name) for name in ("role", "agency_id", "employer_id")}
    return _inviting(page, session, values=values)


def _administrator(page: Page) -> None:
    page.viewer.require(Role.ADMINISTRATOR)
    whose.holder(page)


def _inviting(
    page: Page,
    session: Session,
    *,
    values: dict[str, str] | None = None,
    refused: AmudduError | None = None,
    link: str = "",
) -> Response:
    return page.render(
        "invite.html",
        refused=refused,
        values=values or {},
        standing=invitations.standing(session),
        link=link,
        sent=page.query("ok") == "1",
        **_choices(page, session),
    )


def _choices(page: Page, session: Session) -> dict[str, Any]:
    """Roles, agencies and employers to choose from."""
    employers = page.services.employers.employers(page.caller)
    return {
        "roles": ROLES,
        "agencies": accounts.agencies(session),
        "employers": sorted(((str(each.id), each.name) for each in employers), key=_by_name),
    }


def _by_name(each: tuple[str, str]) -> str:
    return each[1].casefold()


def _place(page: Page, form: FormData) -> dict[str, object]:
    """What a form says of role and place; an employer is called as the employers service says."""
    employer_id = optional(form, "employer_id")
    name = optional(form, "organisation")
    if employer_id and text_of(form, "role") == Role.EMPLOYER:
        name = page.services.employers.employer(page.caller, _id(employer_id)).name
    return {
        "role": text_of(form, "role"),
        "agency_id": optional(form, "agency_id"),
        "employer_id": employer_id,
        "organisation": name,
    }


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise BadRequest from None


@router.post("/comptes/inviter")
def invite(page: PageDep, session: SessionDep, form: RepeatableFormDep) -> Response:
    """Invite: the link is sent to the address, or shown once to be handed over."""
    _administrator(page)
    try:
        more = {"email": optional(form, "email"), "language": text_of(form, "language") or "fr"}
        body = read_model(InvitationIn, _place(page, form) | more)
        made = invitations.invite(session, whose.keys(page.request), body, by=page.viewer.actor)
    except Invalid as error:
        return _inviting(page, session, values=typed_values(form), refused=error)
    if made.token is None:
        return rendering.redirect("/comptes/inviter?ok=1")
    base = whose.settings_of(page.request).public_url.rstrip("/")
    return _inviting(page, session, link=f"{base}/invitation/{made.token}")


@router.post("/comptes/invitations/{invitation_id}/retirer")
def withdraw(page: PageDep, session: SessionDep, invitation_id: UUID, _form: FormDep) -> Response:
    """Take an invitation back."""
    _administrator(page)
    invitations.withdraw(session, invitation_id, by=page.viewer.actor)
    return rendering.redirect("/comptes/inviter")


@router.get("/invitation/{token}")
def invited(page: PageDep, session: SessionDep, token: str) -> Response:
    """Who is invited chooses login and password. Opening the page uses nothing up."""
    with signing_in.counting_bad_links(page.request):
        found = invitations.read(session, token)
    return page.render(
        "invited.html", token=token, invitation=found, providers=_providers(page, found.role)
    )


def _providers(page: Page, role: str) -> list[Provider]:
    """Those with whose account somebody of a role may sign in."""
    return [one for one in page.request.app.state.providers.values() if role in one.roles]


@router.post("/invitation/{token}")
def accept(page: PageDep, token: str, form: RepeatableFormDep) -> Response:
    """Make the account, sign in, and go on to the second proof."""
    request = page.request
    database: Database = request.app.state.database
    with signing_in.counting_bad_links(request), database.session() as own:
        found = invitations.read(own, token)
    login, name = text_of(form, "login")[:100], text_of(form, "name")[:160]
    password = str(form.get("password", ""))[: strength.LONGEST]
    try:
        about = (login, name, found.organisation or "")
        strength.check(password, role=Role(found.role), about=about)
        secret = whose.hashed(request, password, known=False)
        with database.session() as own:
            account = invitations.accept(
                own, token, login=login, name=name, password=password, password_hash=secret
            )
    except Invalid as error:
        values = {"login": login, "name": name}
        return page.render(
            "invited.html",
            refused=error,
            token=token,
            invitation=found,
            values=values,
            providers=_providers(page, found.role),
        )
    return let_in(request, signing_in.begin(request, account), "/mon-acces/preuve")


# --- one account ----------------------------------------------------------------------------------


@router.get("/comptes/{account_id}")
def show(page: PageDep, session: SessionDep, account_id: UUID) -> Response:
    """An account: who it is, whether it is open, and what can be done with it."""
    _administrator(page)
    return _account(page, session, account_id)


def _account(
    page: Page,
    session: Session,
    account_id: UUID,
    *,
    refused: AmudduError | None = None,
    code: str = "",
) -> Response:
    account = standing.read(session, account_id, by=page.viewer.actor)
    values = {
        "role": account.role,
        "agency_id": account.agency_id or "",
        "employer_id": str(account.employer_id or ""),
        "organisation": account.organisation or "",
    }
    return page.render(
        "staff_account.html",
        refused=refused,
        account=account,
        own=account.id == page.viewer.actor.id,
        code=code,
        values=values,
        saved=page.query("ok"),
        **_choices(page, session),
    )


@router.post("/comptes/{account_id}")
def act(page: PageDep, session: SessionDep, account_id: UUID, form: RepeatableFormDep) -> Response:
    """Suspend, open again, move, or give a code. A second proof has to be fresh."""
    _administrator(page)
    page.viewer.proved(whose.settings_of(page.request))
    actor, what = page.viewer.actor, text_of(form, "action")
    database: Database = page.request.app.state.database
    code = ""
    try:
        with database.session() as own:
            if what == "suspend":
                standing.suspend(own, account_id, by=actor)
            elif what == "reopen":
                standing.reopen(own, account_id, by=actor)
            elif what == "move":
                place = read_model(Place, _place(page, form))
                standing.move(own, account_id, place, by=actor)
            elif what == "code":
                keys, frees = whose.keys(page.request), text_of(form, "frees") == "1"
                code = standing.give_code(own, keys, account_id, by=actor, frees_proofs=frees)
            else:
                raise BadRequest
    except AmudduError as error:
        if error.status not in (403, 409, 422):
            raise
        return _account(page, session, account_id, refused=error)
    if code:
        return _account(page, session, account_id, code=code)
    return rendering.redirect(f"/comptes/{account_id}?ok={what}")
