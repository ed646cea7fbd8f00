"""The support service over a real database, people who call it, and profiles at its own door."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID, uuid4

import httpx2
import pytest
from fastapi.testclient import TestClient

from amuddu.contracts.profiles.training import TrainingJudged
from amuddu.contracts.support.catalogue import Criteria
from amuddu.contracts.types import Lang
from amuddu.kit import clock
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Database
from amuddu.kit.errors import NotFound
from amuddu.kit.settings import Settings
from services.support.app import create
from services.support.places.profiles_client import ProfilesClient
from services.support.settings import SupportSettings
from tests.conftest import DatabaseOf
from tests.support import AGENCY, coordinator, counsellor, headers_for, jobseeker


class Judging(ProfilesClient):
    """Profiles, as far as this service asks it: who follows whom, and what is in the way."""

    def __init__(self) -> None:
        self.agencies: dict[UUID, str] = {}
        self.agents: dict[UUID, UUID] = {}
        self.age: Literal["fits", "too_old", "not_asked"] = "not_asked"
        self.asked: list[str | None] = []

    def close(self) -> None:
        """Nothing is open."""

    def judged(
        self,
        profile_id: UUID | None,
        criteria: Criteria,
        *,
        right: str | None = None,
        lang: Lang,
        reader: Actor,
    ) -> TrainingJudged:
        self.asked.append(right)
        found = profile_id or reader.profile_id
        assert found is not None
        agency = self.agencies.get(found, AGENCY)
        agent = self.agents.get(found)
        if reader.role in (Role.COUNSELLOR, Role.AGENT) and reader.agency_id != agency:
            raise NotFound
        if reader.role is Role.AGENT and agent not in (None, reader.id):
            raise NotFound
        return TrainingJudged(
            profile_id=found,
            code=f"K{found.hex[:5]}",
            agency_id=agency,
            agent_id=agent,
            right="conditional" if right else None,
            age=self.age,
            languages="not_asked",
        )


@dataclass
class Training:
    """The service, and short ways to fill it."""

    client: TestClient
    database: Database
    profiles: Judging
    settings: SupportSettings
    keeper: Actor = field(default_factory=coordinator)
    counsellor: Actor = field(default_factory=counsellor)

    def call(
        self, actor: Actor, method: str, path: str, body: Any = None, **params: Any
    ) -> httpx2.Response:
        """A call in somebody's name."""
        return self.client.request(
            method, f"/v1/training{path}", json=body, params=params, headers=headers_for(actor)
        )

    def post(self, actor: Actor, path: str, body: Any = None, status: int = 200) -> Any:
        done = self.call(actor, "POST", path, body)
        assert done.status_code == status, done.text
        return done.json()

    def course(self, **changes: Any) -> dict[str, Any]:
        """A course of a centre, with criteria."""
        name = f"Centre {uuid4().hex[:6]}"
        centre = {"name": name, "operator": "ofppt", "source": "ofppt.ma"}
        made = self.post(self.keeper, "/centres", centre, 201)
        body = {
            "centre_id": made["id"],
            "title": "Coiffure dames",
            "skills": [{"text": "couper les cheveux", "concept": "cut-hair"}],
            "criteria": {"towns": ["rabat"]},
            "source": "ofppt.ma",
            **changes,
        }
        found: dict[str, Any] = self.post(self.keeper, "/courses", body, 201)
        return found

    def session(self, *, places: int = 1, days: int = 40, **changes: Any) -> str:
        """A session to come; its id."""
        course = self.course(**changes)
        start = clock.today() + timedelta(days=days)
        body = {"starts_on": start.isoformat(), "places": places}
        made = self.post(self.keeper, f"/courses/{course['id']}/sessions", body, 201)
        found: str = made["sessions"][0]["id"]
        return found

    def ask(self, session_id: str, person: Actor | None = None, status: int = 201) -> Any:
        """Somebody asks for a place there for themselves."""
        person = person or jobseeker(profile_id=uuid4())
        return self.post(person, f"/sessions/{session_id}/requests", {}, status)

    def step(
        self, actor: Actor, request_id: str, name: str, body: Any = None, status: int = 200
    ) -> Any:
        return self.post(actor, f"/requests/{request_id}/{name}", body, status)

    def listed(self, session_id: str) -> dict[str, Any]:
        """A session's list, as the coordination reads it."""
        done = self.call(self.keeper, "GET", f"/sessions/{session_id}/list")
        assert done.status_code == 200, done.text
        found: dict[str, Any] = done.json()
        return found

    def state(self, request_id: str) -> str:
        done = self.call(self.counsellor, "GET", f"/requests/{request_id}")
        return str(done.json()["state"])


@pytest.fixture
def training(database_of: DatabaseOf, settings: Settings) -> Training:
    database = database_of("services.support")
    own = SupportSettings()
    profiles = Judging()
    # Without its lifespan: the database belongs to the whole run.
    client = TestClient(create(own, database=database, profiles=profiles))
    return Training(client, database, profiles, own)


def in_days(number: int) -> date:
    """A day from today."""
    return clock.today() + timedelta(days=number)
