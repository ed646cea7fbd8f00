"""Whatever is sent, by whoever: never a server error, and only answers that are documented."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import given
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from amuddu.contracts.notifications import CandidateAnswered
from amuddu.kit.auth import Actor
from amuddu.kit.db import Database
from amuddu.kit.events.consumer import Consumer
from services.profiles.consumers import HANDLERS
from tests.fuzz import tally
from tests.keys import signed
from tests.services.notifications.events import published, shortlisted
from tests.services.profiles.conftest import Call, person, witness
from tests.support import administrator, counsellor, employer, headers_for, jobseeker, service

EXAMPLES = 4
"""Calls a route and role: with 75 routes and five roles 1,500 in all."""


def nearly_right(body: Any, *, turn: int) -> Any:
    """A profile right but for two fields, so that more of the code is reached."""
    if not isinstance(body, dict) or "given_name" not in body:
        return body
    odd = sorted(body)
    kept = {odd[(turn + step) % len(odd)] for step in range(min(2, len(odd)))}
    return {**person(), **{name: body[name] for name in kept}}


def known_ids(call: Call, database: Database, hirer: Actor) -> dict[str, str]:
    """A person who said yes to an employer."""
    assert hirer.employer_id is not None
    made = call(counsellor(), "POST", "/profiles", person(external_ref="known"), expect=201)
    vacancy = published(employer_id=hirer.employer_id)
    asked = shortlisted(vacancy, profile_id=UUID(made["id"]))
    answer = CandidateAnswered.of(asked, answer="yes")
    witness(call, answer)
    Consumer("profiles", database, HANDLERS)(*(signed(each) for each in (vacancy, asked, answer)))
    return {"profile_id": made["id"], "candidacy_id": str(answer.candidacy_id)}


@pytest.mark.parametrize("role", ["administrator", "counsellor", "employer", "person", "service"])
def test_no_call_breaks_the_service(
    client: TestClient, call: Call, database: Database, role: str
) -> None:
    hirer = employer()
    ids = known_ids(call, database, hirer)
    actor = {
        "administrator": administrator(),
        "counsellor": counsellor(),
        "employer": hirer,
        "person": jobseeker(profile_id=UUID(ids["profile_id"])),
        "service": service("notifications"),
    }[role]
    schema = schemathesis.openapi.from_asgi("/openapi.json", client.app)
    called = 0
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
            if called % 2:
                known = {k: v for k, v in ids.items() if f"{{{k}}}" in case.path}
                case.path_parameters = {**(case.path_parameters or {}), **known}
                case.body = nearly_right(case.body, turn=called)
            case.headers = {**(case.headers or {}), **headers_for(actor)}
            checks = [status_code_conformance, response_schema_conformance]
            tally.case("profiles", case, checks=checks)

        calls()
    assert called > 200 or tally.over()


ODD_BODIES = [
    rb'{"rows": [{"external_ref": "\ud800"}]}',
    rb'{"rows": [{"external_ref": "A", "given_name": "\udfff"}]}',
    rb'{"rows": [{"external_ref": "A", "given_name": "B", "\ud800": 1}]}',
    rb'{"rows": [{"external_ref": "A", "given_name": "\u0000"}]}',
    rb'{"rows": [{"external_ref": "A", "given_name": "B", "birth_year": 1e999}]}',
    rb'{"rows": [{"external_ref": "A", "given_name": "B", "max_distance_km": NaN}]}',
    b'{"rows": [{"external_ref": "A", "birth_year": ' + b"9" * 400 + b"}]}",
    rb'{"rows": [], "\ud800": 1}',
    b'{"rows": [[]]}',
    b"[" * 3000,
    b"\xff\xfe",
    b"",
]


@pytest.mark.parametrize("body", ODD_BODIES)
@pytest.mark.parametrize("path", ["/profiles", "/profiles/batch"])
def test_odd_json_is_refused_kindly(client: TestClient, path: str, body: bytes) -> None:
    """What a schema never generates: half characters, NUL, numbers beyond any column."""
    headers = {**headers_for(counsellor()), "Content-Type": "application/json"}
    answer = client.post(f"/v1{path}", content=body, headers=headers)
    assert answer.status_code in {200, 400, 422}, answer.text
