"""Asking for a language that few people in Morocco speak, on the pages and in a file."""

from __future__ import annotations

import pytest

from amuddu.contracts.types import LANGS, Lang
from tests.gateway.conftest import House, words
from tests.gateway.vacancies.test_vacancy_pages import filled, only_vacancy

WOLOF = {"language_1": "wo", "level_1": "B1"}
WHY = "choisissez pourquoi le travail en a besoin"


def test_the_form_asks_why_and_both_sides_read_it(house: House) -> None:
    boss = house.boss(house.employer())
    refused = boss.post("/offres/nouvelle", filled(action="publish", **WOLOF))
    assert refused.status_code == 422
    assert WHY in words(refused)
    assert 'id="e-language_reason"' in refused.text
    assert 'href="#f-language_reason"' in refused.text
    assert house.services.employers.list(house.staff).total == 0
    page = boss.post(
        "/offres/nouvelle", filled(action="publish", language_reason="customers", **WOLOF)
    )
    assert "Offre publiée" in words(page)
    made = only_vacancy(house)
    assert made.language_reason == "customers"
    desk = house.counsellor()
    for reader, address in (
        (boss, f"/offres/{made.id}"),
        (desk, f"/offres/{made.id}"),
        (desk, f"/offres/{made.id}/candidats"),
    ):
        assert "Pour parler avec des clients" in words(reader.get(address)), address
    # Changing the vacancy shows the reason that was chosen.
    assert 'value="customers" selected' in boss.get(f"/offres/{made.id}/modifier").text


def test_a_common_language_asks_for_no_reason_and_shows_none(house: House) -> None:
    boss = house.boss(house.employer())
    page = boss.post("/offres/nouvelle", filled(action="publish", language_reason="team"))
    assert "Offre publiée" in words(page)
    assert only_vacancy(house).language_reason is None
    assert "Raison de la langue" not in words(page)


def test_a_draft_may_lack_the_reason_and_says_so(house: House) -> None:
    boss = house.boss(house.employer())
    page = boss.post("/offres/nouvelle", filled(action="draft", **WOLOF))
    assert f"Une langue demandée est peu parlée au Maroc : {WHY}" in words(page)
    assert "raison non indiquée" in words(page)


def test_six_languages_come_back_with_the_number_that_is_allowed(house: House) -> None:
    six = {
        f"language_{row}": code for row, code in enumerate(("fr", "ar", "en", "es", "ber", "wo"))
    }
    six |= {f"level_{row}": "A2" for row in range(6)}
    page = house.boss(house.employer()).post("/offres/nouvelle", filled(action="draft", **six))
    assert page.status_code == 422
    assert "Demandez 5 langues au plus" in words(page)
    assert 'name="language_5"' in page.text, "all that were typed are there to choose from"


def test_a_skill_that_is_a_language_is_sent_back_to_the_languages(house: House) -> None:
    page = house.boss(house.employer()).post(
        "/offres/nouvelle", filled(action="publish", essential_skills="Parler lingala")
    )
    assert page.status_code == 422
    assert "« Parler lingala » est une langue" in words(page)
    assert 'id="e-essential_skills"' in page.text


@pytest.mark.parametrize("lang", LANGS)
def test_an_employer_is_told_that_such_a_language_is_not_shown(house: House, lang: Lang) -> None:
    said = {
        "fr": "Nous ne la montrons donc pas avant son oui",
        "ar": "لا نعرضها قبل أن يقول نعم",
        "en": "we do not show it before they say yes",
        "es": "no lo mostramos antes de su sí",
    }
    employer = house.employer()
    vacancy = house.vacancy(
        employer, languages=[{"code": "wo", "level": "B1"}], language_reason="team"
    )
    house.shortlisted(vacancy, house.person())
    page = house.boss(employer, lang=lang).get(f"/offres/{vacancy.id}/preselection")
    assert said[lang] in words(page)
    assert "wolof" not in words(page).casefold().split()
