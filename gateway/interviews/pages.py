"""The page of an interview for the employer and the person's agency: propose, note, write down.

What the person said on the phone is noted here by their own agency; nobody else has those forms.
"""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.matching.interviews import Interview, Interviews
from amuddu.contracts.profiles.witness import TalkIn
from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, BadRequest
from gateway.interviews import calendar, reading
from gateway.sessions.security import FormDep
from gateway.web.forms import text_of, typed_values
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

_READERS = (Role.EMPLOYER, Role.COUNSELLOR, Role.AGENT)


@router.get("/rendez-vous/{candidacy_id}")
def interviews(page: PageDep, candidacy_id: UUID) -> Response:
    """The interviews of a candidacy."""
    page.viewer.require(*_READERS)
    return _show(page, candidacy_id)


@router.post("/rendez-vous/{candidacy_id}")
def act(page: PageDep, candidacy_id: UUID, form: FormDep) -> Response:
    """Take a step; a refused form comes back as it was sent."""
    page.viewer.require(*_READERS)
    known = page.services.matching.interviews_of(page.caller, candidacy_id)
    _noted(page, known, "interview_noted")
    try:
        if text_of(form, "action") == "propose":
            reading.propose(page, candidacy_id, form)
        else:
            reading.take(page, form, known.items)
    except BadRequest:
        raise
    except AmudduError as error:
        return _show(page, candidacy_id, refused=error, form=form)
    code = {"propose": "times_sent", "move": "times_sent"}.get(text_of(form, "action"), "saved")
    return done(f"/rendez-vous/{candidacy_id}", code)


@router.get("/rendez-vous/{candidacy_id}/rendez-vous.ics")
def file(page: PageDep, candidacy_id: UUID) -> Response:
    """The calendar file."""
    page.viewer.require(*_READERS)
    known = page.services.matching.interviews_of(page.caller, candidacy_id)
    _noted(page, known, "interviews_read")
    return calendar.file_of(page, calendar.newest(known.items), for_person=False)


def _show(
    page: Page,
    candidacy_id: UUID,
    *,
    refused: AmudduError | None = None,
    form: FormData | None = None,
) -> Response:
    known = page.services.matching.interviews_of(page.caller, candidacy_id)
    _noted(page, known, "interviews_read")
    one = known.items[0] if known.items else None
    return page.render(
        "interviews.html",
        refused=refused,
        errors=reading.errors_of(refused, form, page.viewer),
        action_failed=text_of(form, "action") if form else "",
        values=typed_values(form) if form else (reading.shown(one) if one else {"how": "place"}),
        known=known,
        one=one,
        earlier=known.items[1:],
        candidacy_id=candidacy_id,
        person=_person(page, known),
        offer=_offer(page, known),
        base=f"/rendez-vous/{candidacy_id}",
        hows=reading.HOWS,
        bring=reading.BRING,
        most=reading.MOST,
        reasons=reading.OF_EMPLOYER if page.role is Role.EMPLOYER else reading.OF_PERSON,
        move_reasons=reading.OF_EMPLOYER,
        absent_reasons=reading.OF_ABSENCE,
        employer=page.role is Role.EMPLOYER,
        today=clock.today(),
        now=clock.now(),
    )


def _noted(
    page: Page, known: Interviews, did: Literal["interviews_read", "interview_noted"]
) -> None:
    """Have the audit know, before anything is shown or done, that staff read what their own people
    said there: why they cannot come is of their health and family. Raises `Unavailable`."""
    own = next((one.profile_id for one in known.items if one.ours and one.profile_id), None)
    if own is not None and page.role in (Role.COUNSELLOR, Role.AGENT):
        page.services.profiles.note_talk(page.caller, own, TalkIn(did=did))


def _person(page: Page, known: Interviews) -> str:
    """How the reader calls the person: a name for those who follow them, a code for an employer."""
    one: Interview | None = next(iter(known.items), None)
    if one is None:
        return ""
    if one.profile_id is None:
        return one.code
    try:
        label = page.services.profiles.labels(page.caller, [one.profile_id]).get(one.profile_id)
    except AmudduError:
        label = None
    return (label.display_name if label else None) or one.code


def _offer(page: Page, known: Interviews) -> str:
    """Where the reader comes from."""
    one: Interview | None = next(iter(known.items), None)
    if one is None or page.role is Role.AGENT:
        return "/aujourdhui"
    place = "preselection" if page.role is Role.EMPLOYER else "suivi"
    return f"/offres/{one.vacancy_id}/{place}"
