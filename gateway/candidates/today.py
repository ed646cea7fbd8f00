"""The counsellor's first page: what waits today, on one screen.

Each part comes from the service that knows it. One that does not answer leaves its own part
empty, with a sentence, and the others stand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from fastapi import APIRouter, Request
from starlette.responses import Response

from amuddu.contracts.employers import Vacancy
from amuddu.contracts.follow_up import Renewals
from amuddu.contracts.matching.desk import Pending, PendingPage
from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError
from gateway.candidates.pages import labels_by_id
from gateway.clients import Services, ServicesDep
from gateway.clients.base import Caller
from gateway.sessions.security import ViewerDep
from gateway.vacancies import counts as vacancies_counts
from gateway.vacancies.counts import Counts
from gateway.web import rendering
from gateway.web.concurrent import asking

router = APIRouter(include_in_schema=False)

NEW_DAYS = 14
"""A vacancy is new for so long, unless somebody was put forward for it."""
RENEWAL_DAYS = 45
SILENT_DAYS = 60
"""An employer of whom nothing is heard for so long is asked whether they still recruit."""
SHOWN = 8
T = TypeVar("T")


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
def today(request: Request, viewer: ViewerDep, services: ServicesDep) -> Response:
    """The page."""
    viewer.require(Role.COUNSELLOR)
    caller, now = viewer.caller, clock.now()
    ending = asking(lambda: services.profiles.renewals(caller, days=RENEWAL_DAYS, limit=SHOWN))
    quiet = asking(lambda: services.employers.list(caller, silent_days=SILENT_DAYS, limit=SHOWN))
    asked = asking(lambda: services.matching.pending(caller, limit=SHOWN))
    growing = asking(lambda: services.profiles.young(caller, limit=SHOWN))
    vacancies = _or_none(lambda: _new(services, caller, now))
    waiting, renewals = _or_none(asked.result), _or_none(ending.result)
    silent = _or_none(quiet.result)
    return rendering.page(
        request,
        viewer,
        "today.html",
        silent=silent,
        young=_or_none(growing.result),
        today=now.date(),
        vacancies=None if vacancies is None else vacancies[:SHOWN],
        vacancy_total=len(vacancies or ()),
        waiting=None if waiting is None else _waiting(services, caller, waiting, now),
        waiting_total=waiting.total if waiting else 0,
        renewals=renewals,
        urgent=_urgent(renewals, now.date()),
    )


def _or_none(ask: Callable[[], T]) -> T | None:
    try:
        return ask()
    except AmudduError:
        return None


def _new(services: Services, caller: Caller, now: datetime) -> list[NewVacancy]:
    """Open vacancies of the last days with nobody put forward, the oldest first: it waits most."""
    found = services.employers.list(caller, status="published", limit=100).items
    since = now - timedelta(days=NEW_DAYS)
    fresh = [one for one in found if one.published_at and one.published_at >= since]
    counts = vacancies_counts.counts_of(services, caller, [one.id for one in fresh]) or {}
    lines = [NewVacancy(one, counts.get(one.id)) for one in fresh]
    untouched = [one for one in lines if not one.counts or not _put_forward(one.counts)]
    return sorted(untouched, key=lambda one: one.vacancy.published_at or now)


def _put_forward(counts: Counts) -> int:
    return sum(number for state, number in counts.items() if state not in ("proposed", "set_aside"))


def _waiting(services: Services, caller: Caller, page: PendingPage, now: datetime) -> list[Waiting]:
    names = labels_by_id(services, caller, [item.profile_id for item in page.items])

    def name(item: Pending) -> str | None:
        return names[item.profile_id].display_name if item.profile_id in names else None

    return [Waiting(item, name(item), (now - item.since).days) for item in page.items]


def _urgent(renewals: Renewals | None, today: date) -> int:
    """Renewals, among those shown, whose day is past."""
    return sum(
        any(day is not None and day < today for day in (one.title_ends_on, one.consent_ends_on))
        for one in (renewals.items if renewals else ())
    )
