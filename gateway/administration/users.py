"""Pages of accounts: who signs in for an agency, the programme or an enterprise, and their history.

People who look for work are not listed: their accounts are theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from amuddu.contracts.types import Contract, ShortText, Slug
from amuddu.kit.auth import Role
from amuddu.kit.db import Session, SessionDep
from amuddu.kit.errors import AmudduError, invalid, known
from amuddu.kit.i18n import N_
from gateway.accounts import opening
from gateway.administration import words
from gateway.people.words import say
from gateway.sessions import organisations
from gateway.sessions import service as accounts
from gateway.sessions.security import FormDep
from gateway.web.forms import read_form, typed_values
from gateway.web.page import Page, PageDep, first_of

router = APIRouter(include_in_schema=False)

PAGE = 25
ROLES = (Role.COUNSELLOR, Role.AGENT, Role.COORDINATOR, Role.OFFICER, Role.ADMINISTRATOR)
"""Roles that an administrator opens an account for; enterprises open their own."""
_IN_AGENCY = (Role.COUNSELLOR, Role.AGENT)
_WHICH_AGENCY = N_("Choisissez l'agence où la personne travaille.")
_ROLE = N_("Choisissez ce que la personne fait.")


class UserIn(Contract):
    """For whom an account is opened."""

    name: ShortText
    role: Annotated[str, Field(max_length=20)]
    agency_id: Slug | None = None


@router.get("/administration/comptes")
def users(
    page: PageDep,
    session: SessionDep,
    q: str = "",
    role: str = "",
    agence: str = "",
    etat: str = "",
    offset: str = "",
) -> Response:
    """Accounts by name, role, agency and state."""
    page.viewer.require(Role.ADMINISTRATOR)
    typed = " ".join(q.replace("\x00", "").split())[:100]
    agency = agence.replace("\x00", "")[:80]
    first = first_of(offset)
    asked = organisations.Asked(
        words=typed,
        role=role if role in [each.value for each in (*ROLES, Role.EMPLOYER)] else "",
        agency=agency,
        closed={"ouverts": False, "fermes": True}.get(etat),
    )
    found, total = organisations.users(session, asked, limit=PAGE, offset=first)
    values = {"q": typed, "role": asked.role, "agence": agency, "etat": etat}
    return page.render(
        "users.html",
        users=found,
        total=total,
        values=values,
        agencies=organisations.office_names(session),
        roles=[each.value for each in (*ROLES, Role.EMPLOYER)],
        limit=PAGE,
        offset=first,
        pager_url="/administration/comptes?" + urlencode({**values, "offset": ""}),
    )


@router.get("/administration/comptes/nouveau")
def new(page: PageDep, session: SessionDep) -> Response:
    """An empty form."""
    page.viewer.require(Role.ADMINISTRATOR)
    return _form(page, session, {})


@router.post("/administration/comptes/nouveau")
def open_user(page: PageDep, session: SessionDep, form: FormDep) -> Response:
    """Open an account, and show once what its person needs to sign in."""
    actor = page.viewer.require(Role.ADMINISTRATOR)
    try:
        body = read_form(UserIn, form)
        of = _place_of(session, body)
        opened = opening.open_account(
            page.request, role=Role(body.role), display_name=body.name, by=actor, **of
        )
    except AmudduError as error:
        return _form(page, session, typed_values(form), refused=error)
    return page.render("account_opened.html", opened=opened, name=body.name, back=_BACK)


_BACK = "/administration/comptes"


@router.get("/administration/comptes/{account_id}")
def user(page: PageDep, session: SessionDep, account_id: UUID) -> Response:
    """One account and its history."""
    page.viewer.require(Role.ADMINISTRATOR)
    found = known(organisations.user(session, account_id))
    log = organisations.log_of(session, str(account_id))
    return page.render(
        "user.html",
        user=found,
        agencies=organisations.office_names(session),
        rights=say(words.RIGHTS, page.lang),
        log=log,
        log_words=say(words.DONE, page.lang),
        staff=accounts.staff_names(session, {line.actor_id for line in log}),
    )


def _place_of(session: Session, body: UserIn) -> dict[str, Any]:
    """Where the account belongs. Raises `Invalid` beside the field."""
    if body.role not in [each.value for each in ROLES]:
        raise invalid("role", _ROLE)
    if body.role not in _IN_AGENCY:
        return {}
    agency = accounts.agency(session, body.agency_id)
    if agency is None:
        raise invalid("agency_id", _WHICH_AGENCY)
    return {"agency_id": agency.id, "organisation": agency.name}


def _form(
    page: Page,
    session: Session,
    values: Mapping[str, str],
    *,
    refused: AmudduError | None = None,
) -> Response:
    return page.render(
        "user_form.html",
        refused=refused,
        values=values,
        agencies=accounts.agencies(session),
        roles=[each.value for each in ROLES],
    )
