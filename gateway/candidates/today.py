"""The counsellor's first page: what waits today, on one screen.

Each part comes from the service that knows it. One that does not answer leaves its own part
empty, with a sentence, and the others stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.employers import Vacancy
from amuddu.contracts.follow_up import Renewals
from amuddu.contracts.matching.desk import Pending, PendingPage
from amuddu.kit import clock
from amuddu.kit.auth import Role
from gateway.candidates.interests import interested
from gateway.candidates.pages import labels_by_id
from gateway.vacancies import counts as vacancies_counts
from gateway.vacancies.counts import Counts
from gateway.web.concurrent import asking, or_none
from gateway.web.page import Page, PageDep

router = APIRouter(include_in_schema=False)

NEW_DAYS = 14
"""A vacancy is new for so long, unless somebody was put forward for it."""
RENEWAL_DAYS = 45
SILENT_DAYS = 60
"""An employer of whom nothing is heard for so long is asked whether they still recruit."""
SHOWN = 8


@dataclass(frozen=True, slots=True)
class NewVacancy:
    """An open vacancy for which nobody was put forward yet."""

    vacancy: Vacancy
    counts: Counts | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A candidacy on which somebody waits, for so many days."""

    item: Pending
    name: str | None
    days: int


@router.get("/aujourdhui")
def today(page: PageDep) -> Response:
    """The page."""
    page.viewer.require(Role.COUNSELLOR)
    services, caller, now = page.services, page.caller, clock.now()
    ending = asking(lambda: services.profiles.renewals(caller, days=RENEWAL_DAYS, limit=SHOWN))
    quiet = asking(lambda: services.employers.list(caller, silent_days=SILENT_DAYS, limit=SHOWN))
    asked = asking(lambda: services.matching.pending(caller, limit=SHOWN))
    growing = asking(lambda: services.profiles.young(caller, limit=SHOWN))
    to_read = asking(lambda: services.employers.list(caller, status="waiting", limit=SHOWN))
    quiet_people = asking(lambda: services.profiles.dormant(caller, limit=SHOWN))
    keen = asking(lambda: services.matching.waiting_interests(caller, limit=SHOWN))
    to_correct = asking(lambda: services.profiles.open_corrections(caller, limit=1))
    vacancies = or_none(lambda: _new(page, now))
    waiting, renewals = or_none(asked.result), or_none(ending.result)
    silent = or_none(quiet.result)
    interests = or_none(keen.result)
    return page.render(
        "today.html",
        silent=silent,
        to_read=or_none(to_read.result),
        young=or_none(growing.result),
        dormant=or_none(quiet_people.result),
        interests=None if interests is None else interested(page, interests, now),
        interest_total=interests.total if interests else 0,
        corrections=or_none(to_correct.result),
        today=now.date(),
        vacancies=None if vacancies is None else vacancies[:SHOWN],
        vacancy_total=len(vacancies or ()),
        waiting=None if waiting is None else _waiting(page, waiting, now),
        waiting_total=waiting.total if waiting else 0,
        renewals=renewals,
        urgent=_urgent(renewals, now.date()),
    )


def _new(page: Page, now: datetime) -> list[NewVacancy]:
    """Open vacancies of the last days with nobody put forward, the oldest first: it waits most."""
    found = page.services.employers.list(page.caller, status="published", limit=100).items
    since = now - timedelta(days=NEW_DAYS)
    fresh = [one for one in found if one.published_at and one.published_at >= since]
    counts = vacancies_counts.counts_of(page, [one.id for one in fresh]) or {}
    lines = [NewVacancy(one, counts.get(one.id)) for one in fresh]
    untouched = [one for one in lines if not one.counts or not _put_forward(one.counts)]
    return sorted(untouched, key=lambda one: one.vacancy.published_at or now)


def _put_forward(counts: Counts) -> int:
    return sum(number for state, number in counts.items() if state not in ("proposed", "set_aside"))


def _waiting(page: Page, found: PendingPage, now: datetime) -> list[Waiting]:
    names = labels_by_id(page, [item.profile_id for item in found.items])

    def name(item: Pending) -> str | None:
        return names[item.profile_id].display_name if item.profile_id in names else None

    return [Waiting(item, name(item), (now - item.since).days) for item in found.items]


def _urgent(renewals: Renewals | None, today: date) -> int:
    """Renewals, among those shown, whose day is past."""
    return sum(
        any(day is not None and day < today for day in (one.title_ends_on, one.consent_ends_on))
        for one in (renewals.items if renewals else ())
    )
