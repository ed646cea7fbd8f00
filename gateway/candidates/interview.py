"""An interview as a calendar file, for the employer and the counsellor to keep and to pass on.

Nothing is stored: the file holds what was typed in the form. It names the vacancy and the code
under which its reader knows the person, never a name: files are passed on.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query
from icalendar import Calendar, Event
from pydantic import StringConstraints
from starlette.responses import Response

from amuddu.contracts.employers import Vacancy
from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, NotFound, invalid
from amuddu.kit.i18n import N_
from amuddu.reference.places import places
from gateway.candidates import pages, shortlist
from gateway.candidates.filters import Filters
from gateway.web.page import Page, PageDep

router = APIRouter(include_in_schema=False)

MOROCCO = ZoneInfo("Africa/Casablanca")
LASTS = timedelta(hours=1)
_BAD_TIME = N_("Choisissez le jour et l'heure de l'entretien, à venir.")
_SUMMARY = N_("Entretien : {title} ({code})")

Words = Annotated[str, Query(), StringConstraints(max_length=160)]


@router.get("/offres/{vacancy_id}/entretien.ics")
def interview(
    page: PageDep,
    vacancy_id: UUID,
    candidature: UUID,
    jour: Words = "",
    heure: Words = "",
    lieu: Words = "",
) -> Response:
    """The file; a day or an hour that cannot be read is said on the page it came from."""
    page.viewer.require(Role.EMPLOYER, Role.COUNSELLOR)
    vacancy = page.services.employers.get(page.caller, vacancy_id)
    found = page.services.matching.candidacy(page.caller, candidature)
    if found.vacancy_id != vacancy_id or found.state not in ("accepted", "hired"):
        raise NotFound
    try:
        start = _start(jour, heure)
    except AmudduError as error:
        if page.role is Role.EMPLOYER:
            return shortlist.show(page, vacancy_id, refused=error)
        filters = Filters(state=found.state)
        return pages.show(page, vacancy_id, filters, refused=error, about=found.profile_id)
    content = _calendar(page, vacancy, found.id, found.code, start, lieu).to_ical()
    headers = {"Content-Disposition": f'attachment; filename="entretien-{found.code}.ics"'}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


def _start(day: str, hour: str) -> datetime:
    """When it begins, in Morocco's time. Raises `Invalid` for what is unreadable or past."""
    try:
        start = datetime.strptime(f"{day} {hour}", "%Y-%m-%d %H:%M").replace(tzinfo=MOROCCO)
    except ValueError:
        raise invalid("jour", _BAD_TIME) from None
    if start <= clock.now() or start.year > clock.now().year + 1:
        raise invalid("jour", _BAD_TIME)
    return start.astimezone(UTC)


def _calendar(
    page: Page, vacancy: Vacancy, candidacy_id: UUID, code: str, start: datetime, where: str
) -> Calendar:
    town = places().get(vacancy.place or "")
    entry = Event()
    entry.add("uid", f"{candidacy_id}@amuddu")
    entry.add("dtstamp", clock.now())
    entry.add("dtstart", start)
    entry.add("dtend", start + LASTS)
    entry.add("summary", page.say(_SUMMARY, title=vacancy.title, code=code))
    entry.add("location", where.strip() or (town.names[page.lang] if town else ""))
    entry.add("description", vacancy.employer_name)
    made = Calendar()
    made.add("prodid", "-//Amuddu//FR")
    made.add("version", "2.0")
    made.add_component(entry)
    return made
