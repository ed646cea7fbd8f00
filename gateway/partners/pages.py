"""Pages of partners: the list, one partner with its tokens and webhooks, and what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.postings.partners import PartnerIn, TokenIn, Webhook
from amuddu.kit import clock
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session, SessionDep
from amuddu.kit.errors import AmudduError, FieldError, Invalid, Unavailable
from amuddu.kit.i18n import N_, Text
from gateway.partners import words
from gateway.people.words import say
from gateway.sessions import organisations
from gateway.sessions import service as accounts
from gateway.sessions.security import FormDep
from gateway.tokens import service
from gateway.tokens.tables import PartnerRow
from gateway.web.forms import day_of, optional, read_form, read_model, typed_values
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

HOME = "/administration/partenaires"
_NO_SCOPE = N_("Cochez ce que le jeton permet de lire.")
_NO_DAY = N_("Choisissez le dernier jour du jeton.")


@router.get(HOME)
def partners(page: PageDep, session: SessionDep) -> Response:
    """Every partner, and a form to add one."""
    page.viewer.require(Role.ADMINISTRATOR)
    return _list(page, session, {})


@router.post(HOME)
def add(page: PageDep, session: SessionDep, form: FormDep) -> Response:
    """Add a partner."""
    actor = chief(page)
    try:
        row = service.add_partner(session, read_form(PartnerIn, form), by=actor)
    except Invalid as error:
        return _list(page, session, typed_values(form), refused=error)
    return done(f"{HOME}/{row.id}", "saved")


@router.get(HOME + "/{partner_id}")
def partner(page: PageDep, session: SessionDep, partner_id: UUID) -> Response:
    """One partner."""
    page.viewer.require(Role.ADMINISTRATOR)
    return show(page, session, service.partner(session, partner_id), {})


@router.post(HOME + "/{partner_id}/jetons")
def make_token(page: PageDep, session: SessionDep, form: FormDep, partner_id: UUID) -> Response:
    """Make a token, and show it once."""
    actor = chief(page)
    row = service.partner(session, partner_id)
    try:
        made = service.make(session, row.id, _token_in(form), by=actor)
    except AmudduError as error:
        return show(page, session, row, _typed(form, "scopes"), refused=error, form="token")
    return page.render(
        "partner_secret.html",
        kind="token",
        secret=made.token,
        name=row.name,
        about=made.about,
        scopes=say(words.SCOPES, page.lang),
        back=f"{HOME}/{row.id}",
    )


@router.post(HOME + "/{partner_id}/jetons/{token_id}/fin")
def revoke_token(
    page: PageDep, session: SessionDep, _form: FormDep, partner_id: UUID, token_id: UUID
) -> Response:
    """Revoke a token."""
    actor = page.viewer.require(Role.ADMINISTRATOR)
    service.revoke(session, partner_id, token_id, by=actor)
    return done(f"{HOME}/{partner_id}", "saved", at="jetons")


def chief(page: Page) -> Actor:
    """An administrator whose second proof is fresh: what is opened here lets programs in."""
    actor = page.viewer.require(Role.ADMINISTRATOR)
    page.viewer.proved(page.request.app.state.settings)
    return actor


def _token_in(form: FormData) -> TokenIn:
    scopes = _ticked(form, "scopes")
    day = day_of(form, "expires_on")
    missing = [
        FieldError(field, Text(message))
        for field, message, there in (
            ("scopes", _NO_SCOPE, scopes),
            ("expires_on", _NO_DAY, day),
        )
        if not there
    ]
    if missing:
        raise Invalid(fields=missing)
    values = {"scopes": scopes, "expires_on": day, "owner_id": optional(form, "owner_id")}
    return read_model(TokenIn, values)


def _ticked(form: FormData, name: str) -> list[str]:
    prefix = f"{name}:"
    return [each.removeprefix(prefix) for each in form if each.startswith(prefix)]


def _typed(form: FormData, name: str) -> dict[str, str]:
    return {**typed_values(form), name: ", ".join(_ticked(form, name))}


def show(
    page: Page,
    session: Session,
    row: PartnerRow,
    values: Mapping[str, str],
    *,
    refused: AmudduError | None = None,
    form: str = "",
) -> Response:
    """One partner; `form`: the one that came back."""
    log = organisations.log_of(session, str(row.id))
    shown = service.shown(session, row)
    now = clock.now()
    people = {line.actor_id for line in log} | {each.owner_id for each in shown.tokens}
    return page.render(
        "partner.html",
        refused=refused,
        returned=form,
        partner=shown,
        values=values or {"expires_on": (now.date() + timedelta(days=180)).isoformat()},
        now=now,
        soon=now + service.SOON,
        last_day=(now.date() + timedelta(days=365)).isoformat(),
        owners=[(str(each.id), each.display_name) for each in service.owners(session)],
        own=str(page.viewer.actor.id),
        webhooks=_webhooks(page, row.id),
        scopes=say(words.SCOPES, page.lang),
        events=say(words.EVENTS, page.lang),
        states=say(words.STATES, page.lang),
        log=log,
        log_words=say(words.DONE, page.lang),
        staff=accounts.staff_names(session, people),
    )


def _webhooks(page: Page, partner_id: UUID) -> Sequence[Webhook] | None:
    """Webhooks of a partner; none while the service is away."""
    try:
        found: Sequence[Webhook] = page.services.notifications.webhooks(page.caller, partner_id)
    except Unavailable:
        return None
    return found


def _list(
    page: Page,
    session: Session,
    values: Mapping[str, str],
    *,
    refused: AmudduError | None = None,
) -> Response:
    return page.render(
        "partners.html",
        refused=refused,
        partners=service.partners(session),
        living=service.living_counts(session),
        values=values,
    )
