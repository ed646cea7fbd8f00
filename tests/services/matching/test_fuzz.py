"""Whatever is sent, by whoever: never a server error, and only answers that are documented."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import given
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from amuddu.contracts.notifications import CandidateAnswered
from amuddu.kit import clock
from amuddu.kit.auth import Actor
from amuddu.kit.db import Database
from services.matching.search.replica import Replica
from tests.fuzz import tally
from tests.services.matching.support import Caller, profile, tell, vacancy
from tests.support import counsellor, employer, headers_for, jobseeker

EXAMPLES = 6
"""Calls a route and role: with 45 routes and three roles 800 in all."""


@pytest.mark.parametrize("role", ["counsellor", "employer", "jobseeker"])
def test_no_call_breaks_the_service(
    client: TestClient, database: Database, replica: Replica, role: str
) -> None:
    one, person, other = vacancy(), profile(), profile()
    tell(database, one, person, other)
    replica.refresh()
    path = f"/vacancies/{one.vacancy_id}/candidates/{other.profile_id}/shortlist"
    candidacy = Caller(client, counsellor()).post(path).json()["id"]
    wish = f"/profiles/{person.profile_id}/vacancies/{one.vacancy_id}/interest"
    mine = Caller(client, jobseeker(profile_id=person.profile_id))
    interest = mine.post(wish).json()["id"]
    found = mine.post(f"/profiles/{person.profile_id}/searches", {"wanted": "part"}).json()
    said_yes = CandidateAnswered(
        candidacy_id=candidacy,
        vacancy_id=one.vacancy_id,
        profile_id=other.profile_id,
        employer_id=one.employer_id,
        answer="yes",
    )
    tell(database, said_yes)
    times = {"times": [(clock.now() + timedelta(days=2)).isoformat()], "how": "phone"}
    meeting = Caller(client, counsellor()).post(f"/candidacies/{candidacy}/interviews", times)
    actors: dict[str, Actor] = {
        "counsellor": counsellor(),
        "employer": employer(employer_id=one.employer_id),
        "jobseeker": jobseeker(profile_id=person.profile_id),
    }
    ids = {
        "vacancy_id": str(one.vacancy_id),
        "profile_id": str(person.profile_id),
        "candidacy_id": candidacy,
        "interest_id": interest,
        "search_id": found["items"][0]["id"],
        "interview_id": meeting.json()["id"],
        "key": str(uuid4()),
        "period": "2026-10",
        "number": "1",
        "event_id": str(uuid4()),
    }
    assert fuzz(client, actors[role], ids) > 200 or tally.over()


def fuzz(client: TestClient, actor: Actor, ids: dict[str, str]) -> int:
    """Call every route, every other time with ids that exist; return how many calls."""
    called = 0
    schema = schemathesis.openapi.from_asgi("/openapi.json", client.app)
    for found in schema.get_all_operations():
        operation = found.ok()
        if not operation.path.startswith("/v1"):
            continue

        @tally.seeded
        @tally.settings(EXAMPLES)
        @given(case=operation.as_strategy())
        def calls(case: Any) -> None:
            nonlocal called
            called += 1
            if called % 2 and case.path_parameters:
                known = {name: ids[name] for name in case.path_parameters}
                case.path_parameters = known
            case.headers = {**(case.headers or {}), **headers_for(actor)}
            checks = [status_code_conformance, response_schema_conformance]
            tally.case("matching", case, checks=checks)

        calls()
    return called
