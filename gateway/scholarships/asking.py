"""An application one question a page: for which place, why, and sent.

Each answer is kept as it is sent, so somebody may stop anywhere and go on another day.
"""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.support.catalogue import SCHOOL_LEVELS
from amuddu.contracts.support.judging import Eligibility
from amuddu.contracts.support.scholarships import ASKERS, Application, ApplicationWriteIn, SubmitIn
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, NotFound, invalid
from amuddu.kit.i18n import N_
from gateway.scholarships.words import HOME, names
from gateway.sessions.security import AUTOSAVE, FormDep
from gateway.web import rendering
from gateway.web.forms import optional, read_model, text_of, typed_values
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

StepName = Literal["place", "pourquoi", "envoyer"]
STEPS: tuple[StepName, ...] = ("place", "pourquoi", "envoyer")
_CHOOSE = N_("Choisissez une place dans la liste.")
_ADDRESS = f"{HOME}/{{application_id}}/pas/{{name}}"
_WHERE: dict[str, StepName] = {"place_id": "place", "why": "pourquoi"}
"""Which question asks for a field."""


def _step(name: str) -> StepName:
    found = next((each for each in STEPS if each == name), None)
    if found is None:
        raise NotFound
    return found


@router.get(_ADDRESS)
def ask(page: PageDep, application_id: UUID, name: str) -> Response:
    """One question."""
    page.viewer.require(*ASKERS)
    one, found = _step(name), page.services.support.application(page.caller, application_id)
    if found.state != "draft":
        return rendering.redirect(f"{HOME}/{application_id}")
    return _page(page, one, found, values=_stored(found))


@router.post(_ADDRESS)
def keep(page: PageDep, application_id: UUID, form: FormDep, name: str) -> Response:
    """Keep an answer and go on; an answer to be mended comes back as it was typed."""
    page.viewer.require(*ASKERS)
    one, found = _step(name), page.services.support.application(page.caller, application_id)
    silent = AUTOSAVE in page.request.headers
    try:
        if one == "envoyer":
            if silent:
                return Response(status_code=204)
            return _send(page, found, form)
        page.services.support.follow(page.caller, "write", found.id, _written(found, one, form))
    except AmudduError as error:
        if error.status >= 500:
            raise
        if silent:
            return Response(status_code=error.status)
        return _page(page, one, found, values=typed_values(form), refused=error)
    if silent:
        return Response(status_code=204)
    return rendering.redirect(f"{HOME}/{application_id}/pas/{STEPS[STEPS.index(one) + 1]}")


def _written(found: Application, one: StepName, form: FormData) -> ApplicationWriteIn:
    """What is said so far, with this answer in the place of the one before."""
    said: dict[str, object] = {"place_id": found.place_id, "why": found.why}
    if one == "place":
        chosen = optional(form, "place_id")
        if chosen and chosen not in {str(each.place_id) for each in found.seats}:
            raise invalid("place_id", _CHOOSE)
        said["place_id"] = chosen
    else:
        said["why"] = text_of(form, "why")
    return read_model(ApplicationWriteIn, said)


def _send(page: Page, found: Application, form: FormData) -> Response:
    body = read_model(SubmitIn, {"school_level": optional(form, "school_level")})
    page.services.support.follow(page.caller, "submit", found.id, body)
    return done(f"{HOME}/{found.id}", "scholarship_sent")


def _stored(found: Application) -> dict[str, str]:
    return {"place_id": str(found.place_id or ""), "why": found.why}


def _page(
    page: Page,
    one: StepName,
    found: Application,
    *,
    values: dict[str, str],
    refused: AmudduError | None = None,
) -> Response:
    number = STEPS.index(one)
    return page.render(
        "scholarship_step.html",
        refused=refused,
        application=found,
        own=page.role is Role.JOBSEEKER,
        name=names(page, [found.profile_id]).get(found.profile_id, ""),
        step=one,
        number=number + 1,
        all=len(STEPS),
        previous=STEPS[number - 1] if number else None,
        following=STEPS[number + 1] if number + 1 < len(STEPS) else None,
        mend={field: step for field, step in _WHERE.items() if step != one},
        criteria=_criteria(page, found) if one == "envoyer" else (),
        school_levels=SCHOOL_LEVELS,
        values=values,
    )


def _criteria(page: Page, found: Application) -> tuple[object, ...]:
    """Each thing that the call asks; nothing where it cannot be asked just now."""
    try:
        asked: Eligibility = page.services.support.eligibility(page.caller, found.id)
    except AmudduError:
        return ()
    return asked.criteria
