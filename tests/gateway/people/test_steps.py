"""A profile one question a page: saved at each step, resumed anywhere, nothing else touched."""

from __future__ import annotations

import pytest

from amuddu.contracts.profiles import Profile
from amuddu.kit.auth import Role
from amuddu.reference import concepts
from gateway.people import steps as people_steps
from gateway.sessions import repository as sessions_repository
from tests.gateway.conftest import Browser, House, themselves, words
from tests.support import agent

ANSWERS: dict[str, dict[str, str]] = {
    "prenom": {"given_name": "Zibounda"},
    "metiers": {"occupations.0": "maçon"},
    "savoir": {"skills": "monter un mur\nlire un plan"},
    "travaux": {
        "experience.0.title": "maçon",
        "experience.0.length": "2",
        "experience.0.unit": "years",
    },
    "langues": {"languages.0.code": "fr", "languages.0.level": "B1"},
    "lieu": {"place": "rabat", "max_distance_km": "20"},
    "quand": {"contract_types.CDI": "1"},
    "prevenir": {"channel": "sms", "phone": "+212600000000", "email": "", "language": "ar"},
    "accords": {"consents.matching": "1"},
}


def walk(browser: Browser, base: str) -> None:
    for one in people_steps.STEPS:
        page = browser.post(f"{base}/pas/{one.name}", ANSWERS[one.name], follow=False)
        assert page.status_code == 303, words(page)


def own(house: House) -> Profile:
    """The newcomer's profile, as they read it."""
    with house.databases["gateway"].session() as session:
        row = sessions_repository.account_by_login(session, "pas-a-pas")
    assert row is not None
    assert row.profile_id is not None
    return house.services.profiles.get(themselves(row.profile_id), row.profile_id)


def newcomer(house: House) -> Browser:
    account = house.account(Role.JOBSEEKER, "pas-a-pas")
    return Browser(house.app).sign_in(account.login)


def test_every_question_in_turn_makes_a_whole_profile(house: House) -> None:
    browser = newcomer(house)
    walk(browser, "/profil")
    profile = own(house)
    assert profile.given_name == "Zibounda"
    assert [ref.text for ref in profile.skills] == ["monter un mur", "lire un plan"]
    assert profile.experience[0].months == 24
    assert profile.languages[0].level == "B1"
    assert (profile.place, profile.max_distance_km) == ("rabat", 20)
    assert (profile.channel, profile.language) == ("sms", "ar")
    assert profile.consents.matching is True
    assert profile.consents.contact is False
    assert people_steps.left(profile) == []


def test_one_stops_anywhere_and_goes_on_another_day(house: House) -> None:
    browser = newcomer(house)
    browser.post("/profil/pas/prenom", ANSWERS["prenom"])
    browser.post("/profil/pas/metiers", ANSWERS["metiers"])
    page = browser.get("/profil")
    assert "/profil/pas/savoir" in page.text
    assert "Il reste 7 questions" in words(page)


@pytest.mark.parametrize("one", people_steps.STEPS, ids=lambda one: one.name)
def test_a_question_changes_its_own_fields_alone(house: House, one: people_steps.Step) -> None:
    browser = newcomer(house)
    walk(browser, "/profil")
    before = own(house)
    other = {
        "prenom": {"given_name": "Korvalan"},
        "prevenir": {"channel": "agent", "language": "fr"},
    }
    browser.post(f"/profil/pas/{one.name}", other.get(one.name, {}))
    changed = {
        name
        for name, value in own(house).model_dump().items()
        if value != before.model_dump()[name]
    }
    allowed = {name.split(".")[0] for name in one.fields} | {"revision", "updated_at"}
    assert changed <= allowed


def test_who_wants_a_call_and_has_no_agency_is_told_where_it_can_be_mended(house: House) -> None:
    """Not at the last question, whose page has no field for it."""
    browser = newcomer(house)
    browser.post("/profil/pas/prenom", ANSWERS["prenom"])
    asked = browser.post("/profil/pas/prevenir", {"channel": "agent", "language": "fr"})
    assert asked.status_code == 422
    assert "Choisissez aussi votre agence" in words(asked)
    assert 'id="f-agency_id"' in asked.text
    last = browser.get("/profil/pas/accords")
    assert 'href="/profil/pas/prevenir"' in last.text
    assert "choisissez d'abord une agence" in words(last)
    browser.post("/profil/pas/prevenir", ANSWERS["prevenir"])
    assert "choisissez d'abord une agence" not in words(browser.get("/profil/pas/accords"))
    agreed = {"consents.matching": "1", "consents.contact": "1"}
    assert browser.post("/profil/pas/accords", agreed, follow=False).status_code == 303
    assert own(house).consents.contact


@pytest.mark.parametrize(
    ("written", "unit", "months"),
    [
        ("2 ans", "months", 24),
        ("18 mois", "years", 18),
        ("1,5 an", "months", 18),
        ("3 years", "months", 36),
        ("2 años", "months", 24),
        ("6 أشهر", "years", 6),
        ("2", "years", 24),
        ("7", "months", 7),
    ],
)
def test_a_length_may_be_written_with_its_unit(
    house: House, written: str, unit: str, months: int
) -> None:
    browser = newcomer(house)
    browser.post("/profil/pas/prenom", ANSWERS["prenom"])
    fields = {"experience.0.title": "maçon", "experience.0.length": written}
    sent = browser.post("/profil/pas/travaux", {**fields, "experience.0.unit": unit}, follow=False)
    assert sent.status_code == 303, words(sent)
    assert own(house).experience[0].months == months


def test_a_skill_is_read_in_the_readers_language(house: House) -> None:
    person = house.person(skills=[{"text": "بناء جدار بالآجر", "concept": "lay-bricks"}])
    desk = house.counsellor()
    page = words(desk.get(f"/personnes/{person.id}"))
    labels = concepts.skill("lay-bricks").labels
    assert labels["fr"] in page
    assert "بناء جدار بالآجر" not in page
    assert labels["ar"] in words(desk.get(f"/personnes/{person.id}", lang="ar"))


def test_what_is_wrong_comes_back_as_typed_with_the_focus_on_it(house: House) -> None:
    browser = newcomer(house)
    browser.post("/profil/pas/prenom", ANSWERS["prenom"])
    page = browser.post("/profil/pas/prevenir", {"channel": "sms", "phone": "12"})
    assert page.status_code == 422
    assert 'value="12"' in page.text
    assert page.text.count("autofocus") == 1


def test_saving_while_typing_says_yes_or_no_and_shows_no_page(house: House) -> None:
    browser = newcomer(house)
    browser.post("/profil/pas/prenom", ANSWERS["prenom"])
    silent = {"X-Autosave": "1"}
    saved = browser.send("/profil/pas/savoir", {"skills": "monter un mur"}, headers=silent)
    assert (saved.status_code, saved.text) == (204, "")
    wrong = browser.send("/profil/pas/prevenir", {"channel": "sms"}, headers=silent)
    assert (wrong.status_code, wrong.text) == (422, "")
    assert own(house).skills[0].text == "monter un mur"


def test_skills_are_proposed_and_those_ticked_are_kept(house: House) -> None:
    person = house.person(skills=[])
    browser = house.counsellor()
    page = browser.get(f"/personnes/{person.id}/pas/savoir")
    assert 'name="pick.0"' in page.text
    fields = {"skills": "chanter", "pick.0": "monter des murs", "puis": "proposer"}
    page = browser.post(f"/personnes/{person.id}/pas/savoir", fields)
    assert "proposer=1" in str(page.url)
    stored = house.services.profiles.get(house.staff, person.id)
    assert [ref.text for ref in stored.skills] == ["chanter", "monter des murs"]


def test_an_agent_asks_on_behalf_of_somebody_and_says_how_the_consent_was_given(
    house: House,
) -> None:
    browser = house.browser(Role.AGENT, agency_id="rabat")
    page = browser.post("/personnes/nouvelle/pas/prenom", ANSWERS["prenom"], follow=False)
    base = page.headers["location"].removesuffix("/pas/metiers")
    refused = browser.post(f"{base}/pas/accords", {"consents.matching": "1"})
    assert refused.status_code == 422
    assert 'id="f-consent_method"' in refused.text
    fields = {"consents.matching": "1", "consent_method": "read_aloud"}
    assert browser.post(f"{base}/pas/accords", fields).status_code == 200
    assert "lu à voix haute" in words(browser.get(f"{base}/acces"))


def test_an_unknown_question_is_no_page(house: House) -> None:
    assert newcomer(house).get("/profil/pas/rien").status_code == 404
    stranger = house.browser(Role.AGENT, agency_id="rabat")
    mine = house.person(by=agent())
    assert stranger.get(f"/personnes/{mine.id}/pas/savoir").status_code == 404


def test_two_languages_stand_on_one_page(house: House) -> None:
    browser = newcomer(house)
    page = browser.get("/profil/pas/prenom", deux="ar")
    assert '<span class="second" lang="ar" dir="rtl">ما اسمك؟</span>' in page.text
    assert "ما اسمك؟" in browser.get("/profil/pas/prenom").text  # it is remembered
    assert "ما اسمك؟" not in browser.get("/profil/pas/prenom", deux="non").text
