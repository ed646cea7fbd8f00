"""Being called: choosing an agency, and the agency's staff finding whom to call."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from amuddu.kit.auth import Role
from tests.gateway.conftest import House, words
from tests.gateway.test_profile_pages import fields_of, form, jobseeker, stored
from tests.support import AGENCY, OTHER_AGENCY

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
    browser.post("/profil/modifier", {**again, "channel": "sms", "agency_id": ""})
    assert stored(house, account).agency_id is None


def test_an_agency_that_is_none_is_refused(house: House) -> None:
    browser, _ = jobseeker(house)
    refused = browser.post("/profil/modifier", form(agency_id="atlantis"))
    assert refused.status_code == 422
    assert "Agence inconnue" in words(refused)


def test_staff_choose_no_agency(house: House) -> None:
    assert 'name="agency_id"' not in house.counsellor().get("/personnes/nouvelle").text


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.AGENT])
def test_staff_of_the_person_s_agency_find_whom_to_call(house: House, role: Role) -> None:
    profile_id = called(house)
    browser = house.browser(role, agency_id=OTHER_AGENCY)
    page = browser.get("/messages")
    if role is Role.COUNSELLOR:
        assert 'href="/messages?appels=1"' in page.text
        page = browser.get("/messages", appels=1)
    assert "Zibounda Korvalan" in words(page)
    link = re.search(r'href="http://[^"]+(/r/[A-Za-z0-9_-]+)"', page.text)
    assert link is not None
    assert browser.get(link.group(1)).status_code == 200
    assert "0661234567" in words(browser.get(f"/personnes/{profile_id}"))


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.AGENT])
def test_staff_of_the_vacancy_s_agency_have_no_call_to_make(house: House, role: Role) -> None:
    called(house)
    browser = house.browser(role, agency_id=AGENCY)
    page = browser.get("/messages", appels=1)
    assert "Noter la réponse" not in words(page)
    assert "/r/" not in page.text
