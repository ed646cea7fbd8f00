"""Being called: choosing an agency, and the agency's staff finding whom to call."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from amuddu.kit.auth import Role
from gateway.clients.base import Caller
from tests.gateway.conftest import Browser, House, themselves, words
from tests.gateway.people.test_profile_pages import fields_of, form, jobseeker, stored
from tests.support import AGENCY, OTHER_AGENCY, administrator

CALLED = {"channel": "agent", "agency_id": OTHER_AGENCY, "consents.contact": "1"}


def called(house: House) -> UUID:
    """Somebody who chose one agency, shortlisted for a vacancy of another; their profile."""
    browser, account = jobseeker(house)
    page = browser.post("/profil/modifier", form(**CALLED))
    assert page.status_code == 200, words(page)
    house.pump()
    profile = stored(house, account)
    house.shortlisted(house.vacancy(house.employer()), profile)
    return profile.id


def test_a_person_chooses_the_agency_that_calls(house: House) -> None:
    browser, account = jobseeker(house)
    first = fields_of(browser.get("/profil/modifier").text)
    assert first["channel"] != "agent"
    assert first["agency_id"] == ""
    refused = browser.post("/profil/modifier", form(**{**CALLED, "agency_id": ""}))
    assert refused.status_code == 422
    assert "Choisissez aussi votre agence" in words(refused)
    browser.post("/profil/modifier", form(**CALLED))
    assert stored(house, account).agency_id == OTHER_AGENCY
    again = fields_of(browser.get("/profil/modifier").text)
    assert (again["channel"], again["agency_id"]) == ("agent", OTHER_AGENCY)
    browser.post("/profil/modifier", {**again, "channel": "sms"})
    caller = house.counsellor(agency=OTHER_AGENCY)  # who calls so far, so their yes is needed
    caller.post(f"/personnes/{stored(house, account).id}/compte/contact", {"answer": "mine"})
    again = fields_of(browser.get("/profil/modifier").text)
    browser.post("/profil/modifier", {**again, "agency_id": ""})
    assert stored(house, account).agency_id is None


def test_an_agency_that_is_none_is_refused(house: House) -> None:
    browser, _ = jobseeker(house)
    refused = browser.post("/profil/modifier", form(agency_id="atlantis"))
    assert refused.status_code == 422
    assert "Agence inconnue" in words(refused)


def test_staff_choose_no_agency(house: House) -> None:
    assert 'name="agency_id"' not in house.counsellor().get("/personnes/nouvelle").text


def first_call(browser: Browser) -> str:
    """The address of the first call in the list."""
    link = re.search(r'href="(/appels/[0-9a-f-]{36})"', browser.get("/appels").text)
    assert link is not None
    return link.group(1)


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.AGENT])
def test_staff_of_the_person_s_agency_call_and_note_the_answer(house: House, role: Role) -> None:
    called(house)
    browser = house.browser(role, agency_id=OTHER_AGENCY)
    assert "Zibounda Korvalan" in words(browser.get("/appels"))
    address = first_call(browser)
    page = browser.get(address)
    assert 'href="tel:' in page.text
    assert "Est-ce que cela vous intéresse, oui ou non" in words(page)
    assert "/r/" not in page.text  # the person's own link stays theirs
    done = browser.post(address, {"answer": "yes"})
    assert "Réponse notée : oui" in words(done)
    assert "Zibounda Korvalan" not in words(browser.get("/appels"))
    changed = browser.post(address, {"answer": "no", "reason": "wage"})
    assert "Réponse notée : non" in words(changed)


def test_opening_a_call_is_told_to_the_person(house: House) -> None:
    profile_id = called(house)

    def visits() -> int:
        seen = house.services.profiles.accesses(themselves(profile_id), profile_id)
        return sum(visit.role == "agent" for visit in seen)

    agent = house.browser(Role.AGENT, agency_id=OTHER_AGENCY)
    address = first_call(agent)
    before = visits()
    agent.get(address)
    assert visits() == before + 1


def test_nobody_answering_keeps_the_person_in_the_list(house: House) -> None:
    called(house)
    browser = house.browser(Role.AGENT, agency_id=OTHER_AGENCY)
    address = first_call(browser)
    said = words(browser.post(address, {"answer": "nobody"}))
    assert "pas de réponse. La personne reste dans la liste" in said
    assert "Zibounda Korvalan" in said
    assert "Un appel sans réponse" in said
    assert "Un appel sans réponse" in words(browser.get(address))


@pytest.mark.parametrize("answer", ["", "perhaps"])
def test_an_answer_that_is_none_is_refused(house: House, answer: str) -> None:
    called(house)
    browser = house.browser(Role.AGENT, agency_id=OTHER_AGENCY)
    assert browser.post(first_call(browser), {"answer": answer}).status_code == 400


def test_a_counsellor_sees_who_has_to_be_called(house: House) -> None:
    called(house)
    counsellor = house.counsellor()
    assert "Personnes à appeler" not in words(counsellor.get("/messages"))
    elsewhere = house.browser(Role.COUNSELLOR, agency_id=OTHER_AGENCY)
    assert 'href="/appels"' in elsewhere.get("/messages").text
    vacancy = house.services.employers.list(Caller(administrator(), "fr")).items[0]
    assert "À appeler" in words(counsellor.get(f"/offres/{vacancy.id}/candidats"))


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.AGENT])
def test_staff_of_the_vacancy_s_agency_have_no_call_to_make(house: House, role: Role) -> None:
    called(house)
    there = house.browser(role, agency_id=OTHER_AGENCY)
    address = first_call(there)
    browser = house.browser(role, agency_id=AGENCY)
    assert "/appels/" not in browser.get("/appels").text
    assert browser.get(address).status_code == 404
