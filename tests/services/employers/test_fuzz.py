"""Whatever is sent, by whoever: never a server error, and only answers that are documented."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import given
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from amuddu.kit.auth import Actor
from tests.fuzz import tally
from tests.services.employers.claims.claims_support import SCHEME, programme
from tests.services.employers.conftest import House, mason
from tests.support import administrator, coordinator, counsellor, employer, headers_for

EXAMPLES = 4
"""Calls a route and role: with 102 routes and four roles over 1,500 in all."""


WANTED = {
    ("POST", "/v1/vacancies"): ("employer_id",),
    ("POST", "/v1/incentives/evaluate"): ("employer_id",),
}
"""Bodies that name an employer, beside the address."""


def nearly_right(body: Any, *, turn: int, **wanted: Any) -> Any:
    """A vacancy that may be published but for two fields, so that more of it is reached."""
    if not isinstance(body, dict):
        return body
    if isinstance(body.get("vacancy"), dict):
        vacancy = nearly_right(body["vacancy"], turn=turn)
        return {**body, "scheme_id": "MA_TAHFIZ", "vacancy": vacancy, **wanted}
    if "title" not in body:
        return body
    odd = sorted(body.keys() - wanted.keys())
    kept = {odd[(turn + step) % len(odd)] for step in range(min(2, len(odd)))}
    return {**mason(), **{name: body[name] for name in kept}, **wanted}


def known_ids(house: House, owner: Actor) -> dict[str, str]:
    """Ids that exist, so that the routes behind them are reached."""
    running = programme(house, owner, apply_before_start=False)
    hire_id = running.hired(external_ref="known")
    claim_id = running.submitted(hire_id=hire_id)
    return {
        "employer_id": str(owner.employer_id),
        "vacancy_id": running.claim(claim_id)["vacancy_id"],
        "hire_id": str(hire_id),
        "step_id": "visa",
        "claim_id": claim_id,
        "number": "1",
        "scheme_id": SCHEME,
        "envelope_id": running.envelope_id,
    }


def wanted_of(path: str, ids: dict[str, str]) -> dict[str, str]:
    """Of the known ids those that a path names."""
    return {name: value for name, value in ids.items() if f"{{{name}}}" in path}


@pytest.mark.parametrize("role", ["administrator", "counsellor", "employer", "coordinator"])
def test_no_call_breaks_the_service(house: House, role: str) -> None:
    owner = employer(employer_id=house.new_employer())
    actor = {
        "administrator": administrator(),
        "counsellor": counsellor(),
        "employer": owner,
        "coordinator": coordinator(),
    }[role]
    ids = known_ids(house, owner)
    schema = schemathesis.openapi.from_asgi("/openapi.json", house.client.app)
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
                known = wanted_of(case.path, ids)
                case.path_parameters = {**(case.path_parameters or {}), **known}
                wanted = WANTED.get((case.method, case.path), ())
                named = {name: ids[name] for name in wanted}
                case.body = nearly_right(case.body, turn=called, **named)
            case.headers = {**(case.headers or {}), **headers_for(actor)}
            checks = [status_code_conformance, response_schema_conformance]
            tally.case("employers", case, checks=checks)

        calls()
    assert called > 200 or tally.over()


def test_odd_json_is_refused_kindly(house: House) -> None:
    """What a schema never generates: lone surrogates, NUL, numbers beyond any column."""
    who = administrator()
    house.new_employer()
    bodies = [
        b'{"rows": [{"\\ud800": 1}]}',
        b'{"\\ud800": 1}',
        b'{"rows": [{"title": "\\u0000", "external_ref": "\\ud800"}]}',
        b'{"rows": [{"places": 1e999, "wage_month": NaN}]}',
        b'{"rows": [{"places": ' + b"9" * 400 + b"}]}",
        b'{"rows": [[]]}',
        b"[" * 3000,
        b"\xff\xfe",
        b"",
    ]
    for body in bodies:
        response = house.client.post(
            "/v1/vacancies/batch",
            headers={**headers_for(who), "Content-Type": "application/json"},
            content=body,
        )
        assert response.status_code in {200, 400, 422}, body[:60]
