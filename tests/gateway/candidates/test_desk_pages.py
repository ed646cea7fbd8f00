"""The counsellor's desk: today, several people at once, comparison, board, files, notes."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import text

from amuddu.contracts.employers import Employer, Vacancy
from amuddu.contracts.matching.desk import StateCountsIn
from amuddu.contracts.profiles import Profile
from amuddu.kit.auth import Role
from gateway.web.spreadsheets import download, harmless
from tests.gateway.conftest import Browser, House, words
from tests.support import OTHER_AGENCY

NAME = "Zibounda"


@pytest.fixture
def employer(house: House) -> Employer:
    return house.employer()


@pytest.fixture
def vacancy(house: House, employer: Employer) -> Vacancy:
    return house.vacancy(employer)


@pytest.fixture
def people(house: House) -> list[Profile]:
    return [house.person(given_name=name) for name in ("Zibounda", "Farouza", "Koliba")]


@pytest.fixture
def desk(house: House) -> Browser:
    return house.counsellor()


def decide(
    desk: Browser, vacancy: Vacancy, people: list[Profile], action: str, **more: str
) -> tuple[str, str]:
    """Press a button of the bar over the list: the address one is sent to, and the key."""
    key = more.pop("key", str(uuid4()))
    fields = {"action": action, "key": key, "filters": "", "p": [str(one.id) for one in people]}
    sent = desk.post(f"/offres/{vacancy.id}/candidats/lot", {**fields, **more}, follow=False)
    assert sent.status_code == 303, words(sent)
    return str(sent.headers["location"]), key


def counts(house: House, vacancy: Vacancy) -> dict[str, int]:
    found = house.services.matching.state_counts(house.staff, StateCountsIn(ids=(vacancy.id,)))
    return dict(found.vacancies[vacancy.id])


def path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


# --- several at once ----------------------------------------------------------------------------


def test_several_are_put_forward_and_taken_back_before_anybody_is_told(
    house: House, vacancy: Vacancy, people: list[Profile], desk: Browser
) -> None:
    address, key = decide(desk, vacancy, people[:2], "shortlist")
    house.pump()
    assert house.messages.sent == [], "nobody is told while it can be undone"
    page = desk.get(path_of(address))
    assert "2 personnes présélectionnées." in words(page)
    assert f"/candidats/lot/{key}/annuler" in page.text
    undone = desk.post(f"/offres/{vacancy.id}/candidats/lot/{key}/annuler", {"filters": ""})
    assert "Personne n'a reçu de message" in words(undone)
    assert f"/candidats/lot/{key}/annuler" not in undone.text
    house.pump()
    _let_pass(house, minutes=10)
    house.pump()
    assert house.messages.sent == []
    assert counts(house, vacancy) == {"proposed": 2}


def test_messages_leave_once_the_window_is_over_and_the_undo_says_so(
    house: House, vacancy: Vacancy, people: list[Profile], desk: Browser
) -> None:
    address, key = decide(desk, vacancy, people, "shortlist")
    house.pump()
    _let_pass(house, minutes=10)
    house.pump()
    assert len(house.messages.sent) == 3
    assert counts(house, vacancy) == {"told": 3}
    assert f"/candidats/lot/{key}/annuler" not in desk.get(path_of(address)).text
    late = desk.post(f"/offres/{vacancy.id}/candidats/lot/{key}/annuler", {"filters": ""})
    assert late.status_code == 409
    assert "les messages partent" in words(late)
    assert counts(house, vacancy) == {"told": 3}


def _let_pass(house: House, *, minutes: int) -> None:
    """Minutes go by: what is due later is due so much sooner."""
    time = {"time": timedelta(minutes=minutes)}
    with house.databases["matching"].engine.begin() as connection:
        connection.execute(text("UPDATE bulk SET undo_until = undo_until - :time"), time)
    with house.databases["notifications"].engine.begin() as connection:
        connection.execute(text("UPDATE message SET due_at = due_at - :time"), time)


def test_a_double_click_and_a_reload_act_once(
    house: House, vacancy: Vacancy, people: list[Profile], desk: Browser
) -> None:
    address, key = decide(desk, vacancy, people[:1], "shortlist")
    again, _ = decide(desk, vacancy, people[:1], "shortlist", key=key)
    assert again == address
    for _ in range(2):
        assert "1 personne présélectionnée." in words(desk.get(path_of(address)))
    assert counts(house, vacancy) == {"shortlisted": 1}


def test_several_are_set_aside_with_one_reason(
    house: House, vacancy: Vacancy, people: list[Profile], desk: Browser
) -> None:
    path = f"/offres/{vacancy.id}/candidats/lot"
    fields = {"action": "set_aside", "key": str(uuid4()), "p": [str(people[0].id)]}
    silent = desk.post(path, fields)
    assert silent.status_code == 422
    assert "pourquoi" in words(silent)
    assert f'value="{people[0].id}" aria-label="Cocher {people[0].code}" checked' in silent.text
    address, key = decide(desk, vacancy, people, "set_aside", reason="too_far")
    assert "3 personnes écartées." in words(desk.get(path_of(address)))
    desk.post(f"{path}/{key}/annuler", {"filters": ""})
    assert counts(house, vacancy) == {"proposed": 3}


def test_nobody_ticked_is_said_and_strange_values_are_refused(
    vacancy: Vacancy, people: list[Profile], desk: Browser
) -> None:
    path = f"/offres/{vacancy.id}/candidats/lot"
    nobody = desk.post(path, {"action": "shortlist", "key": str(uuid4())})
    assert nobody.status_code == 422
    assert "Cochez d'abord" in words(nobody)
    one = {"key": str(uuid4()), "p": [str(people[0].id)]}
    for odd in ({"action": "erase"}, {"action": "shortlist", "key": "x"}, {"p": ["x"]}):
        assert desk.post(path, {"action": "shortlist", **one, **odd}).status_code == 422
    crowd = {**one, "action": "shortlist", "p": [str(uuid4()) for _ in range(51)]}
    assert "50 personnes au plus" in words(desk.post(path, crowd))
    assert desk.post_without_token(path, {**one, "action": "shortlist"}).status_code == 400


def test_who_cannot_be_put_forward_is_counted_and_explained(
    house: House, vacancy: Vacancy, people: list[Profile], desk: Browser
) -> None:
    silent = house.person(consents={"matching": True, "contact": False})
    address, _ = decide(desk, vacancy, [people[0], silent], "shortlist")
    page = words(desk.get(path_of(address)))
    assert "1 personne présélectionnée." in page
    assert "1 personne n'a pas changé" in page
    assert "Accord à demander" in page, "the line says it"
    opened = words(desk.get(f"/offres/{vacancy.id}/candidats", ouvert=silent.code))
    assert "pas encore accepté d'être contactée" in opened, "the person opened says why"


def test_whoever_is_set_aside_has_other_vacancies_proposed(
    house: House, employer: Employer, vacancy: Vacancy, people: list[Profile], desk: Browser
) -> None:
    other = house.vacancy(employer, title="Maçon à Témara", place="temara")
    fields = {"action": "set_aside", "profile_id": str(people[0].id), "reason": "too_far"}
    page = desk.post(f"/offres/{vacancy.id}/candidats", {**fields, "filters": "", "note": ""})
    assert "Ces offres lui correspondent aussi" in words(page)
    assert f'href="/offres/{other.id}/candidats"' in page.text


# --- compare, board, files ----------------------------------------------------------------------


def test_two_people_side_by_side(
    house: House, vacancy: Vacancy, people: list[Profile], desk: Browser
) -> None:
    address, _ = decide(desk, vacancy, people[:2], "compare")
    page = desk.get(path_of(address))
    text_ = words(page)
    for person in people[:2]:
        assert person.code in text_
    assert people[2].code not in text_
    assert "monter un mur en briques" in text_
    assert "indispensable" in text_
    assert "Ceci ne change pas la note" in text_
    fields = {"action": "compare", "key": str(uuid4()), "p": [str(people[0].id)]}
    alone = desk.post(f"/offres/{vacancy.id}/candidats/lot", fields)
    assert alone.status_code == 422
    assert "deux ou trois personnes" in words(alone)


def test_a_comparison_survives_strange_addresses(
    house: House, vacancy: Vacancy, people: list[Profile], desk: Browser
) -> None:
    path = f"/offres/{vacancy.id}/comparer"
    assert desk.get(path).status_code == 404
    assert desk.get(path, c="x").status_code == 404
    gone = desk.get(path, c=[str(people[0].id), str(uuid4())])
    assert "n'est plus proposée" in words(gone)
    assert people[0].code in words(gone)
    assert house.boss(house.employer("Autre")).get(path, c=str(people[0].id)).status_code == 403
    stranger = house.counsellor(agency=OTHER_AGENCY)
    assert stranger.get(path, c=str(people[0].id)).status_code == 404


def test_the_board_counts_who_stands_where(
    house: House, vacancy: Vacancy, people: list[Profile], desk: Browser
) -> None:
    path = f"/offres/{vacancy.id}/suivi"
    assert "Il n'y a encore personne à suivre" in words(desk.get(path))
    house.shortlisted(vacancy, people[0])
    house.answer("yes")
    decide(desk, vacancy, people[1:2], "set_aside", reason="skills")
    page = words(desk.get(path))
    assert "A dit oui 1" in page
    assert "À l'écart 1" in page
    assert "Embauche faite 0" in page
    assert NAME in page
    assert desk.get(f"/offres/{uuid4()}/suivi").status_code == 404


def test_the_list_as_files_names_nobody_and_runs_nothing(
    house: House, vacancy: Vacancy, people: list[Profile], desk: Browser
) -> None:
    got = desk.get(f"/offres/{vacancy.id}/candidats.csv")
    assert got.headers["content-disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(got.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:2] == ["Rang", "Code"]
    assert {row[1] for row in rows[1:]} == {person.code for person in people}
    assert NAME not in got.text
    book = load_workbook(io.BytesIO(desk.get(f"/offres/{vacancy.id}/candidats.xlsx").content))
    sheet = book.active
    assert sheet is not None
    assert sheet.max_row == 4
    assert sheet["B2"].value in {person.code for person in people}
    far = desk.get(f"/offres/{vacancy.id}/candidats.csv", language="zh", level="C2")
    assert len(far.content.decode("utf-8-sig").splitlines()) == 1, "filters apply to files too"
    assert house.boss(house.employer("Autre")).get(
        f"/offres/{vacancy.id}/candidats.csv"
    ).status_code in {403, 404}


def test_the_sheet_to_print_goes_by_codes(
    vacancy: Vacancy, people: list[Profile], desk: Browser
) -> None:
    page = words(desk.get(f"/offres/{vacancy.id}/fiche"))
    assert people[0].code in page
    assert NAME not in page


@given(st.text(max_size=20))
def test_no_cell_begins_as_a_formula(value: str) -> None:
    cell = harmless(value)
    assert isinstance(cell, str)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert cell.removeprefix("'") == value or cell == value


def test_a_workbook_keeps_a_formula_as_the_text_that_it_is() -> None:
    made = download("xlsx", "essai", ["A"], [["=1+1"], [None], [3.5], ["\x07x"]], rtl=True)
    sheet = load_workbook(io.BytesIO(bytes(made.body))).active
    assert sheet is not None
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert sheet["A4"].value == 3.5


# --- notes --------------------------------------------------------------------------------------


def test_a_note_comes_back_is_kept_once_without_the_words_and_taken_away(
    house: House, people: list[Profile], desk: Browser
) -> None:
    path = f"/personnes/{people[0].id}/notes"
    key = re.search(r'name="key" value="([^"]+)"', desk.get(path).text)
    assert key is not None
    fields = {"key": key.group(1), "text": "Zibounda commence très tôt."}
    asked = desk.post(path, fields)
    assert asked.status_code == 422
    assert "Retirez ces mots : Zibounda" in words(asked)
    assert "Garder sans ces mots" in words(asked)
    for _ in range(2):
        page = desk.post(path, {**fields, "replace": "1"})
        assert page.text.count("commence très tôt") == 1
    assert "Zibounda commence" not in words(page)
    note_id = re.search(r'name="note_id" value="([^"]+)"', page.text)
    assert note_id is not None
    gone = desk.post(path, {"action": "delete", "note_id": note_id.group(1)})
    assert "Pas encore de note" in words(gone)


def test_an_empty_note_and_a_stranger_are_refused(
    house: House, people: list[Profile], desk: Browser
) -> None:
    path = f"/personnes/{people[0].id}/notes"
    empty = desk.post(path, {"key": str(uuid4()), "text": " "})
    assert empty.status_code == 422
    assert 'aria-invalid="true"' in empty.text
    assert desk.post(path, {"action": "delete", "note_id": "x"}).status_code == 422
    assert house.counsellor(agency=OTHER_AGENCY).get(path).status_code == 404
    assert house.browser(Role.ADMINISTRATOR).get(path).status_code == 403
    assert isinstance(people[0].id, UUID)
