"""Pages of accounts: who signs in for an agency, the programme or an enterprise, and their history.

People who look for work are not listed: their accounts are theirs.
"""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.kit.auth import Role
from amuddu.kit.db import SessionDep
from amuddu.kit.errors import known
from gateway.administration import words
from gateway.people.words import say
from gateway.sessions import organisations
from gateway.sessions import service as accounts
from gateway.web.page import PageDep, first_of

router = APIRouter(include_in_schema=False)

PAGE = 25
ROLES = (Role.COUNSELLOR, Role.AGENT, Role.COORDINATOR, Role.OFFICER, Role.ADMINISTRATOR)
"""Roles that are listed first; employers after them."""


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
