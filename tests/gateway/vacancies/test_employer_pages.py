"""An employer's pages: copy, still hiring, an answer per candidate, nothing done twice."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

from sqlalchemy import text

from amuddu.contracts.employers import Vacancy
from tests.gateway.conftest import House, words
from tests.gateway.vacancies.test_vacancy_pages import filled


def age(house: House, *, days: int) -> None:
    with house.databases["employers"].engine.begin() as connection:
        connection.execute(
            text("UPDATE vacancies SET updated_at = updated_at - :time"),
            {"time": timedelta(days=days)},
        )


def test_an_old_vacancy_is_copied_without_its_start(house: House) -> None:
    employer = house.employer()
    old = house.vacancy(employer)
    boss = house.boss(employer)
    assert f"/offres/nouvelle?copie={old.id}" in boss.get(f"/offres/{old.id}").text
    page = boss.get("/offres/nouvelle", copie=str(old.id))
    assert old.title in page.text
    assert "choisissez la date de début" in words(page)
    assert re.search(r'name="starts_on"[^>]*value=""', page.text)
    stranger = house.boss(house.employer("Autre"))
    assert stranger.get("/offres/nouvelle", copie=str(old.id)).status_code == 404
    assert boss.get("/offres/nouvelle", copie="x").status_code == 404


def test_a_form_sent_twice_posts_one_vacancy(house: House) -> None:
    boss = house.boss(house.employer())
    key = re.search(r'name="key" value="([^"]+)"', boss.get("/offres/nouvelle").text)
    assert key is not None
    fields = filled(action="publish", key=key.group(1))
    sent = [boss.post("/offres/nouvelle", fields, follow=False) for _ in range(2)]
    assert {answer.status_code for answer in sent} == {303}
    assert sent[0].headers["location"] == sent[1].headers["location"]
    assert house.services.employers.list(house.staff).total == 1


def test_one_tap_keeps_a_silent_vacancy_open(house: House) -> None:
    employer = house.employer()
    vacancy = house.vacancy(employer)
    boss = house.boss(employer)
    assert "Recrutez-vous toujours" not in words(boss.get(f"/offres/{vacancy.id}"))
    age(house, days=70)
    assert "Recrutez-vous toujours" in words(boss.get(f"/offres/{vacancy.id}"))
    assert "Sans nouvelles" in words(boss.get("/offres"))
    assert "Employeurs sans nouvelles" in words(house.counsellor().get("/aujourdhui"))
    done = boss.post(f"/offres/{vacancy.id}/encore", {})
    assert "L'offre reste ouverte" in words(done)
    assert "Recrutez-vous toujours" not in words(done)


def test_the_link_that_the_agency_sends_asks_one_question(house: House) -> None:
    vacancy = house.vacancy(house.employer())
    age(house, days=70)
    page = house.counsellor().get(f"/offres/{vacancy.id}").text
    link = re.search(r'id="f-link" value="([^"]+)"', page)
    assert link is not None
    path = urlsplit(link.group(1)).path
    phone = house.browser()
    assert vacancy.title in words(phone.get(path))
    for _ in range(2):
        thanks = phone.post(path, {"answer": "yes"})
        assert "L'offre reste ouverte" in words(thanks)
    assert phone.post(path, {"answer": "maybe"}).status_code == 422
    closed = phone.post(path, {"answer": "filled"})
    assert "Merci de nous l'avoir dit" in words(closed)
    assert "Le poste est pourvu" in words(closed)
    late = house.browser().post(path, {"answer": "yes"})
    assert late.status_code == 409
    assert phone.get("/encore/x").status_code == 404
    assert phone.post_without_token(path, {"answer": "yes"}).status_code == 400


def test_an_employer_says_that_they_want_to_meet_somebody(house: House) -> None:
    employer = house.employer()
    vacancy: Vacancy = house.vacancy(employer)
    person = house.person()
    candidacy = house.shortlisted(vacancy, person)
    house.answer("yes")
    boss = house.boss(employer)
    path = f"/offres/{vacancy.id}/preselection"
    fields = {"candidacy_id": str(candidacy), "action": "meet"}
    for _ in range(2):
        page = boss.post(path, fields)
        assert "vous voulez rencontrer cette personne" in words(page)
    assert 'value="meet"' not in page.text
    assert "L'employeur veut la rencontrer" in words(
        house.counsellor().get(f"/offres/{vacancy.id}/suivi")
    )
    log = house.services.matching.candidacy(house.staff, candidacy).log
    assert [step.name for step in log].count("ask_to_meet") == 1
