"""An interview as a calendar file: one entry that a calendar takes over, changes and takes out.

The file is passed on and opened on shared phones. The person's names no trade, no firm and nobody;
the employer's names the vacancy and the code by which they know the person.
"""

from __future__ import annotations

from datetime import timedelta

from icalendar import Calendar, Event
from starlette.responses import Response

from amuddu.contracts.matching.interviews import Interview
from amuddu.kit.errors import NotFound
from amuddu.kit.i18n import N_
from gateway.web.labels import LABELS
from gateway.web.page import Page

NAME = "rendez-vous.ics"
_APPOINTMENT = N_("Rendez-vous")
_INTERVIEW = N_("Entretien : {title} ({code})")
_BRING = N_("À apporter : {things}")


def file_of(page: Page, found: Interview | None, *, for_person: bool) -> Response:
    """The file. Raises `NotFound` where no time was ever chosen."""
    if found is None or found.starts_at is None:
        raise NotFound
    content = _calendar(page, found, for_person=for_person).to_ical()
    return Response(
        content,
        media_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{NAME}"',
            "Cache-Control": "no-store",
        },
    )


def _calendar(page: Page, found: Interview, *, for_person: bool) -> Calendar:
    off = found.state == "off"
    entry = Event()
    entry.add("uid", f"{found.id}@amuddu")
    entry.add("sequence", found.sequence)
    entry.add("dtstamp", found.updated_at)
    entry.add("last-modified", found.updated_at)
    assert found.starts_at is not None
    entry.add("dtstart", found.starts_at)
    entry.add("dtend", found.starts_at + timedelta(minutes=found.minutes))
    entry.add("status", "CANCELLED" if off else "CONFIRMED")
    entry.add("summary", _summary(page, found, for_person=for_person))
    if not off:
        entry.add("location", _where(page, found))
        entry.add("description", _details(page, found))
    made = Calendar()
    made.add("prodid", "-//Amuddu//FR")
    made.add("version", "2.0")
    made.add("method", "CANCEL" if off else "PUBLISH")
    made.add_component(entry)
    return made


def _summary(page: Page, found: Interview, *, for_person: bool) -> str:
    if for_person:
        return page.say(_APPOINTMENT)
    return page.say(_INTERVIEW, title=found.vacancy_title, code=found.code)


def _where(page: Page, found: Interview) -> str:
    if found.how == "place":
        return found.address
    return found.video_link or page.say(LABELS["interview_how"][found.how])


def _details(page: Page, found: Interview) -> str:
    things = ", ".join(page.say(LABELS["bring_item"][each]) for each in found.bring)
    lines = (found.directions, page.say(_BRING, things=things) if things else "")
    return "\n".join(filter(None, lines))


def newest(items: tuple[Interview, ...]) -> Interview | None:
    """The one that calendars are to know of, among those of a candidacy, the newest first."""
    return next((each for each in items if each.starts_at is not None), None)
