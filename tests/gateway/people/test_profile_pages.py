"""A jobseeker's own pages: making a profile, papers, consents, what is open, erasure."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest

from amuddu.contracts.profiles import Profile
from amuddu.kit.auth import Role
from amuddu.kit.errors import NotFound
from amuddu.rules.residence import overlays, statuses
from gateway.clients.base import Caller, ServiceProblem
from gateway.people import words as person_words
from gateway.people.title_form import asked_overlays
from gateway.sessions.tables import Account
from tests.gateway.conftest import Browser, House, themselves, words
from tests.support import administrator

NEVER_SHOWN = ("réfugi", "asile", "irrégul", "sans-papiers", "clandestin")
ADMIN = Caller(administrator(), "fr")


def form(**changes: str) -> dict[str, str]:
    """What somebody types into the form of their profile."""
    return {
        "given_name": "Zibounda",
        "family_name": "Korvalan",
        "birth_year": "1991",
        "channel": "sms",
        "phone": "06 61 23 45 67",
        "language": "fr",
        "occupations.0": "maçonne",
        "occupations.2": "peintre en bâtiment",
        "place": "rabat",
        "max_distance_km": "30",
        "skills": "monter un mur\n\n  gâcher le mortier  \n",
        "experience.1.title": "maçon",
        "experience.1.length": "3",
        "experience.1.unit": "years",
        "languages.2.code": "fr",
        "languages.2.level": "B1",
        "contract_types.CDD": "1",
        "consents.matching": "1",
        **changes,
    }


def jobseeker(house: House) -> tuple[Browser, Account]:
    account = house.account(Role.JOBSEEKER)
    return Browser(house.app).sign_in(account.login), account


def stored(house: House, account: Account) -> Profile:
    """The profile that the account is tied to now."""
    with house.databases["gateway"].session() as session:
        row = session.get(Account, account.id)
        assert row is not None
        assert row.profile_id is not None
        return house.services.profiles.get(themselves(row.profile_id), row.profile_id)


def with_profile(house: House, **changes: str) -> tuple[Browser, Account]:
    browser, account = jobseeker(house)
    page = browser.post("/profil/modifier", form(**changes))
    assert page.status_code == 200, words(page)
    house.pump()
    return browser, account


def edited(profile: Profile, **changes: str) -> dict[str, str]:
    """The form as a browser sends it back after a change, with its hidden fields."""
    was = {f"was.{p}": "1" if given else "" for p, given in profile.consents.model_dump().items()}
    return form(revision=str(profile.revision), **was, **changes)


def test_a_job_of_two_hundred_years_is_asked_again(house: House) -> None:
    browser, _ = jobseeker(house)
    page = browser.post("/profil/modifier", form(**{"experience.1.length": "200"}))
    assert page.status_code == 422
    assert "60 ans au plus" in words(page)
    assert "720" not in words(page)
    assert 'value="200"' in page.text


def test_without_a_profile_there_is_an_invitation_to_start(house: House) -> None:
    browser, _ = jobseeker(house)
    assert "Commencer" in words(browser.get("/profil"))
    assert browser.get("/profil/modifier").status_code == 200
    assert browser.get("/profil/droits").status_code == 404
    assert "Commencer" in words(browser.get("/offres-pour-moi"))


def test_what_was_typed_is_what_is_stored(house: House) -> None:
    browser, account = with_profile(house)
    profile = stored(house, account)
    assert [ref.text for ref in profile.occupations] == ["maçonne", "peintre en bâtiment"]
    assert [ref.text for ref in profile.skills] == ["monter un mur", "gâcher le mortier"]
    assert [(job.title, job.months) for job in profile.experience] == [("maçon", 36)]
    assert [(x.code, x.level) for x in profile.languages] == [("fr", "B1")]
    assert profile.contract_types == ("CDD",)
    assert profile.consents.model_dump() == {
        "matching": True,
        "contact": False,
        "statistics": False,
    }
    assert profile.consent_method == "self"
    shown = words(browser.get("/profil"))
    for said in ("Zibounda Korvalan", "Rabat", "3 ans", "peintre en bâtiment", "monter un mur"):
        assert said in shown


def test_the_form_shows_what_is_stored_and_saving_it_untouched_changes_nothing(
    house: House,
) -> None:
    browser, account = with_profile(house)
    before = stored(house, account)
    page = browser.get("/profil/modifier")
    sent = fields_of(page.text)
    assert sent["experience.0.length"] == "3"
    assert sent["experience.0.unit"] == "years"
    browser.post("/profil/modifier", sent)
    after = stored(house, account)
    assert after.model_dump(exclude={"updated_at"}) == before.model_dump(exclude={"updated_at"})


def fields_of(page: str) -> dict[str, str]:
    """The fields of the page's last form, as a browser without script would send them."""
    body = page[page.rindex("<form") :]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", body):
        name = re.search(r' name="([^"]+)"', tag)
        boxed = 'type="checkbox"' in tag or 'type="radio"' in tag
        if name and (not boxed or " checked" in tag):
            value = re.search(r' value="([^"]*)"', tag)
            found[name.group(1)] = value.group(1) if value else ""
    for name, options in re.findall(r'<select[^>]* name="([^"]+)".*?>(.*?)</select>', body, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        first = re.search(r'value="([^"]*)"', options)
        found[name] = chosen.group(1) if chosen else first.group(1) if first else ""
    for name, text in re.findall(
        r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', body, re.S
    ):
        found[name] = text
    return {name: value for name, value in found.items() if name != "csrf_token"}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"given_name": ""}, "obligatoire"),
        ({"birth_year": "mille"}, "nombre entier"),
        ({"phone": "12"}, "Ce numéro n'est pas complet"),
        ({"phone": ""}, "indiquez un numéro de téléphone"),
        ({"channel": "email"}, "indiquez une adresse e-mail"),
        ({"languages.2.level": ""}, "Dites aussi comment cette langue est parlée."),
        ({"experience.1.title": ""}, "Dites quel était ce travail."),
        ({"experience.1.length": "longtemps"}, "nombre entier"),
        ({"place": "atlantide"}, "Ville inconnue"),
        ({"available_from": "2026-02-31"}, "Cette date n'existe pas"),
        ({"skills": "a\x00b"}, "caractère interdit"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_says_what_to_do(
    house: House, wrong: dict[str, str], sentence: str
) -> None:
    browser, _ = jobseeker(house)
    page = browser.post("/profil/modifier", form(**wrong))
    assert page.status_code == 422
    assert sentence in words(page)
    assert 'value="Korvalan"' in page.text
    assert 'value="peintre en bâtiment"' in page.text
    assert re.search(r'name="consents.matching"[^>]* checked', page.text)
    assert "Commencer" in words(browser.get("/profil"))


def test_a_problem_stands_in_the_row_it_belongs_to(house: House) -> None:
    browser, _ = jobseeker(house)
    page = browser.post("/profil/modifier", form(**{"languages.2.code": "xx"}))
    assert page.status_code == 422
    assert 'id="e-languages.2.code"' in page.text
    page = browser.post("/profil/modifier", form(**{"experience.1.length": "900"}))
    assert 'id="e-experience.1.length"' in page.text


def test_words_that_did_not_change_keep_the_concept_they_were_linked_to(house: House) -> None:
    browser, account = with_profile(house)
    before = stored(house, account)
    assert before.occupations[0].concept == "mason"
    browser.post("/profil/modifier", edited(before, **{"occupations.0": "maçonne"}))
    assert stored(house, account).occupations == before.occupations


def test_a_form_left_open_does_not_undo_what_somebody_else_saved(house: House) -> None:
    browser, account = with_profile(house)
    opened = stored(house, account)
    browser.post("/profil/accord/matching", {"given": "0"})
    page = browser.post("/profil/modifier", edited(opened, given_name="Ziba"))
    assert page.status_code == 409
    assert "modifié par quelqu'un d'autre" in words(page)
    assert 'value="Ziba"' in page.text
    assert not re.search(r'name="consents.matching"[^>]* checked', page.text)
    again = fields_of(page.text)
    assert browser.post("/profil/modifier", again).status_code == 200
    kept = stored(house, account)
    assert kept.given_name == "Ziba"
    assert kept.consents.matching is False


def test_a_consent_is_given_and_withdrawn_in_one_tap(house: House) -> None:
    browser, account = with_profile(house)
    page = browser.post("/profil/accord/contact", {"given": "1"})
    assert page.status_code == 200
    assert stored(house, account).consents.contact is True
    browser.post("/profil/accord/contact", {"given": "0"})
    assert stored(house, account).consents.contact is False
    refused = browser.post_without_token("/profil/accord/contact", {"given": "1"})
    assert refused.status_code == 400
    assert browser.post("/profil/accord/publicite", {"given": "1"}).status_code == 404
    shown = words(browser.get("/profil/acces"))
    assert "Accords donnés et retirés" in shown
    assert shown.count("Être prévenu quand une offre correspond") == 2


def test_the_paper_is_asked_on_its_own_page_and_shown_nowhere_else(house: House) -> None:
    browser, account = with_profile(house)
    page = words(browser.get("/profil/titre"))
    assert "l'employeur ne le voit jamais" in page
    assert "Vous pouvez ne pas répondre." in page
    answers = {
        "status": "refugee_bra_permit",
        "valid_until": "2099-05-01",
        "nationality": "SY",
        "overlay.spouse_of_moroccan": "yes",
        "overlay.stateless": "no",
    }
    after = browser.post("/profil/titre", answers)
    assert after.url.path == "/profil/droits"
    title = stored(house, account).residence
    assert title is not None
    assert (title.status, title.overlays) == ("refugee_bra_permit", ("spouse_of_moroccan",))
    assert stored(house, account).nationality == "SY"
    paper = person_words.PAPERS["refugee_bra_permit"]
    for path in ("/profil", "/profil/modifier", "/profil/acces", "/offres-pour-moi"):
        shown = words(browser.get(path))
        assert paper not in shown
        assert "Syrie" not in shown


def test_the_page_of_rights_says_what_would_change_and_how_sure_it_is(house: House) -> None:
    browser, _ = with_profile(house)
    browser.post("/profil/titre", {"status": "receipt_application"})
    told = words(browser.get("/profil/droits"))
    assert "Ce qui changerait la réponse" in told
    assert "Si le récépissé est pour" in told
    assert "À demander à : L'agence de l'ANAPEC la plus proche" in told
    assert "Loi 112-12" in told
    assert "Pas sûr : à demander" in told


def test_not_answering_about_papers_forgets_them(house: House) -> None:
    browser, account = with_profile(house)
    browser.post("/profil/titre", {"status": "permit_work", "nationality": "CM"})
    browser.post("/profil/titre", {"status": "", "nationality": ""})
    profile = stored(house, account)
    assert (profile.residence, profile.nationality) == (None, None)
    assert "tout est à demander à un conseiller" in words(browser.get("/profil/droits"))


def test_a_mistake_about_papers_keeps_the_answers(house: House) -> None:
    browser, account = with_profile(house)
    answers = {"status": "permit_work", "valid_until": "31/12/26", "overlay.stateless": "yes"}
    page = browser.post("/profil/titre", answers)
    assert page.status_code == 422
    assert "Cette date n'existe pas" in words(page)
    assert re.search(r'name="status" value="permit_work" checked', page.text)
    assert re.search(r'name="overlay.stateless" value="yes" checked', page.text)
    assert browser.post("/profil/titre", {"status": "unknown-card"}).status_code == 422
    assert stored(house, account).residence is None


def test_editing_the_profile_keeps_the_paper(house: House) -> None:
    browser, account = with_profile(house)
    browser.post("/profil/titre", {"status": "permit_work", "nationality": "CM"})
    browser.post("/profil/modifier", edited(stored(house, account), given_name="Ziba"))
    profile = stored(house, account)
    assert (profile.given_name, profile.nationality) == ("Ziba", "CM")
    assert profile.residence is not None


def test_rights_are_grouped_with_condition_proof_and_source(house: House) -> None:
    browser, _ = with_profile(house)
    page = browser.post("/profil/titre", {"status": "permit_visitor"})
    shown = words(page)
    possible, _, closed = shown.partition("Pas possible aujourd'hui")
    assert "C'est possible" in possible
    assert "Être embauché comme salarié" in closed
    assert "À apporter :" in shown
    assert "D'où vient cette réponse" in shown
    assert "Pour une embauche, l'employeur aura à faire" in closed


def test_vacancies_come_with_their_reasons(house: House) -> None:
    house.vacancy(house.employer())
    browser, _ = with_profile(house)
    shown = words(browser.get("/offres-pour-moi"))
    for said in ("Maçon pour un chantier", "Atlas BTP", "4 000 MAD".replace(" ", "\u202f", 1)):
        assert said in shown or said.replace("\u202f", " ") in shown
    assert "C'est votre métier" in shown


def test_without_consent_no_vacancy_is_ranked_and_one_tap_gives_it(house: House) -> None:
    house.vacancy(house.employer())
    browser, _ = with_profile(house, **{"consents.matching": ""})
    shown = words(browser.get("/offres-pour-moi"))
    assert "Maçon pour un chantier" not in shown
    assert "Donner mon accord" in shown
    browser.post("/profil/accord/matching", {"given": "1"})
    assert "Rechargez cette page dans un instant" in words(browser.get("/offres-pour-moi"))
    house.pump()
    assert "Maçon pour un chantier" in words(browser.get("/offres-pour-moi"))


def test_who_looked_is_told(house: House) -> None:
    agency = house.counsellor()
    person = house.person()
    browser = house.browser(Role.JOBSEEKER, profile_id=person.id)
    agency.get(f"/personnes/{person.id}")
    agency.get(f"/personnes/{person.id}")
    shown = words(browser.get("/profil/acces"))
    assert "A lu le profil" in shown
    assert "Conseiller ou conseillère en emploi" in shown
    assert "2 fois" in shown


def test_an_erased_person_is_signed_out_with_a_receipt(house: House) -> None:
    browser, account = with_profile(house)
    profile = stored(house, account)
    unsure = browser.post("/profil/effacer", {})
    assert unsure.status_code == 422
    assert "Cochez la case" in words(unsure)
    page = browser.post("/profil/effacer", {"confirm": "1"})
    assert page.status_code == 200
    receipt = re.search(r"<code[^>]*>([0-9a-f-]{36})</code>", page.text)
    assert receipt is not None
    UUID(receipt.group(1))
    assert "Se déconnecter" not in words(page)
    assert browser.get("/profil").url.path == "/connexion"
    with pytest.raises(ServiceProblem) as gone:
        house.services.profiles.get(themselves(profile.id), profile.id)
    assert gone.value.status == NotFound.status
    with house.databases["gateway"].session() as session:
        assert session.get(Account, account.id) is None


def test_the_pages_are_for_jobseekers_alone(house: House) -> None:
    employer = house.employer()
    for browser in (house.counsellor(), house.boss(employer)):
        assert browser.get("/profil").status_code == 403
    assert house.browser().get("/profil").url.path == "/connexion"


@pytest.mark.parametrize("lang", ["fr", "ar", "en", "es"])
def test_every_page_opens_in_every_language(house: House, lang: str) -> None:
    house.vacancy(house.employer())
    person = house.person()
    browser = house.browser(Role.JOBSEEKER, profile_id=person.id, lang=lang)
    for path in ("", "/modifier", "/titre", "/droits", "/acces", "/effacer"):
        page = browser.get(f"/profil{path}")
        assert page.status_code == 200
        assert f'dir="{"rtl" if lang == "ar" else "ltr"}"' in page.text
    assert browser.get("/offres-pour-moi").status_code == 200


def test_every_paper_and_question_has_words_that_tell_nothing_of_the_person() -> None:
    assert set(person_words.PAPERS) == set(statuses())
    assert set(person_words.QUESTIONS) == set(asked_overlays())
    assert set(asked_overlays()) < set(overlays())
    cards = [statuses()[code] for code in person_words.CARDS]
    assert all(card.lawful_stay == "yes" and not card.receipt for card in cards)
    every: list[dict[str, Any]] = [dict(person_words.PAPERS), dict(person_words.QUESTIONS)]
    said = " ".join(text for table in every for text in table.values()).lower()
    assert not [word for word in NEVER_SHOWN if word in said]
