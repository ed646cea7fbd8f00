"""Pages of an agency: employers, those that wait first; one file, what to check, the decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.organisations import (
    EMPLOYER,
    LIST_FILES,
    READ_FILE,
    CorrectIn,
    EmployerFile,
    EmployerState,
    MergeEmployerIn,
    SuspendIn,
    ToMendIn,
    VerifyIn,
)
from amuddu.kit.db import Session, SessionDep
from amuddu.kit.errors import AmudduError
from gateway.organisations import words
from gateway.people.words import say
from gateway.sessions import organisations
from gateway.sessions import service as accounts
from gateway.sessions.security import FormDep
from gateway.web import choices, rendering
from gateway.web.error_pages import by_field
from gateway.web.forms import read_fields, read_model, shown, text_of, ticked, typed_values
from gateway.web.page import Page, PageDep, done, first_of

router = APIRouter(include_in_schema=False)

PAGE = 20
_STATES: tuple[EmployerState, ...] = (
    "declared",
    "entered",
    "returned",
    "verified",
    "suspended",
    "merged",
)
STEPS: Mapping[str, str] = {
    "verifier": "verify",
    "rendre": "hand_back",
    "retirer": "withdraw",
    "corriger": "correct",
    "suspendre": "suspend",
    "retablir": "resume",
    "reunir": "merge",
}
"""The steps that a page takes, by the last word of its address."""


@router.get("/entreprises")
def employers(page: PageDep, q: str = "", etat: str = "", offset: str = "") -> Response:
    """Employers of the agency, those that wait first."""
    page.viewer.allowed(LIST_FILES)
    typed = " ".join(q.replace("\x00", "").split())[:100]
    state: EmployerState | None = next((s for s in _STATES if s == etat), None)
    first = first_of(offset)
    found = page.services.employers.employer_files(
        page.caller, q=typed or None, state=state, limit=PAGE, offset=first
    )
    return page.render(
        "employers.html",
        found=found,
        values={"q": typed, "etat": state or ""},
        states=say(words.STATES, page.lang),
        tones=words.TONES,
        limit=PAGE,
        offset=first,
        pager_url="/entreprises?" + urlencode({"q": typed, "etat": state or "", "offset": ""}),
    )


@router.get("/entreprises/{employer_id}")
def employer(page: PageDep, session: SessionDep, employer_id: UUID) -> Response:
    """One employer: what it declared, what to check, what may be decided."""
    page.viewer.allowed(READ_FILE)
    return _show(page, session, page.services.employers.employer_file(page.caller, employer_id))


@router.post("/entreprises/{employer_id}/{step}")
def take(
    page: PageDep, session: SessionDep, form: FormDep, employer_id: UUID, step: str
) -> Response:
    """Take a step, with its reason."""
    page.viewer.allowed(LIST_FILES)
    name = STEPS.get(step)
    if name is None:
        return rendering.redirect(f"/entreprises/{employer_id}")
    try:
        body = _body(name, form)
        values = (body,) if body is not None else ()
        with session.begin_nested():
            if isinstance(body, MergeEmployerIn) and text_of(form, "accounts"):
                # Before the service answers: where it refuses, these stay where they were.
                organisations.follow_employer(session, employer_id, body.into, by=page.viewer.actor)
            page.services.employers.move_employer(page.caller, name, employer_id, *values)
    except AmudduError as error:
        found = page.services.employers.employer_file(page.caller, employer_id)
        return _show(page, session, found, refused=error, step=step, values=typed_values(form))
    return done(f"/entreprises/{employer_id}", "saved")


@router.get("/entreprises/{employer_id}/{step}")
def back(request: Request, employer_id: UUID, step: str) -> Response:
    """Somebody changed the language on the answer to a form."""
    at = f"#{step}" if step in STEPS else ""
    return rendering.redirect(f"/entreprises/{employer_id}?{request.url.query}{at}")


def _body(name: str, form: FormData) -> BaseModel | None:
    if name == "verify":
        typed = {"basis": text_of(form, "basis"), "as_of": text_of(form, "as_of")}
        return read_model(VerifyIn, typed)
    if name in ("hand_back", "withdraw"):
        reasons = ticked(form, "reasons")
        return read_model(ToMendIn, {"reasons": reasons, "note": text_of(form, "note")})
    if name == "suspend":
        typed = {"reason": text_of(form, "reason"), "note": text_of(form, "note")}
        return read_model(SuspendIn, typed)
    if name == "merge":
        return read_model(MergeEmployerIn, {"into": text_of(form, "into")})
    if name == "correct":
        said = read_fields(CorrectIn, form)
        return read_model(CorrectIn, {each: value or None for each, value in said.items()})
    return None


def _show(
    page: Page,
    session: Session,
    found: EmployerFile,
    *,
    refused: AmudduError | None = None,
    step: str = "",
    values: Mapping[str, str] | None = None,
) -> Response:
    lang = page.lang
    open_steps = {each.name for each in EMPLOYER.open_to(page.role, found.state)}
    actors = {line.actor_id for line in found.log}
    stored = {name: shown(getattr(found, name)) for name in CorrectIn.model_fields}
    problem = by_field(refused, page.viewer) if refused else {}
    agencies = organisations.office_names(session)
    context: dict[str, Any] = {
        "file": found,
        "steps": open_steps,
        "step": step,
        "stored": {**stored, **(values or {})} if step == "corriger" else stored,
        "values": values or {},
        "errors": problem or ({"": refused.text.in_(lang)} if refused else {}),
        "problem": "",
        "agencies": agencies,
        "agency": agencies.get(found.agency_id, found.agency_id),
        "towns": choices.towns(lang),
        "people": organisations.employer_users(session, found.id),
        "staff": accounts.staff_names(session, actors),
        "states": say(words.STATES, lang),
        "tones": words.TONES,
        "bases": say(words.BASES, lang),
        "to_mend": say(words.TO_MEND, lang),
        "halts": say(words.HALTS, lang),
        "done_steps": say(words.STEPS, lang),
        "reasons": say(words.REASONS, lang),
        "same": say(words.SAME, lang),
    }
    return page.render("employer.html", refused=refused, **context)
