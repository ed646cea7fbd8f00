"""An employer's own pages: sign up, declare the enterprise, see what the agency says."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.organisations import DECLARE, DeclarationIn, EmployerFile
from amuddu.kit.auth import Role
from amuddu.kit.db import Session, SessionDep
from amuddu.kit.errors import AmudduError, Forbidden, NotFound, invalid
from amuddu.kit.i18n import N_
from gateway.accounts import pages as accounts_pages
from gateway.accounts import signing_in
from gateway.organisations import words
from gateway.people.words import say
from gateway.sessions import service as accounts
from gateway.sessions.security import FormDep, RepeatableFormDep
from gateway.web import choices, rendering
from gateway.web.error_pages import by_field
from gateway.web.forms import read_form, typed_values
from gateway.web.page import Page, PageDep, done, first_of

router = APIRouter(include_in_schema=False)

UNKNOWN_AGENCY = N_("Agence inconnue : choisissez dans la liste.")


@router.get("/inscription/entreprise")
def sign_up_page(page: PageDep, session: SessionDep, tour: str = "") -> Response:
    """Make an account for an enterprise."""
    return _sign_up(page, session, first_of(tour))


@router.post("/inscription/entreprise")
def sign_up(page: PageDep, session: SessionDep, form: RepeatableFormDep) -> Response:
    """Make the account, sign in, and go on to what the enterprise declares."""
    turn, password = first_of(str(form.get("turn", ""))), str(form.get("password", ""))[:256]
    try:
        login = signing_in.offered_login(
            page.request, str(form.get("login", "")), page.viewer.browser_id, turn
        )
        signed = signing_in.sign_up(
            page.request, login=login, password=password, lang=page.lang, employer_id=uuid4()
        )
    except AmudduError as error:
        errors = by_field(error, page.viewer) or {"": error.text.in_(page.lang)}
        return _sign_up(page, session, turn, refused=error, errors=errors)
    return accounts_pages.let_in(page.request, signed, "/entreprise/fiche")


@router.get("/entreprise")
def own(page: PageDep, session: SessionDep) -> Response:
    """Where the enterprise stands, and what to do next."""
    page.viewer.require(Role.EMPLOYER)
    found = file_of(page)
    if found is None:
        return rendering.redirect("/entreprise/fiche")
    agency = accounts.agency(session, found.agency_id)
    return page.render(
        "own_employer.html",
        file=found,
        agency=agency,
        states=say(words.STATES, page.lang),
        tones=words.TONES,
        to_mend=say(words.TO_MEND, page.lang),
    )


@router.get("/entreprise/fiche")
def declaration(page: PageDep, session: SessionDep) -> Response:
    """The form of the declaration, with what was declared before."""
    _owner(page)
    found = file_of(page)
    values = _stored(found) if found else {}
    return _form(page, session, found, values)


@router.post("/entreprise/fiche")
def declare(page: PageDep, session: SessionDep, form: FormDep) -> Response:
    """Send the declaration to the agency."""
    _owner(page)
    try:
        body = read_form(DeclarationIn, form)
        if accounts.agency(session, body.agency_id) is None:
            raise invalid("agency_id", UNKNOWN_AGENCY)
        page.services.employers.move_employer(page.caller, "declare", body)
    except AmudduError as error:
        return _form(page, session, file_of(page), typed_values(form), refused=error)
    return done("/entreprise", "declared")


def _owner(page: Page) -> None:
    page.viewer.allowed(DECLARE)
    if not page.viewer.actor.owns_employer:
        raise Forbidden


def file_of(page: Page) -> EmployerFile | None:
    """The file of the enterprise that the viewer speaks for; none until it is declared."""
    employer_id = page.viewer.actor.employer_id
    if employer_id is None:
        return None
    try:
        return page.services.employers.employer_file(page.caller, employer_id)
    except NotFound:
        return None


def _stored(found: EmployerFile) -> dict[str, str]:
    return {name: getattr(found, name) or "" for name in DeclarationIn.model_fields}


def _sign_up(
    page: Page,
    session: Session,
    turn: int,
    *,
    refused: AmudduError | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response:
    offer = signing_in.offer(session, page.request, page.viewer.browser_id, turn)
    return page.render("employer_signup.html", refused=refused, offer=offer, errors=errors or {})


def _form(
    page: Page,
    session: Session,
    found: EmployerFile | None,
    values: Mapping[str, str],
    *,
    refused: AmudduError | None = None,
) -> Response:
    return page.render(
        "declaration.html",
        refused=refused,
        file=found,
        values=values,
        agencies=accounts.agencies(session),
        towns=choices.towns(page.lang),
        to_mend=say(words.TO_MEND, page.lang),
    )
