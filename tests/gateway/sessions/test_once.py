"""A form sent twice acts once, whether scripts run or not."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

from amuddu.kit.auth import Role
from gateway.clients.base import Caller
from tests.gateway.conftest import PASSWORD, Browser, House
from tests.support import AGENCY, counsellor


def number_of_people(house: House) -> int:
    return house.services.profiles.list(Caller(counsellor(), "fr")).total


def test_the_same_form_twice_makes_one_person_and_leads_to_the_same_page(house: House) -> None:
    browser = house.counsellor()
    fields = {
        "csrf_token": browser.csrf,
        "given_name": "Zibounda",
        "channel": "agent",
        "language": "fr",
    }
    first = browser.post_without_token("/personnes/nouvelle", fields, follow=False)
    second = browser.post_without_token("/personnes/nouvelle", fields, follow=False)
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert number_of_people(house) == 1


def test_two_clicks_at_the_same_moment_act_once(house: House) -> None:
    browser = house.counsellor()
    fields = {
        "csrf_token": browser.csrf,
        "given_name": "Zibounda",
        "channel": "agent",
        "language": "fr",
    }

    def send(_: int) -> str:
        page = browser.post_without_token("/personnes/nouvelle", fields, follow=False)
        return page.headers["location"]

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(send, range(4)))) == 1
    assert number_of_people(house) == 1


def test_another_content_is_another_form(house: House) -> None:
    browser = house.counsellor()
    for name in ("Zibounda", "Korvalan"):
        fields = {
            "csrf_token": browser.csrf,
            "given_name": name,
            "channel": "agent",
            "language": "fr",
        }
        browser.post_without_token("/personnes/nouvelle", fields, follow=False)
    assert number_of_people(house) == 2


def test_a_form_to_be_mended_may_be_sent_again(house: House) -> None:
    browser = house.counsellor()
    token = browser.csrf
    for _ in range(2):
        fields = {"csrf_token": token, "given_name": "", "channel": "agent", "language": "fr"}
        assert browser.post_without_token("/personnes/nouvelle", fields).status_code == 422
    assert number_of_people(house) == 0


def test_signing_up_twice_with_one_form_signs_in_once(house: House) -> None:
    browser = Browser(house.app)
    page = browser.get("/inscription").text
    offered = {
        name: re.search(rf'name="{name}" value="([^"]*)"', page)[1]  # type: ignore[index]
        for name in ("login", "turn")
    }
    fields = {"csrf_token": browser.csrf, "password": PASSWORD, **offered}
    first = browser.post_without_token("/inscription", fields, follow=False)
    browser.forget_session()  # the second click left before the first was answered
    second = browser.post_without_token("/inscription", fields, follow=False)
    assert first.headers["location"] == second.headers["location"] == "/profil"
    assert "amuddu_session" in second.headers["set-cookie"]


def test_erasing_oneself_twice_shows_the_same_receipt(house: House) -> None:
    person = house.person(agency=AGENCY)
    browser = house.browser(Role.JOBSEEKER, profile_id=person.id)
    browser.get("/profil/effacer")
    fields = {"csrf_token": browser.csrf, "confirm": "1"}
    first = browser.post_without_token("/profil/effacer", fields, follow=False)
    second = browser.post_without_token("/profil/effacer", fields, follow=False)
    assert first.headers["location"].startswith("/effacement/")
    assert second.headers["location"] == first.headers["location"]
