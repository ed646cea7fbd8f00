"""A card with a square code: what it opens, what it does not, and how it is stopped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from time_machine import TimeMachineFixture

from amuddu.contracts.profiles import Profile
from amuddu.kit import clock
from amuddu.kit.auth import Role
from gateway.accounts import cards as accounts_cards
from gateway.settings import GatewaySettings
from tests.gateway.conftest import Browser, House, words
from tests.support import AGENCY, OTHER_AGENCY

PIN = "4071"


def made(house: House, person: Profile, pin: str = PIN) -> str:
    """Make a card as an agency does; the address that its square code holds."""
    page = house.counsellor().post(f"/personnes/{person.id}/carte", {"pin": pin, "again": pin})
    assert page.status_code == 200, words(page)
    assert "<svg" in page.text
    assert f"Agence de {AGENCY}" in words(page)  # where a card that somebody found is to be brought
    with house.databases["gateway"].session() as session:
        card = accounts_cards.of_profile(session, person.id)
    assert card is not None
    return f"/c/{accounts_cards.token_of(card.id, GatewaySettings().signing_key)}"


def entered(house: House, address: str, pin: str = PIN) -> Browser:
    """A telephone that scanned the code and typed a number."""
    browser = Browser(house.app)
    page = browser.post(address, {"pin": pin})
    assert page.status_code == 200, words(page)
    return browser


def test_the_code_and_the_number_together_open_the_persons_own_pages(house: House) -> None:
    address = made(house, house.person())
    asked = Browser(house.app).get(address)
    assert "Zibounda" not in asked.text
    assert "Zibounda" in words(entered(house, address).get("/profil"))


def test_a_card_opens_neither_papers_nor_erasure(house: House) -> None:
    browser = entered(house, made(house, house.person()))
    assert browser.get("/profil/titre").status_code == 403
    assert browser.get("/profil/effacer").status_code == 403
    assert browser.post("/profil/effacer", {"confirm": "1"}).status_code == 403
    assert "/profil/titre" not in browser.get("/profil").text


def test_wrong_numbers_are_counted_and_then_one_waits(house: House) -> None:
    address = made(house, house.person())
    tries = [Browser(house.app).post(address, {"pin": "9999"}).status_code for _ in range(6)]
    assert tries == [422] * accounts_cards.TRIES + [429]
    assert Browser(house.app).post(address, {"pin": PIN}).status_code == 429


def test_the_tenth_wrong_number_stops_the_card_for_good(
    house: House, time_machine: TimeMachineFixture
) -> None:
    address = made(house, house.person())
    now = clock.now()
    for hour in range(accounts_cards.WRONG_IN_A_ROW):
        time_machine.move_to(now + timedelta(hours=hour), tick=False)
        assert Browser(house.app).post(address, {"pin": "9999"}).status_code == 422
    time_machine.move_to(now + timedelta(days=2), tick=False)
    assert Browser(house.app).get(address).status_code == 410
    assert Browser(house.app).post(address, {"pin": PIN}).status_code == 410


def test_another_card_stops_the_one_before(house: House) -> None:
    person = house.person()
    old, new = made(house, person), made(house, person, "8305")
    assert Browser(house.app).get(old).status_code == 410
    entered(house, new, "8305")


def test_another_card_ends_what_the_one_before_had_opened(house: House) -> None:
    person = house.person()
    browser = entered(house, made(house, person))
    made(house, person)  # the very same number
    assert browser.get("/profil").url.path == "/connexion"


def test_a_stopped_card_ends_what_it_had_opened(house: House) -> None:
    person = house.person()
    address = made(house, person)
    browser = entered(house, address)
    browser.get("/profil/carte")
    house.counsellor().post(f"/personnes/{person.id}/carte/bloquer", {})
    assert browser.get("/profil").url.path == "/connexion"
    assert Browser(house.app).get(address).status_code == 410


def test_the_person_stops_their_own_card(house: House) -> None:
    person = house.person()
    address = made(house, person)
    house.browser(Role.JOBSEEKER, profile_id=person.id)
    browser = entered(house, address)
    browser.post("/profil/carte/bloquer", {})
    assert Browser(house.app).get(address).status_code == 410


@pytest.mark.parametrize(
    "pin",
    [
        "",
        "123",
        "1234",
        "9876",
        "7777",
        "12a4",
        "123456789",
        "٤٠٧١",
        "2580",
        "0852",
        "1478",
        "1379",
        "1212",
        "1122",
        "5005",
        "2468",
        "7890",
        "112233",
        "123123",
        "1987",
        "2003",
        "3112",
        "0229",
        "1231",
        "140792",
        "14071992",
        "19920714",
    ],
)
def test_a_weak_number_is_refused_beside_its_field(house: House, pin: str) -> None:
    person = house.person()
    fields = {"pin": pin, "again": pin}
    page = house.counsellor().post(f"/personnes/{person.id}/carte", fields)
    assert page.status_code == 422
    assert 'id="e-pin"' in page.text


@pytest.mark.parametrize("pin", ["4071", "8305", "6294", "70418", "930572", "61840275"])
def test_other_numbers_make_a_card(house: House, pin: str) -> None:
    made(house, house.person(), pin)


def test_the_year_of_birth_and_two_different_numbers_are_refused(house: House) -> None:
    person = house.person(birth_year=1993)
    address = f"/personnes/{person.id}/carte"
    assert house.counsellor().post(address, {"pin": "1993", "again": "1993"}).status_code == 422
    page = house.counsellor().post(address, {"pin": PIN, "again": "4072"})
    assert 'id="e-again"' in page.text


def test_only_the_persons_own_agency_makes_a_card(house: House) -> None:
    person = house.person()
    stranger = house.counsellor(agency=OTHER_AGENCY)
    page = stranger.post(f"/personnes/{person.id}/carte", {"pin": PIN, "again": PIN})
    assert page.status_code == 404
    assert stranger.post(f"/personnes/{person.id}/carte/bloquer", {}).status_code == 404


@pytest.mark.parametrize("token", ["x", "A" * 38, "é" * 10, "A" * 400])
def test_a_card_that_we_did_not_sign_opens_nothing(house: House, token: str) -> None:
    assert Browser(house.app).get(f"/c/{token}").status_code == 410


def test_somebody_who_tries_many_links_waits(house: House) -> None:
    browser = Browser(house.app)
    answers = [browser.get(f"/c/{number:038d}").status_code for number in range(41)]
    assert answers[0] == 410
    assert answers[-1] == 429
    assert browser.get("/r/" + "A" * 32).status_code == 429


def test_an_erased_person_has_no_card(house: House) -> None:
    person = house.person()
    address = made(house, person)
    asked = {"confirm": "1", "reason": "asked_here"}
    house.counsellor().post(f"/personnes/{person.id}/effacer", asked)
    house.counsellor().post(f"/personnes/{person.id}/effacer/confirmer", {"confirm": "1"})
    assert Browser(house.app).get(address).status_code == 410
