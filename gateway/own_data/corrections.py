"""Corrections: a person asks, those who follow them say that it is done, or why not."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.operations import Offset
from amuddu.contracts.profiles.corrections import (
    DO_CORRECTION,
    LIST_OPEN_CORRECTIONS,
    CorrectionIn,
    RefusalIn,
)
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, Invalid
from amuddu.kit.i18n import N_
from gateway.own_data import fields
from gateway.own_data.pages import show
from gateway.people.person_view import KNOWN, OWN, PersonDep, PersonView
from gateway.people.words import say
from gateway.sessions.security import FormDep
from gateway.web import rendering
from gateway.web.error_pages import by_field
from gateway.web.forms import read_model, text_of
from gateway.web.page import PageDep

router = APIRouter(include_in_schema=False)

PAGE = 20
_REASON = N_("Choisissez une raison.")
_SUBJECT = N_("Choisissez ce qui est à corriger.")


@router.post(f"{OWN}/donnees/corrections")
def ask(person: PersonDep, form: FormDep) -> Response:
    """Ask for a correction."""
    person.viewer.require(Role.JOBSEEKER)
    typed = {name: text_of(form, name) for name in ("subject", "text")}
    if typed["subject"] not in fields.SUBJECTS:
        return _again(person, typed, {"subject": person.say(_SUBJECT)})
    try:
        body = read_model(CorrectionIn, {**typed, "key": text_of(form, "key")})
        person.services.profiles.ask_correction(person.caller, person.id, body)
    except Invalid as error:
        return _again(person, typed, by_field(error, person.viewer))
    except AmudduError as error:
        return show(person, refused=error, values=typed)
    return rendering.redirect(f"{person.base}/donnees?ok=demande#corrections")


def _again(person: PersonView, typed: dict[str, str], errors: dict[str, str]) -> Response:
    return show(person, status=422, values=typed, errors=errors)


@router.post(f"{KNOWN}/donnees/corrections/{{correction_id}}")
def decide(person: PersonDep, correction_id: UUID, form: FormDep) -> Response:
    """Say that it is corrected, or why it is not."""
    person.viewer.allowed(DO_CORRECTION)
    move = person.services.profiles.move_correction
    try:
        if text_of(form, "step") == "do":
            move(person.caller, "do", person.id, correction_id)
        elif text_of(form, "reason") not in fields.REFUSALS:
            errors = {f"reason-{correction_id}": person.say(_REASON)}
            return show(person, status=422, errors=errors)
        else:
            body = read_model(RefusalIn, {"reason": text_of(form, "reason")})
            move(person.caller, "refuse", person.id, correction_id, body)
    except AmudduError as error:
        return show(person, refused=error)
    return rendering.redirect(f"{person.base}/donnees?ok=decision#corrections")


@router.get("/corrections")
def waiting(page: PageDep, offset: Offset = 0) -> Response:
    """What waits of the people whom one follows."""
    page.viewer.allowed(LIST_OPEN_CORRECTIONS)
    found = page.services.profiles.open_corrections(page.caller, limit=PAGE, offset=offset)
    return page.render(
        "corrections.html",
        found=found,
        subjects=say(fields.SUBJECTS, page.lang),
        limit=PAGE,
        offset=offset,
    )
