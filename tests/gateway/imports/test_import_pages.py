"""Files of vacancies and people: through the page, and through the API for other programs."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from openpyxl import load_workbook
from starlette.types import Message, Receive, Scope, Send

from amuddu.contracts.batch import BatchIn, BatchOut
from amuddu.kit.auth import Role
from amuddu.kit.errors import Unavailable
from amuddu.kit.web.http import MAX_BODY
from gateway.clients.base import Caller
from gateway.imports import service as importing
from gateway.imports.service import Target
from tests.gateway.conftest import PASSWORD, Browser, House, words
from tests.support import AGENCY, counsellor

VACANCIES = """référence;intitulé;ville;contrat;salaire minimum;employeur;couleur
V-1;Maçon;Rabat;CDI;4 200,50;Atelier Exemple;bleu
V-2;Serveuse à l'hôtel;Fès;CDI;;Hôtel Exemple;vert
V-3;Soudeur;Atlantide;CDD;3500;Atelier Exemple;gris
"""
PEOPLE = """prénom;nom;métiers recherchés;langues;ville;accord pour être proposé
Awa;Exemple;couturière;français B1;Rabat;oui
Idriss;Exemple;maçon;;Salé;non
;;maçon;;Salé;non
"""
STAFF = Caller(counsellor(), "fr")


def upload(
    browser: Browser,
    kind: str,
    content: bytes | str,
    name: str = "fichier.csv",
    **fields: str,
) -> httpx2.Response:
    sent = content.encode() if isinstance(content, str) else content
    return send(browser, f"/imports/{kind}", (name, sent), fields)


def send(
    browser: Browser, path: str, file: tuple[str, bytes], fields: dict[str, str]
) -> httpx2.Response:
    """A form with a file, as the browser sends it."""
    data = {"csrf_token": browser.csrf, **fields}
    return browser._client.post(path, data=data, files={"file": file})


def test_good_rows_are_kept_and_each_bad_one_says_what_to_do(house: House) -> None:
    browser = house.counsellor()
    page = upload(browser, "vacancies", VACANCIES)
    assert page.status_code == 200
    shown = words(page)
    assert "2 lignes ajoutées" in shown, shown
    assert "1 ligne à corriger" in shown
    assert "4 ville Ville inconnue" in shown
    assert "Colonnes laissées de côté : couleur" in shown
    kept = house.services.employers.list(STAFF).items
    assert sorted(vacancy.title for vacancy in kept) == ["Maçon", "Serveuse à l'hôtel"]
    assert {vacancy.employer_name for vacancy in kept} == {"Atelier Exemple", "Hôtel Exemple"}


@pytest.mark.parametrize(("kind", "content"), [("vacancies", VACANCIES), ("profiles", PEOPLE)])
def test_the_same_file_twice_changes_nothing(house: House, kind: str, content: str) -> None:
    browser = house.counsellor()
    assert "2 lignes ajoutées" in words(upload(browser, kind, content))
    again = words(upload(browser, kind, content))
    assert "2 lignes inchangées" in again
    assert "0 ligne" in again
    assert house.services.employers.list(STAFF).total == (2 if kind == "vacancies" else 0)
    assert house.services.profiles.list(STAFF).total == (2 if kind == "profiles" else 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_files_of_any_spreadsheet_are_read(house: House, encoding: str, separator: str) -> None:
    rows = [
        ["référence", "intitulé", "ville", "contrat", "employeur"],
        ["V-1", "Employé à l'hôtel", "Fès", "CDI", "Été & Compagnie"],
    ]
    text = "\r\n".join(separator.join(row) for row in rows)
    page = upload(house.counsellor(), "vacancies", text.encode(encoding))
    assert "1 ligne ajoutée" in words(page)
    found = house.services.employers.list(STAFF).items[0]
    assert (found.title, found.place) == ("Employé à l'hôtel", "fes")
    assert found.employer_name == "Été & Compagnie"


def long_file(rows: int) -> str:
    """A file of several batches."""
    lines = [f"V-{n};Maçon;Rabat;CDI;Atelier Exemple" for n in range(rows)]
    return "\n".join(["référence;intitulé;ville;contrat;employeur", *lines])


def test_a_long_file_shows_how_far_it_is(house: House) -> None:
    page = upload(house.counsellor(), "vacancies", long_file(120))
    shown = words(page)
    steps = ["50 sur 120", "100 sur 120", "120 sur 120", "120 lignes ajoutées"]
    assert [shown.index(step) for step in steps] == sorted(shown.index(step) for step in steps)


def test_a_long_file_is_answered_while_it_is_imported(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = house.services.employers.batch
    rows: list[object] = []
    told: list[int] = []

    def counted(caller: Caller, body: BatchIn) -> BatchOut:
        rows.extend(body.rows)
        return batch(caller, body)

    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if scope["path"] == "/imports/vacancies" and message.get("body"):
                told.append(len(rows))
            await send(message)

        await house.app(scope, receive, sent)

    monkeypatch.setattr(house.services.employers, "batch", counted)
    login = house.account(Role.COUNSELLOR, agency_id=AGENCY).login
    upload(Browser(watched).sign_in(login), "vacancies", long_file(120))
    assert told == [50, 100, 120, 120]


def test_a_service_that_goes_away_half_way_loses_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch, sent = house.services.employers.batch, []

    def breaking(caller: Caller, body: BatchIn) -> BatchOut:
        sent.append(body)
        if len(sent) in (2, 3):
            raise Unavailable
        return batch(caller, body)

    monkeypatch.setattr(house.services.employers, "batch", breaking)
    browser = house.counsellor()
    shown = words(upload(browser, "vacancies", long_file(120)))
    assert "s'est arrêté en route" in shown
    assert "50 lignes ajoutées" in shown
    again = upload(browser, "vacancies", long_file(120))
    assert again.status_code == 503  # nothing was taken at all: the form comes back
    shown = words(upload(browser, "vacancies", long_file(120)))
    assert "70 lignes ajoutées" in shown
    assert "50 lignes inchangées" in shown


def test_people_are_imported_into_the_counsellors_agency(house: House) -> None:
    browser = house.counsellor()
    shown = words(upload(browser, "profiles", PEOPLE))
    assert "1 ligne à corriger" in shown
    assert "4 prénom" in shown
    people = {each.display_name: each for each in house.services.profiles.list(STAFF).items}
    assert people["Awa Exemple"].consents.matching is True
    assert people["Idriss Exemple"].consents.matching is False
    person = house.services.profiles.get(STAFF, people["Awa Exemple"].id)
    assert (person.agency_id, person.consent_method) == (AGENCY, "import")


def test_a_file_for_one_employer_needs_no_column(house: House) -> None:
    employer = house.employer("Atlas BTP")
    text = "référence;intitulé;ville;contrat\nV-1;Maçon;Rabat;CDI\n"
    browser = house.counsellor()
    assert "Atlas BTP" in words(browser.get("/imports"))
    page = upload(browser, "vacancies", text, employer_id=str(employer.id))
    assert "1 ligne ajoutée" in words(page)
    assert house.services.employers.list(STAFF).items[0].employer_id == employer.id
    assert "à corriger" in words(upload(browser, "vacancies", text.replace("V-1", "V-2")))
    assert upload(browser, "vacancies", text, employer_id="x").status_code == 422


def test_an_administrator_says_for_which_agency(house: House) -> None:
    browser = house.browser(Role.ADMINISTRATOR)
    page = upload(browser, "profiles", PEOPLE)
    assert page.status_code == 422
    assert "Indiquez l'agence" in words(page)
    page = upload(browser, "profiles", PEOPLE, agency_id=AGENCY)
    assert "2 lignes ajoutées" in words(page)


def test_the_templates_can_be_filled_in_and_sent_back(house: House) -> None:
    browser = house.counsellor()
    for kind in ("vacancies", "profiles"):
        for form in ("csv", "xlsx"):
            sent = browser.get(f"/imports/modele/{kind}.{form}")
            assert sent.status_code == 200
            assert f".{form}" in sent.headers["content-disposition"]
            page = upload(browser, kind, sent.content, f"modele.{form}")
            outcome = "1 ligne ajoutée" if form == "csv" else "1 ligne inchangée"
            assert outcome in words(page), words(page)
    assert load_workbook(io.BytesIO(sent.content)).active is not None
    assert browser.get("/imports/modele/vacancies.exe").status_code == 404


def test_every_column_is_explained_on_the_page(house: House) -> None:
    shown = words(house.counsellor().get("/imports"))
    for said in ("intitulé obligatoire", "métiers recherchés", "Reste confidentiel", "8 Mo"):
        assert said in shown


def archive(**files: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "/"), content)
    return held.getvalue()


BROKEN_BOOK = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "xl__workbook.xml": "<workbook",
}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("vide.csv", b"", "Ce fichier est vide"),
        ("photo.jpg", b"\xff\xd8\xff", "Ce type de fichier n'est pas lu"),
        ("sans-suffixe", b"a;b", "Ce type de fichier n'est pas lu"),
        ("faux.xlsx", b"intitul\xe9;ville\nMa\xe7on;Rabat", "n'est pas un classeur XLSX"),
        ("zip.xlsx", archive(**{"lettre.txt": "bonjour"}), "n'est pas un classeur XLSX"),
        ("casse.xlsx", archive(**BROKEN_BOOK), "n'est pas un classeur XLSX"),
        ("classeur.csv", archive(**{"lettre.txt": "bonjour"}), "n'est pas du texte"),
        ("autre.csv", b"rouge;vert\n1;2\n", "Aucune colonne connue"),
        ("\u202e.csv", b"\x00\x00", "n'est pas du texte"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_on_the_page(
    house: House, name: str, content: bytes, sentence: str
) -> None:
    page = upload(house.counsellor(), "vacancies", content, name)
    assert page.status_code == 422
    assert "Le fichier n'a pas été importé." in words(page)
    assert sentence in words(page)


def test_no_file_at_all_is_said(house: House) -> None:
    browser = house.counsellor()
    assert "Choisissez un fichier." in words(browser.post("/imports/vacancies", {}))
    page = send(browser, "/imports/vacancies", ("", b""), {})
    assert page.status_code == 422
    assert send(browser, "/imports/cars", ("a.csv", b"a"), {}).status_code == 404


def test_a_file_that_is_too_large_gets_a_page(house: House) -> None:
    page = upload(house.counsellor(), "vacancies", b"a" * (MAX_BODY + 1))
    assert page.status_code == 413
    assert page.headers["content-type"].startswith("text/html")
    assert "8 Mo au plus" in words(page)


def test_imports_are_for_counsellors_and_administrators(house: House) -> None:
    for browser in (
        house.browser(Role.AGENT, agency_id=AGENCY),
        house.browser(Role.JOBSEEKER),
        house.boss(house.employer()),
    ):
        assert browser.get("/imports").status_code == 403
        assert upload(browser, "vacancies", VACANCIES).status_code == 403
        assert browser.get("/imports/modele/vacancies.csv").status_code == 403
    assert house.services.employers.list(STAFF).total == 0


def test_a_form_from_elsewhere_imports_nothing(house: House) -> None:
    browser = house.counsellor()
    file = ("a.csv", VACANCIES.encode())
    page = send(browser, "/imports/vacancies", file, {"csrf_token": "x"})
    assert page.status_code == 400
    assert house.services.employers.list(STAFF).total == 0


def test_what_was_kept_is_told_when_a_service_goes_away(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"V-{n};Maçon;Rabat;CDI;Atelier\n" for n in range(60))
    send, sent = house.services.employers.batch, []

    def once(*of: Any) -> Any:
        sent.append(of)
        if len(sent) > 1:
            raise Unavailable
        return send(*of)

    monkeypatch.setattr(house.services.employers, "batch", once)
    browser = house.counsellor()
    text = "référence;intitulé;ville;contrat;employeur\n" + rows
    shown = words(upload(browser, "vacancies", text))
    assert "L'import s'est arrêté en route" in shown
    assert "50 lignes ajoutées" in shown
    sent.clear()
    monkeypatch.undo()
    shown = words(upload(browser, "vacancies", text))
    assert "10 lignes ajoutées" in shown
    assert "50 lignes inchangées" in shown


# --- the API ------------------------------------------------------------------------------------


@pytest.fixture
def api(house: House) -> TestClient:
    """A client signed in as a counsellor."""
    account = house.account(Role.COUNSELLOR, agency_id=AGENCY)
    client = TestClient(house.app, raise_server_exceptions=False)
    answer = client.post("/api/v1/sessions", json={"login": account.login, "password": PASSWORD})
    client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    client.headers["Accept-Language"] = "fr"
    return client


def test_a_file_is_imported_through_the_api(api: TestClient) -> None:
    answer = api.post("/api/v1/imports/vacancies", files={"file": ("a.csv", VACANCIES.encode())})
    assert answer.status_code == 200, answer.text
    report = answer.json()
    assert report["rows"] == 3
    assert report["counts"] == {"created": 2, "refused": 1}
    assert report["ignored_columns"] == ["couleur"]
    assert report["interrupted"] is False
    (refused,) = report["refused"]
    assert refused["line"] == 4
    assert refused["problems"][0]["column"] == "ville"


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
     b"a\r\n--x--"),
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
    '{"intitulé": {"\\udfff": ["\\ud800"]}, "title": 1}',
    '{"title": "a\\u0000b", "starts_on": "0001-01-01", "wage_month": "1e400"}',
    '{"title": true, "languages": [["fr"]], "essential_skills": [null, {}, 3]}',
    "[1, 2]",
    "null",
    "9" * 5000,
]


@pytest.mark.parametrize("line", ODD)
def test_odd_lines_are_refused_one_by_one(api: TestClient, line: str) -> None:
    good = {"title": "Maçon", "place": "Rabat", "contract_type": "CDI", "employer_name": "Essai"}
    text = line + "\n" + json.dumps(good) + "\n"
    sent = {"file": ("a.jsonl", text.encode())}
    answer = api.post("/api/v1/imports/vacancies", files=sent)
    assert answer.status_code == 200, answer.text
    assert answer.json()["counts"] == {"created": 1, "refused": 1}
    assert answer.json()["refused"][0]["line"] == 1


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
