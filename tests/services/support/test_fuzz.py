"""Whatever is sent, by whoever: never a server error, and only answers that are documented."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from services.support.imports.batch import ImportRow
from tests.fuzz import tally
from tests.services.support.conftest import Training, in_days
from tests.services.support.test_scholarships import Fund
from tests.support import administrator, headers_for, jobseeker

EXAMPLES = 4
"""Calls a route and role: with 55 routes and four roles 880 in all."""
ROWS = 40
"""Batches of odd rows."""


def known_ids(training: Training, person: UUID) -> dict[str, str]:
    """A course with a session, in which somebody has a seat, and a scholarship they apply for."""
    session_id = training.session(places=2)
    request = training.ask(session_id, jobseeker(profile_id=person))
    fund = Fund(training)
    return {
        "call_id": fund.call,
        "envelope_id": fund.envelope,
        "application_id": fund.begun(jobseeker(profile_id=person)),
        "session_id": session_id,
        "course_id": request["course_id"],
        "request_id": request["id"],
        "profile_id": str(person),
        **certified(training),
        "product_id": product(training),
        "centre_id": training.course()["centre_id"],
        "token": "A" * 32,
    }


def certified(training: Training) -> dict[str, str]:
    """A certificate of somebody, and its number."""
    today = in_days(0).isoformat()
    days = {"starts_on": today, "closes_on": today, "places": 1}
    path = f"/courses/{training.course()['id']}/sessions"
    made = training.post(training.keeper, path, days, 201)
    asked = training.ask(made["sessions"][0]["id"])
    training.step(training.counsellor, asked["id"], "confirm")
    training.step(training.keeper, asked["id"], "start")
    training.step(training.keeper, asked["id"], "complete")
    paper = training.post(training.keeper, f"/requests/{asked['id']}/certificate", status=201)
    return {"certificate_id": paper["id"], "number": paper["number"]}


def product(training: Training) -> str:
    """A product of the directory of finance."""
    body = {"institution": "Banque", "name": "Compte", "kind": "account", "source": "guichet"}
    done = training.client.post(
        "/v1/finance/products", json=body, headers=headers_for(training.keeper)
    )
    return str(done.json()["id"])


def right(path: str, centre_id: str) -> dict[str, Any] | None:
    """A body that is taken, of the routes that want much."""
    if path.endswith("/sessions") or path.endswith("/sessions/{session_id}"):
        return {"starts_on": in_days(40).isoformat(), "places": 3}
    if path.endswith("/courses") or path.endswith("/courses/{course_id}"):
        return {"centre_id": centre_id, "title": "Coiffure", "source": "ofppt.ma"}
    if path.endswith("/batch"):
        return {"rows": [row()]}
    return None


def row() -> dict[str, Any]:
    """A row of a file that is kept."""
    start = in_days(40).isoformat()
    titled = {"external_ref": "A", "title": "Soudure", "centre": "ISTA", "operator": "ofppt"}
    return {**titled, "starts_on": start, "places": 4, "towns": ["rabat"]}


def nearly_right(body: Any, path: str, *, centre_id: str, turn: int) -> Any:
    """A body right but for two fields, so that more of the code is reached."""
    wanted = right(path, centre_id)
    if wanted is None or not isinstance(body, dict) or not body:
        return body
    odd = sorted(body.keys() - {"centre_id", "rows"})
    kept = {odd[(turn + step) % len(odd)] for step in range(min(2, len(odd)))}
    return {**wanted, **{name: body[name] for name in kept}}


@pytest.mark.parametrize("role", ["administrator", "counsellor", "person", "coordinator"])
def test_no_call_breaks_the_service(training: Training, role: str) -> None:
    person = uuid4()
    actor = {
        "administrator": administrator(),
        "counsellor": training.counsellor,
        "person": jobseeker(profile_id=person),
        "coordinator": training.keeper,
    }[role]
    ids = known_ids(training, person)
    read = training.client.get(f"/v1/training/courses/{ids['course_id']}").json()
    schema = schemathesis.openapi.from_asgi("/openapi.json", training.client.app)
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
                known = {name: value for name, value in ids.items() if f"{{{name}}}" in case.path}
                case.path_parameters = {**(case.path_parameters or {}), **known}
                case.body = nearly_right(
                    case.body, case.path, centre_id=read["centre_id"], turn=called
                )
            case.headers = {**(case.headers or {}), **headers_for(actor)}
            checks = [status_code_conformance, response_schema_conformance]
            tally.case("support", case, checks=checks)

        calls()
    assert called > 100 or tally.over()


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=400),
    st.dates().map(str),
    st.sampled_from(["rabat", "1900-01-01", "2100-12-31", "cut-hair", "bac", "ofppt", "A"]),
    st.lists(st.text(max_size=20), max_size=3),
    st.dictionaries(st.sampled_from(["text", "concept", "code", "x"]), st.text(max_size=20)),
    st.lists(
        st.fixed_dictionaries({"text": st.text(max_size=20), "concept": st.text(max_size=20)}),
        max_size=3,
    ),
)
"""Values that a cell of a file, or a program, may send for any column."""
CHANGES = st.dictionaries(st.sampled_from(sorted(ImportRow.model_fields)), ODD, max_size=3)


@tally.seeded
@tally.settings(ROWS)
@given(changes=st.lists(CHANGES, min_size=1, max_size=6))
def odd_rows(training: Training, changes: list[dict[str, Any]]) -> None:
    rows = [{**row(), **each} for each in changes]
    answer = tally.request(
        "support",
        "batch",
        lambda: training.call(training.keeper, "POST", "/batch", {"rows": rows}),
        rows,
    )
    if answer is not None and answer.status_code == 200:
        judged = [each["index"] for each in answer.json()["results"]]
        assert judged == list(range(len(rows)))


def test_each_odd_row_is_judged_and_breaks_no_other(training: Training) -> None:
    odd_rows(training)


@pytest.mark.parametrize(
    "body",
    [
        b'{"rows": [{"\\ud800": 1}]}',
        b'{"rows": [{"external_ref": "A", "title": "\\u0000", "centre": "\\ud800"}]}',
        b'{"rows": [{"external_ref": "A", "title": "B", "centre": "C", "hours": 1e999}]}',
        b'{"rows": [{"external_ref": "A", "title": "B", "centre": "C", "trade": {"text": NaN}}]}',
        b'{"rows": [{"external_ref": "A", "title": "B", "trade": {"\\ud800": "\\udfff"}}]}',
        b'{"rows": [{"places": ' + b"9" * 400 + b"}]}",
        b'{"rows": [[]]}',
        b"[" * 3000,
        b"\xff\xfe",
        b"",
    ],
)
@pytest.mark.parametrize("path", ["/batch", "/courses", "/centres"])
def test_odd_json_is_refused_kindly(training: Training, path: str, body: bytes) -> None:
    """What a schema never generates: half characters, NUL, numbers beyond any column."""
    answer = training.client.post(
        f"/v1/training{path}",
        headers={**headers_for(training.keeper), "Content-Type": "application/json"},
        content=body,
    )
    assert answer.status_code in {200, 400, 422}, body[:60]


@tally.seeded
@tally.settings(60)
@given(q=st.text(max_size=160), skills=st.text(max_size=60), place=st.text(max_size=20))
def odd_searches(training: Training, q: str, skills: str, place: str) -> None:
    for params in ({"q": q}, {"q": q, "skills": skills}, {"q": q, "place": place}):
        tally.request(
            "support",
            "search",
            lambda params=params: training.client.get("/v1/training/courses", params=params),  # type: ignore[misc]
            params,
        )


def test_no_words_break_the_search(training: Training) -> None:
    training.course()
    odd_searches(training)
