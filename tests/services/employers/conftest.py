"""The employers service over a real database, and people who call it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from fastapi.testclient import TestClient
from time_machine import TimeMachineFixture

from amuddu.contracts.employers import TOPIC, VacancyPublished
from amuddu.contracts.events.envelope import Event
from amuddu.contracts.profiles.papers import Paper
from amuddu.contracts.schemes import SchemeVersioned
from amuddu.contracts.types import HiringRouteCode
from amuddu.kit import clock
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Database
from amuddu.kit.settings import Settings
from services.employers.app import create
from services.employers.hires.profiles_client import ProfilesClient
from services.employers.settings import EmployersSettings
from tests.conftest import DatabaseOf
from tests.support import (
    AGENCY,
    administrator,
    coordinator,
    counsellor,
    employer,
    headers_for,
    outbox_events,
)

TODAY = datetime.now(UTC).date()
"""The day these tests play on, though midnight may pass while they run."""
SOON = (TODAY + timedelta(days=60)).isoformat()
PAST = (TODAY - timedelta(days=60)).isoformat()


def mason(**changes: Any) -> dict[str, Any]:
    """A vacancy that may be published."""
    return {
        "title": "Maçon (H/F)",
        "description": "Chantier à Rabat.",
        "occupation": {"text": "maçon"},
        "place": "rabat",
        "contract_type": "CDD",
        "contract_months": 12,
        "wage_month": "4000.00",
        "starts_on": SOON,
        **changes,
    }


class OpenedRoutes(ProfilesClient):
    """Profiles, as far as this service asks it: routes and papers by candidacy, the same for
    every reader. The real one answers in `tests/attack/staff/test_f03_route_of_a_hire.py`."""

    def __init__(self) -> None:
        self.routes: dict[UUID, HiringRouteCode] = {}
        self.kept: dict[UUID, dict[UUID, Paper]] = {}

    def close(self) -> None:
        """There is nothing to let go of."""

    def route(self, candidacy_id: UUID, *, reader: Actor) -> HiringRouteCode | None:
        return self.routes.get(candidacy_id)

    def papers(self, candidacy_id: UUID, *, reader: Actor) -> dict[UUID, Paper]:
        return dict(self.kept.get(candidacy_id, {}))

    def keep(self, candidacy_id: UUID, *, read: bool = True) -> UUID:
        """A paper of a hire, which somebody of the agency has read or not."""
        paper = Paper(
            id=uuid4(),
            candidacy_id=candidacy_id,
            media_type="image/jpeg",
            pages=1,
            size=1000,
            added_at=clock.now(),
            added_role=Role.EMPLOYER,
            read_at=clock.now() if read else None,
        )
        self.kept.setdefault(candidacy_id, {})[paper.id] = paper
        return paper.id


@dataclass(frozen=True)
class House:
    """The service, its database, and calls to it by somebody."""

    client: TestClient
    database: Database
    profiles: OpenedRoutes = field(default_factory=OpenedRoutes)

    def call(
        self, method: str, path: str, *, by: Actor, lang: str = "fr", body: Any = None, **query: Any
    ) -> Any:
        """Answer to a call, whatever its status."""
        return self.client.request(
            method, f"/v1{path}", headers=headers_for(by, lang=lang), json=body, params=query
        )

    def ok(self, method: str, path: str, *, by: Actor, **rest: Any) -> Any:
        """Body of a call that succeeds."""
        response = self.call(method, path, by=by, **rest)
        assert response.status_code in {200, 201}, response.text
        return response.json()

    def problems(self, method: str, path: str, *, by: Actor, **rest: Any) -> dict[str, str]:
        """Messages by field of a call that is refused with 422."""
        response = self.call(method, path, by=by, **rest)
        assert response.status_code == 422, response.text
        assert response.headers["content-type"] == "application/problem+json"
        return {error["field"]: error["message"] for error in response.json()["errors"]}

    def new_employer(self, name: str = "Atlas BTP", *, agency: str = AGENCY, **more: Any) -> UUID:
        body = {"name": name, "agency_id": agency, **more}
        return UUID(self.ok("POST", "/employers", by=administrator(), body=body)["id"])

    def new_vacancy(self, *, by: Actor, **changes: Any) -> dict[str, Any]:
        found: dict[str, Any] = self.ok("POST", "/vacancies", by=by, body=mason(**changes))
        return found

    def approved(self, made: httpx2.Response, *, lang: str = "fr") -> httpx2.Response:
        """A proposed version of a scheme, once another person approved it: the scheme, whole. What
        was refused stays as it is."""
        if made.status_code != 201:
            return made
        said, other = made.json(), coordinator()
        path = f"/schemes/proposals/{said['id']}/approve"
        self.ok("POST", path, by=other, body={"reason": "Lu et vérifié"})
        found = self.ok("GET", f"/schemes/{said['scheme_id']}", by=other, lang=lang)
        return httpx2.Response(201, json=found)

    def events(self) -> list[Event]:
        """What was told of vacancies."""
        return [event for event in outbox_events(self.database) if event.topic == TOPIC]

    def versions_told(self) -> list[SchemeVersioned]:
        """What was told of schemes, those of the bundled file first."""
        return [e for e in outbox_events(self.database) if isinstance(e, SchemeVersioned)]

    def published(self) -> list[VacancyPublished]:
        """What was told of open vacancies."""
        return [event for event in self.events() if isinstance(event, VacancyPublished)]


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


@pytest.fixture(autouse=True)
def one_day(time_machine: TimeMachineFixture) -> None:
    """It is noon: the day does not change while a test runs."""
    time_machine.move_to(noon(TODAY))


@pytest.fixture
def house(database_of: DatabaseOf, settings: Settings) -> Iterator[House]:
    database = database_of("services.employers")
    profiles = OpenedRoutes()
    with TestClient(create(EmployersSettings(), database=database, profiles=profiles)) as client:
        yield House(client, database, profiles)


@pytest.fixture
def boss(house: House) -> Actor:
    """The user of an employer of the agency."""
    return employer(employer_id=house.new_employer())


@pytest.fixture
def adviser() -> Actor:
    """A counsellor of that agency."""
    return counsellor()
