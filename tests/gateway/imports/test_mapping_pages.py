"""A file with columns that nobody knows: asked about on its page, the answers kept for the next."""

from __future__ import annotations

import re
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from amuddu.contracts.types import Lang
from amuddu.imports.rows import Row, Table
from amuddu.kit.auth import Role
from gateway.clients.base import Caller
from gateway.imports.mappings.guesses import asked
from tests.gateway.conftest import Browser, House, words
from tests.gateway.imports.support import ODD_PEOPLE, VACANCIES, row_of, send, upload, work
from tests.support import OTHER_AGENCY, counsellor

STAFF = Caller(counsellor(), "fr")
CHOSEN = {
    "column-0": "given_name",
    "column-1": "phone",
    "column-2": "place",
    "column-3": "occupations",
    "column-4": "",
}


def guesses(page: httpx2.Response) -> dict[str, str]:
    """What is chosen beside each column of the page, by the column's header."""
    found = {}
    for block in re.split(r'<div class="card">', page.text)[1:]:
        header = re.search(r"<label[^>]*><bdi>([^<]*)", block)
        chosen = re.search(r'<option value="([^"]+)" selected', block)
        if header:
            found[header[1]] = chosen[1] if chosen else ""
    return found


def choose(browser: Browser, page: httpx2.Response, **answers: Any) -> httpx2.Response:
    fields = {name.replace("_", "-"): value for name, value in answers.items()}
    return browser.post(f"{page.url.path}/colonnes", CHOSEN | fields)


def test_an_unknown_file_is_asked_about_and_then_imported(house: House) -> None:
    browser = house.counsellor()
    page = upload(house, browser, "profiles", ODD_PEOPLE)
    shown = words(page)
    assert "Que sont ces colonnes ?" in shown
    assert "Demandeur Par exemple : Zibounda · Korvalan" in shown
    assert guesses(page)["Portable"] == "phone"
    assert guesses(page)["Localité"] == "place"
    assert guesses(page)["Observation"] == ""
    after = choose(browser, page)
    assert after.url.path == page.url.path
    assert "attend son tour" in words(after)
    work(house)
    report = browser.get(page.url.path)
    assert "2 lignes ajoutées" in words(report)
    assert "Colonnes laissées de côté : Observation" in words(report)
    assert "Les colonnes ont été lues comme vous l'avez choisi." in words(report)
    names = {each.display_name for each in house.services.profiles.list(STAFF).items}
    assert names == {"Zibounda", "Korvalan"}


def test_the_answers_are_kept_for_the_next_file_of_this_shape(house: House) -> None:
    browser = house.counsellor()
    choose(browser, upload(house, browser, "profiles", ODD_PEOPLE))
    work(house)
    # Another order, another colleague: the same shape.
    lines = [line.split(";") for line in ODD_PEOPLE.strip().splitlines()]
    turned = "\n".join(";".join(reversed(line)) for line in lines)
    page = upload(house, house.counsellor(), "profiles", turned.replace("Zibounda", "Mirvane"))
    shown = words(page)
    assert "2 lignes ajoutées" in shown or "1 ligne ajoutée" in shown
    assert "Les colonnes ont été lues comme vous l'aviez choisi le" in shown
    assert "Prénom Demandeur" in shown
    elsewhere = house.counsellor(agency=OTHER_AGENCY)
    assert "Que sont ces colonnes ?" in words(upload(house, elsewhere, "profiles", ODD_PEOPLE))
    assert "Colonnes déjà choisies" not in words(elsewhere.get("/imports"))


def test_a_kept_mapping_is_shown_and_removed(house: House) -> None:
    browser = house.counsellor()
    choose(browser, upload(house, browser, "profiles", ODD_PEOPLE))
    listed = browser.get("/imports")
    assert "Colonnes déjà choisies" in words(listed)
    found = re.search(r"/imports/correspondances/[0-9a-f-]+/retirer", listed.text)
    assert found is not None
    elsewhere = house.counsellor(agency=OTHER_AGENCY)
    assert elsewhere.post(found[0], {}).status_code == 404
    assert "Colonnes déjà choisies" not in words(browser.post(found[0], {}))
    assert browser.post(found[0], {}).status_code == 404
    work(house)  # the file that was asked about keeps its own answers
    again = upload(house, browser, "profiles", ODD_PEOPLE.replace("Zibounda", "Mirvane"))
    assert "Que sont ces colonnes ?" in words(again)


def test_what_is_needed_and_not_chosen_is_said_beside_its_field(house: House) -> None:
    browser = house.counsellor()
    page = upload(house, browser, "profiles", ODD_PEOPLE)
    back = choose(browser, page, column_0="", column_3="")
    assert back.status_code == 422
    assert 'id="e-same-occupations"' in back.text
    assert "Choisissez la colonne qui le dit, ou écrivez la même réponse" in words(back)
    assert "Prénom Choisissez la colonne qui le dit." in words(back)
    assert "Prénom – Choisissez la colonne qui le dit." in words(back)  # at the top
    assert row_of(house, page).state == "columns"
    back = choose(browser, page, column_4="place")
    assert back.status_code == 422
    assert "Cette réponse est déjà choisie pour la colonne « Localité »." in words(back)
    assert choose(browser, page, column_4="pointure").status_code == 422
    done = choose(browser, page, column_3="", same_occupations="maçon")
    assert done.status_code == 200
    work(house)
    assert "2 lignes ajoutées" in words(browser.get(page.url.path))


def test_the_same_answer_for_every_line_is_checked(house: House) -> None:
    browser = house.counsellor()
    offers = "Fonction;Commune;Société;Réf\nMaçon;Rabat;Atelier Exemple;1\n"
    page = upload(house, browser, "vacancies", offers)
    found = guesses(page)
    assert found == {
        "Fonction": "title",
        "Commune": "place",
        "Société": "employer_name",
        "Réf": "external_ref",
    }
    answers = {f"column-{n}": field for n, field in enumerate(found.values())}
    path = f"{page.url.path}/colonnes"
    back = browser.post(path, answers | {"same-contract_type": "au jour le jour"})
    assert back.status_code == 422
    assert 'id="e-same-contract_type"' in back.text
    assert 'value="au jour le jour"' in back.text
    browser.post(path, answers | {"same-contract_type": "CDI"})
    work(house)
    assert "1 ligne ajoutée" in words(browser.get(page.url.path))
    assert house.services.employers.list(STAFF).items[0].contract_type == "CDI"


def test_offers_without_a_kind_of_contract_come_as_drafts(house: House) -> None:
    browser = house.counsellor()
    page = upload(house, browser, "vacancies", "Fonction;Commune;Société\nMaçon;Rabat;Essai\n")
    assert "Sans réponse, l'offre est gardée en brouillon" in words(page)
    chosen = {"column-0": "title", "column-1": "place", "column-2": "employer_name"}
    browser.post(f"{page.url.path}/colonnes", chosen)
    work(house)
    report = words(browser.get(page.url.path))
    assert "1 offre est un brouillon" in report
    assert "Gardée en brouillon. Choisissez le type de contrat." in report
    assert "Tout le fichier est importé." not in report


def test_only_who_sent_a_file_sees_its_cells_and_answers(house: House) -> None:
    browser = house.counsellor()
    page = upload(house, browser, "profiles", ODD_PEOPLE)
    colleague = house.counsellor()
    shown = colleague.get(page.url.path)
    assert "La personne qui a envoyé ce fichier doit dire" in words(shown)
    assert "Zibounda" not in shown.text
    assert "Demandeur" not in shown.text
    assert choose(colleague, page).status_code == 403
    elsewhere = house.counsellor(agency=OTHER_AGENCY)
    assert choose(elsewhere, page).status_code == 404
    assert house.browser(Role.JOBSEEKER).get(page.url.path).status_code == 403
    assert "arrêté" in words(colleague.post(f"{page.url.path}/arreter", {}))
    assert choose(browser, page).status_code == 409


def test_no_cell_of_an_unknown_file_is_kept_in_the_clear(house: House) -> None:
    browser = house.counsellor()
    page = upload(house, browser, "profiles", ODD_PEOPLE)
    choose(browser, page, column_0="")  # comes back with an error
    browser.get(page.url.path)
    with house.databases["gateway"].engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM import_job")).one()
        content = connection.execute(text("SELECT content FROM import_file")).scalar_one()
    held = str(row).encode() + bytes(content)
    for said in ("Zibounda", "Korvalan", "0661", "Demandeur"):
        assert said.encode() not in held


def test_a_file_with_few_known_columns_is_asked_about(house: House) -> None:
    header = "intitulé;ville;contrat;a1;a2;a3;a4;a5;a6;a7;employeur"
    offers = f"{header}\nMaçon;Rabat;CDI;1;2;3;4;5;6;7;Atelier\n"
    page = upload(house, house.counsellor(), "vacancies", offers)
    assert "4 lignes" not in words(page)
    assert "1 ligne ajoutée" in words(page)  # a third of them are known
    offers = offers.replace("employeur", "a8").replace("Atelier", "8")
    asked = upload(house, house.counsellor(), "vacancies", offers)
    assert "Que sont ces colonnes ?" in words(asked)


def test_a_known_file_is_never_asked_about(house: House) -> None:
    browser = house.counsellor()
    assert "2 lignes ajoutées" in words(upload(house, browser, "vacancies", VACANCIES))


def test_agreements_and_papers_are_never_guessed(house: House) -> None:
    header = "Demandeur;Activité voulue;Accord donné;Titre;Fin du titre;Date"
    people = f"{header}\nZibounda;maçon;oui;permis;2027-01-01;1999-01-01\n"
    page = upload(house, house.counsellor(), "profiles", people)
    found = guesses(page)
    assert "Accord pour être proposé" in words(page)  # to be chosen by hand
    assert not [each for each in found.values() if each.startswith(("consents", "residence"))]
    assert found["Date"] == ""


@pytest.mark.parametrize(
    ("kind", "header", "line", "expected"),
    [
        (
            "profiles",
            "Demandeur;N° GSM;Adresse mail;Profession souhaitée;Naissance;Niveau d'étude",
            "Zibounda;0661000001;zib@exemple.ma;maçon;16/02/1992;Bac",
            ["", "phone", "email", "occupations", "birth_year", ""],
        ),
        (
            "vacancies",
            "Offre d'emploi;Entreprise recruteuse;Lieu;Nature contrat;Salaire (DH);Date limite",
            "Maçon;Atelier Exemple;Rabat;CDI;4000;2027-01-01",
            ["title", "employer_name", "place", "contract_type", "wage_month", ""],
        ),
        (
            "profiles",
            "الاسم;الهاتف;المدينة;المهنة;ملاحظات",
            "زيبوندا;0661000001;الرباط;بناء;لا شيء",
            ["full_name", "phone", "place", "occupations", ""],
        ),
        ("profiles", "A;B;C;D", "Rabat;0661000001;zib@exemple.ma;Sénégal", None),
    ],
)
def test_columns_are_guessed_by_words_and_by_cells(
    kind: str, header: str, line: str, expected: list[str] | None
) -> None:
    columns = header.split(";")
    row = Row(2, dict(zip(columns, line.split(";"), strict=True)))
    found = asked(kind, Table(tuple(columns), iter([row])))  # type: ignore[arg-type]
    by_cells = ["place", "phone", "email", "nationality"]
    assert [each.guess for each in found] == (expected or by_cells)


@pytest.mark.parametrize("lang", ["fr", "ar", "en", "es"])
def test_the_questions_are_asked_in_each_language(house: House, lang: Lang) -> None:
    browser = house.counsellor(lang=lang)
    page = upload(house, browser, "profiles", ODD_PEOPLE)
    assert ("Que sont ces colonnes ?" in words(page)) is (lang == "fr")
    assert "Zibounda" in words(page)


def test_a_file_of_very_many_columns_has_a_page_of_some(house: House) -> None:
    header = ";".join(f"colonne {n}" for n in range(400))
    page = upload(house, house.counsellor(), "profiles", f"{header}\n{'x;' * 399}x\n")
    assert page.text.count("<select") == 100


def test_a_file_without_rows_is_refused(house: House) -> None:
    page = send(house.counsellor(), "profiles", "prénom;métiers recherchés\n")
    work(house)
    assert row_of(house, page).state == "failed"
