"""What the forms of interviews say, read into the bodies of steps.

A day and an hour are those of Morocco, whatever the browser's clock says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar, get_args
from uuid import UUID
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData

from amuddu.contracts.matching.interviews import (
    BringItem,
    CallOffIn,
    ChooseIn,
    Interview,
    InterviewHow,
    InterviewReason,
    MoveIn,
    NotThenIn,
    OutcomeIn,
    ProposeIn,
)
from amuddu.contracts.types import Contract
from amuddu.kit.errors import AmudduError, BadRequest, invalid
from amuddu.kit.i18n import N_
from gateway.sessions.security import Viewer
from gateway.web.error_pages import by_field
from gateway.web.forms import day_of, read_form, read_model, text_of
from gateway.web.page import Page

MOROCCO = ZoneInfo("Africa/Casablanca")
MOST = 3
HOWS: tuple[InterviewHow, ...] = get_args(InterviewHow)
BRING: tuple[BringItem, ...] = get_args(BringItem)
OF_PERSON: tuple[InterviewReason, ...] = (
    "hours",
    "ill",
    "family",
    "transport",
    "found_work",
    "changed_mind",
    "other",
)
OF_EMPLOYER: tuple[InterviewReason, ...] = ("busy", "ill", "changed_mind", "other")
OF_ABSENCE: tuple[InterviewReason, ...] = ("ill", "family", "transport", "busy", "other")

_UNREADABLE = N_("Choisissez le jour et l'heure.")
_NO_TIME = N_("Choisissez au moins un jour et une heure.")

B = TypeVar("B", bound=ProposeIn)


def proposal(form: FormData, body: type[B]) -> B:
    """Times with all that belongs to them. Raises `Invalid`."""
    moments = [_moment(form, slot, number) for number, slot in enumerate(_slots(form))]
    if not moments:
        raise invalid("times.0", _NO_TIME)
    return read_form(body, form, times=moments, video_link=text_of(form, "video_link"))


def _slots(form: FormData) -> list[int]:
    """The places of the form in which something was typed."""
    typed = range(MOST)
    return [each for each in typed if text_of(form, f"day_{each}") or text_of(form, f"hour_{each}")]


def _moment(form: FormData, slot: int, number: int) -> datetime:
    try:
        said = f"{day_of(form, f'day_{slot}')} {text_of(form, f'hour_{slot}')}"
        return datetime.strptime(said, "%Y-%m-%d %H:%M").replace(tzinfo=MOROCCO)
    except ValueError:
        raise invalid(f"times.{number}", _UNREADABLE) from None


def errors_of(error: AmudduError | None, form: FormData | None, viewer: Viewer) -> dict[str, str]:
    """Sentences by field; those of a time beside the place in which it was typed."""
    if error is None or form is None:
        return {}
    found = by_field(error, viewer)
    said = {name: found.pop(f"times.{name}") for name in range(MOST) if f"times.{name}" in found}
    found.pop("times", None)
    # The service counts the times that it was sent, the form its places.
    slots = _slots(form) or [0]
    times = {f"day_{slots[min(each, len(slots) - 1)]}": text for each, text in said.items()}
    return {**times, **found}


def shown(one: Interview) -> dict[str, str]:
    """What was proposed, as if it had just been typed; times are to be chosen anew."""
    return {
        "how": one.how,
        "minutes": str(one.minutes),
        "address": one.address,
        "directions": one.directions,
        "video_link": one.video_link,
        **{f"bring:{each}": "1" for each in one.bring},
    }


def take(page: Page, form: FormData, known: tuple[Interview, ...]) -> None:
    """Take the step that a form asks for. Raises `BadRequest`, and what the service refuses."""
    name, one, body = said(form, known)
    page.services.matching.move_interview(page.caller, name, one.id, body)


def said(form: FormData, known: tuple[Interview, ...]) -> tuple[str, Interview, Contract]:
    """Which step a form asks for, on which of these interviews. Raises `BadRequest` for any other,
    and `Invalid`."""
    one = next((each for each in known if str(each.id) == text_of(form, "interview_id")), None)
    reader = _READERS.get(text_of(form, "action"))
    if one is None or reader is None:
        raise BadRequest
    name, body = reader
    return name, one, body(form)


def propose(page: Page, candidacy_id: UUID, form: FormData) -> None:
    """Propose times."""
    body = proposal(form, ProposeIn)
    page.services.matching.move_interview(page.caller, "propose", candidacy_id, body)


def _choice(form: FormData) -> Contract:
    return read_model(ChooseIn, {"starts_at": text_of(form, "starts_at") or None})


def _why(form: FormData) -> dict[str, Any]:
    return {"reason": text_of(form, "reason") or None}


def _not_then(form: FormData) -> Contract:
    return read_model(NotThenIn, {**_why(form), "tell": bool(text_of(form, "tell"))})


def _off(form: FormData) -> Contract:
    return read_model(CallOffIn, {**_why(form), "tell": bool(text_of(form, "tell"))})


def _outcome(form: FormData) -> Contract:
    return read_model(OutcomeIn, {"outcome": text_of(form, "outcome") or None, **_why(form)})


_READERS: Mapping[str, tuple[str, Callable[[FormData], Contract]]] = {
    "move": ("move", lambda form: proposal(form, MoveIn)),
    "choose": ("choose", _choice),
    "none_fits": ("none_fits", _not_then),
    "call_off": ("call_off", _off),
    "record": ("record", _outcome),
}
