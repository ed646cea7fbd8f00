"""Users of an enterprise: who runs it opens accounts for others, and says what they may do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from amuddu.contracts.types import Contract, ShortText
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session, SessionDep
from amuddu.kit.errors import AmudduError, Conflict, Forbidden, NotFound, invalid
from amuddu.kit.i18n import N_
from gateway.accounts import opening
from gateway.administration import words
from gateway.people.words import say
from gateway.sessions import organisations
from gateway.sessions.security import FormDep
from gateway.web.forms import read_form, text_of, typed_values
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

_BACK = "/entreprise/comptes"
_MOST = 20
_MANY = N_("Une entreprise a 20 comptes au plus. Demandez à votre agence d'en fermer un.")
_RIGHT = N_("Choisissez ce que la personne peut faire.")
_LAST_OWNER = N_("Quelqu'un d'autre doit d'abord gérer l'entreprise et ses comptes.")


class EmployerUserIn(Contract):
    """For whom an account is opened, and what they may do."""

    name: ShortText
    right: Annotated[str, Field(max_length=10)]


@router.get(_BACK)
def users(page: PageDep, session: SessionDep) -> Response:
    """Who signs in for the enterprise."""
    _owner(page)
    return _show(page, session, {})


@router.post(_BACK)
def open_user(page: PageDep, session: SessionDep, form: FormDep) -> Response:
    """Open an account, and show once what its person needs to sign in."""
    actor = _owner(page)
    assert actor.employer_id is not None  # `_owner` saw it
    try:
        body = read_form(EmployerUserIn, form)
        if body.right not in words.RIGHTS:
            raise invalid("right", _RIGHT)
        if len(organisations.employer_users(session, actor.employer_id)) >= _MOST:
            raise Conflict(_MANY)
        opened = opening.open_account(
            page.request,
            role=Role.EMPLOYER,
            display_name=body.name,
            by=actor,
            employer_id=actor.employer_id,
            employer_right=body.right,
            organisation=actor.organisation,
        )
    except AmudduError as error:
        return _show(page, session, typed_values(form), refused=error)
    return page.render("account_opened.html", opened=opened, name=body.name, back=_BACK)


@router.post(_BACK + "/{account_id}")
def change_right(page: PageDep, session: SessionDep, form: FormDep, account_id: UUID) -> Response:
    """Say what somebody may do from now on, at once."""
    actor = _owner(page)
    assert actor.employer_id is not None  # `_owner` saw it
    try:
        right = text_of(form, "right")
        if right not in words.RIGHTS:
            raise invalid("right", _RIGHT)
        changed = organisations.set_right(
            session, actor.employer_id, account_id, right=right, by=actor
        )
        if changed is None:
            raise NotFound
        if not changed:
            raise Conflict(_LAST_OWNER)
    except Conflict as error:
        return _show(page, session, {}, refused=error)
    return done(_BACK, "saved")


def _owner(page: Page) -> Actor:
    actor = page.viewer.require(Role.EMPLOYER)
    if not actor.owns_employer or actor.employer_id is None:
        raise Forbidden
    return actor


def _show(
    page: Page,
    session: Session,
    values: Mapping[str, str],
    *,
    refused: AmudduError | None = None,
) -> Response:
    employer_id = page.viewer.actor.employer_id
    assert employer_id is not None  # `_owner` saw it
    return page.render(
        "employer_users.html",
        refused=refused,
        users=organisations.employer_users(session, employer_id),
        own=page.viewer.actor.id,
        values=values,
        rights=say(words.RIGHTS, page.lang),
    )
