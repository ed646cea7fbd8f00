"""What happened with an account, and a change of contact from asking to taking it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from time_machine import TimeMachineFixture

from amuddu.contracts.profiles import Profile
from amuddu.kit import clock
from amuddu.kit.auth import Role
from tests.gateway.accounts.test_cards import entered, made
from tests.gateway.conftest import PASSWORD, Browser, House, words

NEW = {"channel": "sms", "phone": "+212655000199", "email": "zibounda@exemple.ma", "language": "fr"}


def own(house: House, profile: Profile, **of: str) -> Browser:
    return house.browser(Role.JOBSEEKER, profile_id=profile.id, **of)


def asked(house: House, profile: Profile) -> str:
    """The person asks for another contact with their password; the link to the one of before."""
    house.messages.sent.clear()
    own(house, profile).post("/profil/pas/prevenir", NEW)
    house.pump()
    (message,) = (each for each in house.messages.sent if each.link)
    assert message.address == profile.email
    return "/k/" + message.link.rpartition("/")[2]


def stored(house: House, profile: Profile) -> Profile:
    return house.services.profiles.get(house.staff, profile.id)


def test_the_contact_of_before_says_yes_and_then_takes_it_back(
    house: House, time_machine: TimeMachineFixture
) -> None:
    profile = house.person()
    link = asked(house, profile)
    phone = Browser(house.app)
    page = phone.get(link)
    assert "•••• 99" in words(page)
    assert NEW["phone"] not in page.text
    assert stored(house, profile).channel == "email"
    assert "Le contact est changé" in words(phone.post(link, {"answer": "mine"}))
    assert stored(house, profile).channel == "sms"
    time_machine.move_to(clock.now() + timedelta(days=6), tick=False)
    phone = Browser(house.app)
    assert "reste comme avant" in words(phone.post(link, {"answer": "not_mine"}))
    assert (stored(house, profile).channel, stored(house, profile).phone) == (
        "email",
        profile.phone,
    )


def test_after_a_week_the_link_changes_nothing_and_one_may_ask_again(
    house: House, time_machine: TimeMachineFixture
) -> None:
    profile = house.person()
    link = asked(house, profile)
    time_machine.move_to(clock.now() + timedelta(days=8), tick=False)
    assert Browser(house.app).post(link, {"answer": "mine"}).status_code == 410
    assert "trop tard" in words(Browser(house.app).get(link))
    assert stored(house, profile).channel == "email"
    assert stored(house, profile).contact_waiting is None
    own(house, profile).post("/profil/pas/prevenir", NEW)
    assert stored(house, profile).contact_waiting is not None


def test_the_old_number_is_lost_and_the_agency_confirms_in_person(house: House) -> None:
    profile = house.person()
    asked(house, profile)
    house.messages.sent.clear()
    counsellor = house.browser(Role.COUNSELLOR, agency_id="rabat", organisation="Agence de Rabat")
    page = counsellor.get(f"/personnes/{profile.id}/compte")
    assert "face à face" in words(page)
    counsellor.post(f"/personnes/{profile.id}/compte/contact", {"answer": "mine"})
    assert stored(house, profile).phone == NEW["phone"]
    house.pump()
    assert [each.address for each in house.messages.sent] == [profile.email]  # told as well
    page = own(house, profile).get("/profil/compte")
    assert "Le contact a été changé" in words(page)
    assert "Agence de Rabat" in words(page)


def test_what_the_agency_changed_is_told_and_taken_back_by_the_person(house: House) -> None:
    profile = house.person()
    house.messages.sent.clear()
    counsellor = house.counsellor()
    counsellor.post(f"/personnes/{profile.id}/pas/prevenir", NEW)
    assert stored(house, profile).phone == NEW["phone"]
    house.pump()
    (told,) = house.messages.sent
    assert told.address == profile.email
    assert told.link == ""  # whoever holds a lost telephone takes nothing back
    browser = own(house, profile)
    assert "remettre le contact d'avant" in words(browser.get("/profil/compte"))
    browser.post("/profil/compte/contact", {"answer": "not_mine"})
    assert stored(house, profile).channel == "email"
    assert "remettre le contact d'avant" not in words(browser.get("/profil/compte"))


def test_a_person_without_any_address_gives_the_first_one_at_once(house: House) -> None:
    profile = house.person(email=None, phone=None, channel="agent")
    own(house, profile).post("/profil/pas/prevenir", NEW)
    assert stored(house, profile).phone == NEW["phone"]


def test_nobody_is_pestered_with_changes(house: House) -> None:
    profile = house.person()
    browser = own(house, profile)
    codes = [
        browser.post("/profil/pas/prevenir", {**NEW, "phone": f"+2126550001{number}"}).status_code
        for number in range(10, 15)
    ]
    assert codes == [200, 200, 200, 429, 429]


def test_a_sign_in_from_an_unknown_device_is_told_once_a_day(house: House) -> None:
    profile = house.person()
    login = house.account(Role.JOBSEEKER, "awa-du-port", profile_id=profile.id).login
    house.messages.sent.clear()
    first = Browser(house.app).sign_in(login)
    Browser(house.app).sign_in(login)
    house.pump()
    (told,) = house.messages.sent
    assert "nouvel appareil" in told.text.body
    assert words(first.get("/profil/compte")).count("nouvel appareil") == 2


def test_a_known_device_is_not_told_of(house: House) -> None:
    profile = house.person()
    login = house.account(Role.JOBSEEKER, "awa-du-port", profile_id=profile.id).login
    browser = Browser(house.app).sign_in(login)
    token = browser._client.cookies["amuddu_device"]
    again = Browser(house.app)
    again._client.cookies.set("amuddu_device", token)
    again.post("/connexion", {"login": login, "password": PASSWORD})
    assert words(browser.get("/profil/compte")).count("nouvel appareil") == 1


def test_a_card_that_is_made_and_used_is_told(house: House) -> None:
    profile = house.person()
    house.messages.sent.clear()
    browser = entered(house, made(house, profile))
    house.pump()
    said = [each.text.body for each in house.messages.sent]
    assert any("une carte a été faite" in each for each in said)
    assert "Une carte a été faite" in words(browser.get("/profil/compte"))


@pytest.mark.parametrize("lang", ["fr", "ar", "en", "es"])
def test_a_message_says_nothing_of_who_somebody_is(house: House, lang: str) -> None:
    profile = house.person(language=lang, residence={"status": "refugee_bra_permit"})
    house.messages.sent.clear()
    made(house, profile)
    house.pump()
    (told,) = house.messages.sent
    assert told.text.language == lang
    for word in ("refug", "réfug", "لاجئ", "asil", "asyl", "Zibounda", "Korvalan"):
        assert word not in told.text.body
