"""Open a profile in an emergency: an administrator says why and for how long, and is told who
hears of it."""

from __future__ import annotations

from typing import get_args
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.profiles.emergency import EmergencyIn, EmergencyReason
from amuddu.kit.auth import Role
from amuddu.kit.i18n import N_
from gateway.people import words
from gateway.people.words import say
from gateway.sessions.security import FormDep
from gateway.web import rendering
from gateway.web.forms import text_of
from gateway.web.page import Page, PageDep

router = APIRouter(include_in_schema=False)

MINUTES = ("15", "30", "60")
_CHOOSE = N_("Choisissez une raison.")


@router.get("/personnes/{profile_id}/urgence")
def ask(page: PageDep, profile_id: UUID) -> Response:
    """Why, and for how long. Names nobody, and tells nobody whether there is such a profile."""
    page.viewer.require(Role.ADMINISTRATOR)
    return _form(page, profile_id, {})


@router.post("/personnes/{profile_id}/urgence")
def open_it(page: PageDep, profile_id: UUID, form: FormDep) -> Response:
    """Open it, and go there."""
    page.viewer.require(Role.ADMINISTRATOR)
    reason, minutes = text_of(form, "reason"), text_of(form, "minutes")
    if reason not in get_args(EmergencyReason):
        return _form(page, profile_id, {"reason": page.say(_CHOOSE)})
    chosen = minutes if minutes in MINUTES else MINUTES[0]
    body = EmergencyIn.model_validate({"reason": reason, "minutes": int(chosen)})
    page.services.profiles.open_in_emergency(page.caller, profile_id, body)
    return rendering.redirect(f"/personnes/{profile_id}")


def _form(page: Page, profile_id: UUID, errors: dict[str, str]) -> Response:
    return page.render(
        "emergency.html",
        status=422 if errors else 200,
        profile_id=profile_id,
        reasons=say(words.EMERGENCY_REASONS, page.lang),
        minutes=MINUTES,
        errors=errors,
    )
