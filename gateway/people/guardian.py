"""A parent's or guardian's agreement: shown to those who follow somebody under 18, and noted."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.ages import GuardianIn, GuardianRecord
from amuddu.contracts.profiles import Profile
from amuddu.kit.auth import Role
from amuddu.rules.base import in_language
from amuddu.rules.protection import ages
from gateway.people.person_view import KNOWN, PersonDep, PersonView
from gateway.sessions.security import FormDep
from gateway.web import rendering
from gateway.web.forms import read_model, text_of

router = APIRouter(include_in_schema=False)


def agreements(person: PersonView, profile: Profile) -> Sequence[GuardianRecord] | None:
    """Agreements of a parent or guardian as those who follow the person read them; `None` where
    there is nothing to note."""
    if person.own or not person.viewer.actor.is_staff:
        return None
    if profile.age.agreement is None and profile.age.state not in ("no_agreement", "young"):
        return None
    if profile.age.agreement is None:
        return ()
    return person.services.profiles.guardian(person.caller, person.id)


def closed_work(person: PersonView, profile: Profile) -> tuple[str, ...]:
    """The kinds of work that the law closes to somebody of 15 to 17; nothing for others."""
    if profile.age.state not in ("no_agreement", "young"):
        return ()
    return tuple(in_language(kind.what, person.lang) for kind in ages.closed_kinds())


@router.post(f"{KNOWN}/tuteur")
def set_guardian(person: PersonDep, form: FormDep) -> Response:
    """Note that a parent or guardian agrees, or no longer."""
    person.viewer.require(Role.COUNSELLOR)
    values = {"given": text_of(form, "given") == "1", "method": text_of(form, "method")}
    body = read_model(GuardianIn, {**values, "method": values["method"] or "present"})
    person.services.profiles.set_guardian(person.caller, person.id, body)
    return rendering.redirect(f"{person.base}?ok=accord#tuteur")
