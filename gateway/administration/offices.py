"""Pages of offices: agencies and partner structures, with their hours and contact."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import EmailStr, Field, TypeAdapter, ValidationError
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.phone_numbers import e164
from amuddu.contracts.types import Contract, LongText, ShortText, Slug
from amuddu.kit.auth import Role
from amuddu.kit.db import Session, SessionDep
from amuddu.kit.errors import AmudduError, known
from amuddu.kit.errors import invalid as invalid_field
from amuddu.kit.i18n import N_
from amuddu.reference.places import places
from gateway.administration import words
from gateway.people.words import say
from gateway.sessions import organisations
from gateway.sessions import service as accounts
from gateway.sessions.security import FormDep
from gateway.web import choices
from gateway.web.forms import read_form, text_of, typed_values
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
_WRONG_ID = N_("Un mot court en minuscules sans accent, par exemple « rabat » ou « fes-medina ».")
_TAKEN = N_("Ce code est déjà celui d'une agence ou d'une structure.")
_PLACE = N_("Ville inconnue : choisissez dans la liste.")
_PHONE = N_("Ce numéro n'est pas complet : écrivez-le comme +212 5 37 12 34 56.")
_EMAIL = N_("Cette adresse e-mail n'est pas complète : écrivez-la comme nom@exemple.ma.")


class OfficeIn(Contract):
    """What is written of an office."""

    name: ShortText
    kind: Literal["agency", "structure"]
    place: Slug | None = None
    address: Annotated[LongText, Field(max_length=160)] = ""
    hours: Annotated[LongText, Field(max_length=400)] = ""
    phone: Annotated[LongText, Field(max_length=30)] = ""
    email: Annotated[LongText, Field(max_length=254)] = ""


@router.get("/administration/agences")
def offices(page: PageDep, session: SessionDep) -> Response:
    """Every office."""
    page.viewer.require(Role.ADMINISTRATOR)
    return page.render(
        "offices.html",
        offices=organisations.offices(session),
        staff=organisations.staff_counts(session),
        kinds=say(words.KINDS, page.lang),
    )


@router.get("/administration/agences/nouvelle")
def new(page: PageDep) -> Response:
    """An empty form."""
    page.viewer.require(Role.ADMINISTRATOR)
    return _form(page, None, {"kind": "agency"})


@router.post("/administration/agences/nouvelle")
def open_office(page: PageDep, session: SessionDep, form: FormDep) -> Response:
    """Open an office."""
    actor = page.viewer.require(Role.ADMINISTRATOR)
    try:
        body = _read(form)
        code = text_of(form, "code")
        if not _ID.fullmatch(code):
            raise invalid_field("code", _WRONG_ID)
        if accounts.agency(session, code) is not None:
            raise invalid_field("code", _TAKEN)
        organisations.write_office(session, code, body.model_dump(), by=actor)
    except AmudduError as error:
        return _form(page, None, typed_values(form), refused=error)
    return done(f"/administration/agences/{code}", "saved")


@router.get("/administration/agences/{agency_id}")
def office(page: PageDep, session: SessionDep, agency_id: str) -> Response:
    """One office: what is written of it, who works there, what was done."""
    page.viewer.require(Role.ADMINISTRATOR)
    found = known(accounts.agency(session, agency_id))
    return _form(page, found, _values(found), session=session)


@router.post("/administration/agences/{agency_id}")
def change(page: PageDep, session: SessionDep, form: FormDep, agency_id: str) -> Response:
    """Change what is written of an office."""
    actor = page.viewer.require(Role.ADMINISTRATOR)
    found = known(accounts.agency(session, agency_id))
    try:
        organisations.write_office(session, found.id, _read(form).model_dump(), by=actor)
    except AmudduError as error:
        return _form(page, found, typed_values(form), session=session, refused=error)
    return done(f"/administration/agences/{agency_id}", "saved")


def _read(form: FormData) -> OfficeIn:
    body = read_form(OfficeIn, form)
    if body.place is not None and body.place not in places():
        raise invalid_field("place", _PLACE)
    phone = e164(body.phone) if body.phone else ""
    if phone is None:
        raise invalid_field("phone", _PHONE)
    if body.email:
        try:
            TypeAdapter(EmailStr).validate_python(body.email)
        except ValidationError:
            raise invalid_field("email", _EMAIL) from None
    return body.model_copy(update={"phone": phone})


def _values(found: object) -> dict[str, str]:
    return {name: getattr(found, name) or "" for name in OfficeIn.model_fields}


def _form(
    page: Page,
    found: Any,
    values: Mapping[str, str],
    *,
    session: Session | None = None,
    refused: AmudduError | None = None,
) -> Response:
    log = organisations.log_of(session, found.id) if session and found else ()
    return page.render(
        "office.html",
        refused=refused,
        office=found,
        values=values,
        towns=choices.towns(page.lang),
        kinds=say(words.KINDS, page.lang),
        log=log,
        log_words=say(words.DONE, page.lang),
        staff=accounts.staff_names(session, {line.actor_id for line in log}) if session else {},
        people=organisations.staff_of(session, found.id) if session and found else (),
    )
