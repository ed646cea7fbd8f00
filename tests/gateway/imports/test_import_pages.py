"""Files of vacancies and people through the pages: sent, worked through, reported."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from openpyxl import load_workbook

from amuddu.kit.auth import Role
from amuddu.kit.web.http import MAX_BODY
from gateway.clients.base import Caller
from tests.gateway.conftest import House, words
from tests.gateway.imports.support import PEOPLE, VACANCIES, long_file, send_form, upload
from tests.support import AGENCY, counsellor

STAFF = Caller(counsellor(), "fr")


def test_good_rows_are_kept_and_each_bad_one_says_what_to_do(house: House) -> None:
    browser = house.counsellor()
    page = upload(house, browser, "vacancies", VACANCIES)
    assert page.status_code == 200
    shown = words(page)
    assert "2 lignes ajoutées" in shown, shown
    assert "1 ligne à corriger" in shown
    assert "4 intitulé" in shown
    assert "Colonnes laissées de côté : couleur" in shown
    kept = house.services.employers.list(STAFF).items
    assert sorted(vacancy.title for vacancy in kept) == ["Maçon", "Serveuse à l'hôtel"]
    assert {vacancy.employer_name for vacancy in kept} == {"Atelier Exemple", "Hôtel Exemple"}


@pytest.mark.parametrize(("kind", "content"), [("vacancies", VACANCIES), ("profiles", PEOPLE)])
def test_the_same_file_twice_changes_nothing(house: House, kind: str, content: str) -> None:
    browser = house.counsellor()
    assert "2 lignes ajoutées" in words(upload(house, browser, kind, content))
    again = words(upload(house, browser, kind, content))
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
    page = upload(house, house.counsellor(), "vacancies", text.encode(encoding))
    assert "1 ligne ajoutée" in words(page)
    found = house.services.employers.list(STAFF).items[0]
    assert (found.title, found.place) == ("Employé à l'hôtel", "fes")
    assert found.employer_name == "Été & Compagnie"


def test_people_are_imported_into_the_counsellors_agency(house: House) -> None:
    browser = house.counsellor()
    shown = words(upload(house, browser, "profiles", PEOPLE))
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
    page = upload(house, browser, "vacancies", text, employer_id=str(employer.id))
    assert "1 ligne ajoutée" in words(page)
    assert house.services.employers.list(STAFF).items[0].employer_id == employer.id
    assert "à corriger" in words(upload(house, browser, "vacancies", text.replace("V-1", "V-2")))
    assert upload(house, browser, "vacancies", text, employer_id="x").status_code == 422


def test_an_administrator_says_for_which_agency(house: House) -> None:
    browser = house.browser(Role.ADMINISTRATOR)
    page = upload(house, browser, "profiles", PEOPLE)
    assert page.status_code == 422
    assert "Indiquez l'agence" in words(page)
    page = upload(house, browser, "profiles", PEOPLE, agency_id=AGENCY)
    assert "2 lignes ajoutées" in words(page)


def test_the_templates_can_be_filled_in_and_sent_back(house: House) -> None:
    browser = house.counsellor()
    for kind in ("vacancies", "profiles"):
        for form in ("csv", "xlsx"):
            sent = browser.get(f"/imports/modele/{kind}.{form}")
            assert sent.status_code == 200
            assert f".{form}" in sent.headers["content-disposition"]
            page = upload(house, browser, kind, sent.content, f"modele.{form}")
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
        ("faux.xlsx", b"intitul\xe9;ville\nMa\xe7on;Rabat", "n'est pas un classeur, malgré"),
        ("zip.xlsx", archive(**{"lettre.txt": "bonjour"}), "n'est pas un classeur, malgré"),
        ("casse.xlsx", archive(**BROKEN_BOOK), "n'est pas un classeur, malgré"),
        ("classeur.csv", archive(**{"lettre.txt": "bonjour"}), "n'est pas du texte"),
        ("\u202e.csv", b"\x00\x00", "n'est pas du texte"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_on_the_page(
    house: House, name: str, content: bytes, sentence: str
) -> None:
    page = upload(house, house.counsellor(), "vacancies", content, name)
    assert page.status_code == (422 if not content else 200)
    assert "Le fichier n'a pas été importé." in words(page)
    assert sentence in words(page)


def test_no_file_at_all_is_said(house: House) -> None:
    browser = house.counsellor()
    assert "Choisissez un fichier." in words(browser.post("/imports/vacancies", {}))
    page = send_form(browser, "/imports/vacancies", ("", b""), {})
    assert page.status_code == 422
    assert send_form(browser, "/imports/cars", ("a.csv", b"a"), {}).status_code == 404


def test_a_file_that_is_too_large_gets_a_page(house: House) -> None:
    page = upload(house, house.counsellor(), "vacancies", b"a" * (MAX_BODY + 1))
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
        assert upload(house, browser, "vacancies", VACANCIES).status_code == 403
        assert browser.get("/imports/modele/vacancies.csv").status_code == 403
    assert house.services.employers.list(STAFF).total == 0


def test_a_form_from_elsewhere_imports_nothing(house: House) -> None:
    browser = house.counsellor()
    file = ("a.csv", VACANCIES.encode())
    page = send_form(browser, "/imports/vacancies", file, {"csrf_token": "x"})
    assert page.status_code == 400
    assert house.services.employers.list(STAFF).total == 0


def test_a_mended_file_of_the_same_name_is_another_sending(house: House) -> None:
    """Gone back to a page that the browser kept, somebody sends the file that they mended."""
    browser = house.counsellor()
    browser.get("/imports")
    data = {"csrf_token": browser.csrf}
    paths = [
        browser._client.post("/imports/vacancies", data=data, files={"file": ("a.csv", content)})
        for content in (VACANCIES.encode(), VACANCIES.encode(), long_file(2).encode())
    ]
    first, again, mended = (page.url.path for page in paths)
    assert first == again  # a double click
    assert mended != first


def test_a_page_reads_no_file_of_somebody_who_may_not_send_one(house: House) -> None:
    def body() -> Any:
        raise AssertionError("the body was read")
        yield b""

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    for browser in (house.browser(), house.browser(Role.JOBSEEKER), house.boss(house.employer())):
        for kind in ("vacancies", "profiles"):
            page = browser._client.post(f"/imports/{kind}", content=body(), headers=headers)
            assert page.status_code == 403 or page.url.path == "/connexion"
