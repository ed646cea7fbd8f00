"""Users of an enterprise: who runs it invites others, and says what they may do."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session, SessionDep
from amuddu.kit.errors import AmudduError, Conflict, Forbidden, NotFound, invalid
from amuddu.kit.i18n import N_
from gateway.access import whose
from gateway.administration import words
from gateway.credentials import invitations
from gateway.credentials.invitations import ColleagueIn
from gateway.people.words import say
from gateway.sessions import organisations
from gateway.sessions.security import FormDep, RepeatableFormDep
from gateway.web.forms import optional, read_model, text_of, typed_values
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

_BACK = "/entreprise/comptes"
_RIGHT = N_("Choisissez ce que la personne peut faire.")
_LAST_OWNER = N_("Quelqu'un d'autre doit d'abord gérer l'entreprise et ses comptes.")


@router.get(_BACK)
def users(page: PageDep, session: SessionDep) -> Response:
    """Who signs in for the enterprise, and who is invited."""
    _owner(page)
    return _show(page, session)


@router.post(_BACK)
def invite(page: PageDep, session: SessionDep, form: RepeatableFormDep) -> Response:
    """Invite somebody: the link is sent to the address, or shown once to be handed over."""
    actor = _owner(page)
    try:
        fields = {
            "right": _right(text_of(form, "right")),
            "email": optional(form, "email"),
            "language": text_of(form, "language") or "fr",
        }
        made = invitations.invite_colleague(
            session, whose.keys(page.request), read_model(ColleagueIn, fields), by=actor
        )
    except AmudduError as error:
        return _show(page, session, values=typed_values(form), refused=whose.told(error))
    if made.token is None:
        return done(_BACK, "invited")
    base = whose.settings_of(page.request).public_url.rstrip("/")
    return _show(page, session, link=f"{base}/invitation/{made.token}")


@router.post(_BACK + "/invitations/{invitation_id}/retirer")
def withdraw(page: PageDep, session: SessionDep, invitation_id: UUID, _form: FormDep) -> Response:
    """Take an invitation back."""
    invitations.withdraw(session, invitation_id, by=_owner(page))
    return done(_BACK, "saved")


@router.post(_BACK + "/{account_id}")
def change_right(page: PageDep, session: SessionDep, form: FormDep, account_id: UUID) -> Response:
    """Say what somebody may do from now on, at once."""
    actor = _owner(page)
    assert actor.employer_id is not None  # `_owner` saw it
    try:
        right = _right(text_of(form, "right"))
        changed = organisations.set_right(
            session, actor.employer_id, account_id, right=right, by=actor
        )
        if changed is None:
            raise NotFound
        if not changed:
            raise Conflict(_LAST_OWNER)
    except Conflict as error:
        return _show(page, session, refused=error)
    return done(_BACK, "saved")


def _right(code: str) -> str:
    if code not in words.RIGHTS:
        raise invalid("right", _RIGHT)
    return code


def _owner(page: Page) -> Actor:
    actor = page.viewer.require(Role.EMPLOYER)
    if not actor.owns_employer or actor.employer_id is None:
        raise Forbidden
    return actor


def _show(
    page: Page,
    session: Session,
    *,
    values: Mapping[str, str] | None = None,
    refused: AmudduError | None = None,
    link: str = "",
) -> Response:
    actor = _owner(page)
    assert actor.employer_id is not None  # `_owner` saw it
    return page.render(
        "employer_users.html",
        refused=refused,
        users=organisations.employer_users(session, actor.employer_id),
        standing=invitations.standing_colleagues(session, by=actor),
        own=actor.id,
        link=link,
        values=values or {},
        rights=say(words.RIGHTS, page.lang),
    )
