"""Pages of people entered twice: found from the list of people, compared, answered, undone."""

from __future__ import annotations

import re

import pytest

from amuddu.contracts.profiles import Profile
from amuddu.kit.auth import Role
from gateway.clients.base import Caller
from tests.gateway.conftest import Browser, House, themselves, words
from tests.support import AGENCY, OTHER_AGENCY, counsellor


def twice(house: House, **changes: object) -> tuple[Profile, Profile]:
    named = {"given_name": "Mohamed", "family_name": "Exemple", "birth_year": 1990}
    arabic = {"given_name": "محمد", "family_name": "Exemple", "birth_year": 1990}
    return house.person(**named), house.person(**arabic | changes)


def address(one: Profile, other: Profile) -> str:
    return f"/doublons/{one.id}/{other.id}"


def total(house: House) -> int:
    return house.services.profiles.list(Caller(counsellor(), "fr")).total


def test_duplicates_are_found_from_the_list_of_people(house: House) -> None:
    browser = house.counsellor()
    house.person(given_name="Zibounda", email=None, phone=None, channel="agent")
    assert "Doublons possibles" not in words(browser.get("/personnes"))
    one, other = twice(house)
    assert "Doublons possibles (1)" in words(browser.get("/personnes"))
    shown = words(browser.get("/doublons"))
    assert "Même nom et même année de naissance" in shown
    assert one.code in shown
    assert other.code in shown
    assert "1 paire à regarder" in shown


def test_two_are_compared_merged_and_brought_back(house: House) -> None:
    browser = house.counsellor()
    one, other = twice(house, place="fes", about="Je sais coudre.")
    page = browser.get(address(other, one))
    shown = words(page)
    for text in ("Profil qui reste", "Profil à retirer", "Fès", "Je sais coudre.", "محمد"):
        assert text in shown, text
    done = browser.post(
        address(one, other),
        {"action": "merge", "kept_id": str(one.id), "take:place": "1"},
    )
    assert "il reste un seul profil" in words(done)
    assert total(house) == 1
    assert house.services.profiles.get(themselves(one.id), one.id).place == "fes"
    link = re.search(r"/doublons/fusions/[0-9a-f-]+/annuler", done.text)
    assert link is not None
    assert "les deux profils sont revenus" in words(browser.post(link[0], {}))
    assert total(house) == 2
    assert house.services.profiles.get(themselves(one.id), one.id).place == one.place


def test_two_people_stay_two(house: House) -> None:
    browser = house.counsellor()
    one, other = twice(house)
    later = browser.post(address(one, other), {"action": "later"})
    assert "1 paire à regarder" in words(later)
    done = browser.post(address(one, other), {"action": "different"})
    assert "ce sont deux personnes" in words(done)
    assert "Aucun doublon à regarder" in words(done)
    assert total(house) == 2


def test_what_the_person_says_when_asked_again_counts(house: House) -> None:
    browser = house.counsellor()
    one, other = twice(house)
    fields = {"action": "merge", "kept_id": str(one.id), "asked": "1", "method": "paper"}
    browser.post(address(one, other), {**fields, "consents:matching": "1"})
    consents = house.services.profiles.get(themselves(one.id), one.id).consents
    assert (consents.matching, consents.contact, consents.statistics) == (True, False, False)


def test_two_cards_are_two_people_as_far_as_we_know(house: House) -> None:
    browser = house.counsellor()
    one, other = twice(house)
    for person in (one, other):
        house.account(Role.JOBSEEKER, profile_id=person.id)
    page = browser.get(address(one, other))
    assert "Gardez les deux profils" in words(page)
    assert 'value="merge"' not in page.text
    refused = browser.post(address(one, other), {"action": "merge", "kept_id": str(one.id)})
    assert refused.status_code == 409
    assert "un compte" in words(refused)
    assert total(house) == 2


def test_a_choice_that_cannot_be_is_answered_beside_the_two(house: House) -> None:
    browser = house.counsellor()
    one, other = twice(house, email=None, channel="agent")
    fields = {"action": "merge", "kept_id": str(one.id), "take:email": "1", "take:phone": "1"}
    page = browser.post(address(one, other), fields)
    assert page.status_code in (200, 422)
    broken = browser.post(address(one, other), {"action": "merge", "kept_id": "rien"})
    assert broken.status_code in (404, 422)


def test_only_the_agency_s_counsellors_see_them(house: House) -> None:
    one, other = twice(house)
    for browser in (house.browser(Role.JOBSEEKER), house.boss(house.employer())):
        assert browser.get("/doublons").status_code == 403
        assert browser.get(address(one, other)).status_code == 403
    elsewhere = house.counsellor(agency=OTHER_AGENCY)
    assert "Aucun doublon" in words(elsewhere.get("/doublons"))
    assert elsewhere.get(address(one, other)).status_code == 404
    account = house.account(Role.AGENT, agency_id=AGENCY)
    browser = Browser(house.app).sign_in(account.login)
    assert browser.get("/doublons").status_code == 403
    assert browser.get("/personnes").status_code == 200


@pytest.mark.parametrize("lang", ["fr", "ar", "en", "es"])
def test_the_pages_are_in_four_languages(house: House, lang: str) -> None:
    browser = house.counsellor(lang=lang)
    one, other = twice(house)
    for path in ("/personnes", "/doublons", address(one, other)):
        page = browser.get(path)
        assert page.status_code == 200
        if lang != "fr":
            assert "Doublons possibles" not in words(page)
            assert "Profil qui reste" not in words(page)
