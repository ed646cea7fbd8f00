"""Files of vacancies and people through the API, for other programs."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from amuddu.kit.auth import Role
from gateway.clients.base import Caller
from gateway.imports import service as importing
from gateway.imports.access import Target
from tests.gateway.conftest import PASSWORD, House
from tests.gateway.imports.support import ODD_PEOPLE, VACANCIES, long_file, work
from tests.support import AGENCY, OTHER_AGENCY, counsellor

STAFF = Caller(counsellor(), "fr")


@pytest.fixture
def api(house: House) -> TestClient:
    """A client signed in as a counsellor."""
    account = house.account(Role.COUNSELLOR, agency_id=AGENCY)
    client = TestClient(house.app, raise_server_exceptions=False)
    answer = client.post("/api/v1/sessions", json={"login": account.login, "password": PASSWORD})
    client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    client.headers["Accept-Language"] = "fr"
    return client


def ended(api: TestClient, house: House, answer: Any) -> dict[str, Any]:
    """The job that was answered, once it has been worked through."""
    assert answer.status_code == 202, answer.text
    assert answer.json()["state"] == "waiting"
    work(house)
    found: dict[str, Any] = api.get(f"/api/v1/imports/jobs/{answer.json()['id']}").json()
    return found


def test_a_file_is_imported_through_the_api(api: TestClient, house: House) -> None:
    answer = api.post("/api/v1/imports/vacancies", files={"file": ("a.csv", VACANCIES.encode())})
    job = ended(api, house, answer)
    assert (job["state"], job["done"], job["total"]) == ("done", 3, 3)
    report = job["report"]
    assert report["rows"] == 3
    assert report["counts"] == {"created": 2, "refused": 1}
    assert report["ignored_columns"] == ["couleur"]
    assert (report["interrupted"], report["complete"]) == (False, False)
    (refused,) = report["refused"]
    assert (refused["line"], refused["column"]) == (4, "intitulé")


def test_batches_of_rows_are_imported_through_the_api(api: TestClient, house: House) -> None:
    employer = house.employer()
    row = {"external_ref": "V-1", "title": "Maçon", "occupation": {"text": "maçon"}}
    row |= {"place": "rabat", "contract_type": "CDI"}
    body = {"rows": [row, {"title": "x"}], "employer_id": str(employer.id)}
    answer = api.post("/api/v1/imports/vacancies/batch", json=body)
    assert answer.status_code == 200, answer.text
    assert [each["outcome"] for each in answer.json()["results"]] == ["created", "refused"]
    body["employer_id"] = str(uuid4())
    results = api.post("/api/v1/imports/vacancies/batch", json=body).json()["results"]
    assert {each["outcome"] for each in results} == {"refused"}


# A body that ends inside a file leaves that file to the garbage collector: the parser hands out
# what is complete, and closes only that.
LEAVES_A_FILE = pytest.mark.filterwarnings(
    "ignore:Exception ignored in.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning",
    "ignore:Unclosed file:ResourceWarning",
)

MULTIPART = "multipart/form-data; boundary=x"
NONSENSE: list[tuple[str, bytes]] = [
    (MULTIPART, b""),
    (MULTIPART, b"--x--"),
    (MULTIPART, b"--x\r\n"),
    (MULTIPART, b"not multipart at all"),
    ("multipart/form-data", b"--x\r\n\r\n--x--"),
    ("multipart/form-data; boundary=", b"--\r\n"),
    ("multipart/form-data; boundary=x; charset=nonsense", b"--x\r\nContent-Disposition: "
     b'form-data; name="agency_id"\r\n\r\nx\r\n--x--'),
    (MULTIPART, b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\ntext\r\n--x--'),
    (MULTIPART, b'--x\r\nContent-Disposition: form-data\r\n\r\ntext\r\n--x--'),
    (MULTIPART, b'--x\r\nContent-Disposition: \xff\xfe; name="\xff"\r\n\r\n\xff\r\n--x--'),
    (MULTIPART, b'--x\r\nX: y\r\n\r\ntext\r\n--x--'),
    (MULTIPART, b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'),
    (MULTIPART, b'--x\r\nContent-Disposition: form-data; name="file"; filename="\x00.csv"\r\n\r\n'
     b" \r\n--x--"),
    ("application/json", b'{"file": "x"}'),
    ("application/x-www-form-urlencoded", b"file=%ff%fe&csrf_token=%00"),
    ("text/plain", b"\xff"),
    ("", b""),
]  # fmt: skip


@LEAVES_A_FILE
@pytest.mark.parametrize(("kind", "body"), NONSENSE)
def test_a_body_of_nonsense_is_a_problem_of_the_caller(
    api: TestClient, kind: str, body: bytes
) -> None:
    answer = api.post("/api/v1/imports/profiles", content=body, headers={"Content-Type": kind})
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@LEAVES_A_FILE
@pytest.mark.parametrize(("kind", "body"), NONSENSE)
def test_a_form_of_nonsense_is_answered_with_a_page(house: House, kind: str, body: bytes) -> None:
    client = TestClient(house.app, raise_server_exceptions=False)
    answer = client.post("/connexion", content=body, headers={"Content-Type": kind})
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["content-type"].startswith("text/html")


def test_the_api_of_imports_asks_who_calls(house: House) -> None:
    client = TestClient(house.app)
    sent = {"file": ("a.csv", VACANCIES.encode())}
    assert client.post("/api/v1/imports/vacancies", files=sent).status_code == 401
    assert client.post("/api/v1/imports/vacancies/batch", json={"rows": []}).status_code == 401


ODD = [
    '{"title": "\\ud800", "place": "rabat", "contract_type": "CDI", "external_ref": "1"}',
    '{"title": NaN, "contract_months": 1e999, "places": -Infinity}',
    '{"contract_months": "' + "9" * 400 + '", "title": "x"}',
    '{"title": ' + "[" * 900 + "]" * 900 + "}",
    '{"title": ' + '{"a":' * 300 + "1" + "}" * 300 + "}",
    '{"couleur": {"\\udfff": ["\\ud800"]}, "title": 1}',
    '{"title": "a\\u0000b", "starts_on": "0001-01-01", "wage_month": "1e400"}',
    '{"title": true, "languages": [["fr"]], "essential_skills": [null, {}, 3]}',
    "[1, 2]",
    "null",
    "9" * 5000,
]


@pytest.mark.parametrize("line", ODD)
def test_odd_lines_are_named_one_by_one(api: TestClient, house: House, line: str) -> None:
    good = {"title": "Maçon", "place": "Rabat", "contract_type": "CDI", "employer_name": "Essai"}
    text = line + "\n" + json.dumps(good) + "\n"
    sent = {"file": ("a.jsonl", text.encode())}
    job = ended(api, house, api.post("/api/v1/imports/vacancies", files=sent))
    report = job["report"]
    assert sum(report["counts"].values()) == 2
    assert report["counts"].get("refused", 0) + report["drafts"] == 1
    assert 1 in {each["line"] for each in (*report["refused"], *report["notes"])}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@examples(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(row=st.dictionaries(st.sampled_from(["title", "place", "languages", "é", "x"]), JSON))
def test_any_row_gets_a_verdict(house: House, row: dict[str, Any]) -> None:
    done = importing.send_batch(house.services, STAFF, "vacancies", [row], Target())
    assert [each.outcome for each in done.results] == ["refused"]


# --- jobs ---------------------------------------------------------------------------------------


def client_of(house: House, role: Role, **of: Any) -> TestClient:
    """A client of the API, signed in to a new account."""
    login = house.account(role, **of).login
    client = TestClient(house.app, raise_server_exceptions=False)
    answer = client.post("/api/v1/sessions", json={"login": login, "password": PASSWORD})
    client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    client.headers["Accept-Language"] = "fr"
    return client


def sent(client: TestClient, content: str, kind: str = "vacancies", **fields: str) -> Any:
    files = {"file": ("a.csv", content.encode())}
    return client.post(f"/api/v1/imports/{kind}", files=files, data=fields)


def test_who_may_not_send_is_refused_before_the_file_is_read(house: House) -> None:
    def body() -> Any:
        raise AssertionError("the body was read")
        yield b""

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    path = "/api/v1/imports/profiles"
    strangers = {401: TestClient(house.app), 403: client_of(house, Role.JOBSEEKER)}
    for status, client in strangers.items():
        assert client.post(path, content=body(), headers=headers).status_code == status
    employer = client_of(house, Role.EMPLOYER, employer_id=house.employer().id)
    assert employer.post(path, content=body(), headers=headers).status_code == 403


def test_the_fourth_file_that_waits_is_refused_before_it_is_read(
    api: TestClient, house: House
) -> None:
    for number in range(3):
        assert sent(api, long_file(1, number)).status_code == 202

    def body() -> Any:
        raise AssertionError("the body was read")
        yield b""

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = api.post("/api/v1/imports/vacancies", content=body(), headers=headers)
    assert answer.status_code == 429
    assert "3 de vos fichiers attendent" in answer.json()["title"]
    assert int(answer.headers["retry-after"]) > 0
    assert (
        sent(client_of(house, Role.COUNSELLOR, agency_id=OTHER_AGENCY), VACANCIES).status_code
        == 202
    )
    work(house)
    assert sent(api, long_file(1, 9)).status_code == 202


def test_a_target_that_one_may_not_enter_rows_for_is_refused(api: TestClient, house: House) -> None:
    assert sent(api, VACANCIES, agency_id=OTHER_AGENCY).status_code == 403
    answer = sent(api, VACANCIES, employer_id=str(uuid4()))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "employer_id"
    elsewhere = house.employer("Ailleurs SA", agency=OTHER_AGENCY)
    assert sent(api, VACANCIES, employer_id=str(elsewhere.id)).status_code == 422
    admin = client_of(house, Role.ADMINISTRATOR)
    assert sent(admin, ODD_PEOPLE, "profiles").status_code == 422
    assert sent(admin, ODD_PEOPLE, "profiles", agency_id="nulle-part").status_code == 422


def test_a_job_does_not_exist_for_others(api: TestClient, house: House) -> None:
    made = sent(api, long_file(1)).json()
    path = f"/api/v1/imports/jobs/{made['id']}"
    colleague = client_of(house, Role.COUNSELLOR, agency_id=AGENCY)
    assert colleague.get(path).json()["state"] == "waiting"
    others = [
        client_of(house, Role.COUNSELLOR, agency_id=OTHER_AGENCY),
        client_of(house, Role.AGENT, agency_id=AGENCY),
        client_of(house, Role.EMPLOYER, employer_id=house.employer().id),
        client_of(house, Role.ADMINISTRATOR),
    ]
    for other in others:
        assert other.get(path).status_code == 404
        assert other.post(f"{path}/stop").status_code == 404
    jobseeker = client_of(house, Role.JOBSEEKER)
    assert jobseeker.get(path).status_code in (403, 404)
    assert TestClient(house.app).get(path).status_code == 401
    assert api.get(path).json()["state"] == "waiting"
    assert api.get(f"/api/v1/imports/jobs/{uuid4()}").status_code == 404


def test_an_employer_sends_their_own_offers(house: House) -> None:
    employer = house.employer("Atlas BTP")
    client = client_of(house, Role.EMPLOYER, employer_id=employer.id)
    text = "référence;intitulé;ville;contrat\nV-1;Maçon;Rabat;CDI\n"
    job = ended(client, house, sent(client, text))
    assert job["report"]["counts"] == {"created": 1}
    assert job["report"]["complete"] is True


def test_a_file_with_other_columns_comes_with_its_mapping(api: TestClient, house: House) -> None:
    answer = sent(api, ODD_PEOPLE, "profiles")
    work(house)
    asked = api.get(f"/api/v1/imports/jobs/{answer.json()['id']}").json()
    assert asked["state"] == "columns"
    assert asked["page"] == f"/imports/{asked['id']}"
    mapping = {"given_name": "Demandeur", "occupations": "Activité voulue", "place": "Localité"}
    job = ended(api, house, sent(api, ODD_PEOPLE, "profiles", mapping=json.dumps(mapping)))
    assert job["report"]["counts"] == {"created": 2}
    assert job["report"]["ignored_columns"] == ["Portable", "Observation"]
    wrong = sent(api, ODD_PEOPLE, "profiles", mapping=json.dumps({"given_name": "Demandeurs"}))
    found = ended(api, house, wrong)
    assert found["state"] == "failed"
    assert "Vouliez-vous dire « Demandeur » ?" in found["report"]["error"]
    for nonsense in ("{", "[]", '{"pointure": "Demandeur"}', '{"given_name": 3}'):
        assert sent(api, ODD_PEOPLE, "profiles", mapping=nonsense).status_code == 422


def test_a_job_is_stopped_through_the_api(api: TestClient, house: House) -> None:
    made = sent(api, long_file(60)).json()
    path = f"/api/v1/imports/jobs/{made['id']}"
    assert api.post(f"{path}/stop").json()["state"] == "stopped"
    assert work(house) == 0
    assert api.post(f"{path}/stop").json()["state"] == "stopped"
    assert house.services.employers.list(STAFF).total == 0
