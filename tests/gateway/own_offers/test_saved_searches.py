"""A search is saved, told of once a week at most, stopped with one tap; by the person alone."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx2
import pytest
from time_machine import TimeMachineFixture

from amuddu.contracts.matching.searches import SavedSearchIn
from amuddu.contracts.news import Choices
from amuddu.contracts.profiles import Profile
from amuddu.kit import clock
from amuddu.kit.auth import Role
from services.matching.searches import telling
from tests.gateway.conftest import Browser, House, themselves, words

HERE = "/offres-pour-moi"
SAVE = f"{HERE}/recherches"
TOLD = "De nouvelles offres correspondent"


@pytest.fixture
def person(house: House) -> Profile:
    return house.person(place="tanger")


@pytest.fixture
def browser(house: House, person: Profile) -> Browser:
    return house.browser(Role.JOBSEEKER, profile_id=person.id)


def save(browser: Browser, **fields: str) -> httpx2.Response:
    return browser.post(SAVE, {"action": "save", **(fields or {"ville": "tanger"})})


def kept(browser: Browser) -> list[str]:
    return re.findall(r'name="search_id" value="([^"]+)"', browser.get(HERE).text)


def told(house: House) -> int:
    return sum(TOLD in each.text.body for each in house.messages.sent)


def again(house: House, person: Profile) -> Browser:
    """A session of the time that it is now."""
    return house.browser(Role.JOBSEEKER, profile_id=person.id)


def look(house: House, time_machine: TimeMachineFixture, **later: int) -> int:
    """Some time later, by day, the searches are looked through; how many messages left in all."""
    time_machine.move_to((clock.now() + timedelta(**later)).replace(hour=12, minute=0))
    with house.databases["matching"].session() as session:
        telling.look(session)
    house.pump()
    return told(house)


def test_new_offers_are_told_once_a_week_at_most(
    house: House, person: Profile, browser: Browser, time_machine: TimeMachineFixture
) -> None:
    firm = house.employer()
    house.vacancy(firm, title="Maçon connu", place="tanger")
    page = browser.get(HERE, ville="tanger")
    assert "Me prévenir des nouvelles offres" in words(page)
    saved = save(browser)
    assert "une fois par semaine au plus" in words(saved)
    save(browser, metier="mason")
    assert len(kept(browser)) == 2
    assert look(house, time_machine, hours=24) == 0  # what was open is no news
    house.vacancy(firm, title="Maçon nouveau", place="tanger")
    house.vacancy(firm, title="Loin d'ici", place="agadir", occupation={"text": "x"})
    assert look(house, time_machine, hours=24) == 1  # of both searches together
    body = house.messages.sent[-1].text.body
    assert house.messages.sent[-1].link.endswith(HERE)
    for telling_word in ("Tanger", "Maçon", "Zibounda", "Atlas"):
        assert telling_word not in body
    house.vacancy(firm, title="Maçon encore", place="tanger")
    assert look(house, time_machine, days=2) == 1  # not before a week is over
    assert look(house, time_machine, days=6) == 2
    assert look(house, time_machine, days=20) == 2  # nothing new since
    assert TOLD in words(again(house, person).get("/notifications"))


def test_stopped_with_one_tap_and_muted_for_good(
    house: House, person: Profile, browser: Browser, time_machine: TimeMachineFixture
) -> None:
    firm = house.employer()
    save(browser)
    (search_id,) = kept(browser)
    for _ in range(2):  # twice is once
        gone = browser.post(SAVE, {"action": "stop", "search_id": search_id})
        assert "plus de message pour cette recherche" in words(gone)
    assert kept(browser) == []
    house.vacancy(firm, place="tanger")
    assert look(house, time_machine, days=1) == 0
    save(again(house, person))
    caller = themselves(person.id)
    house.services.notifications.choose(caller, Choices(muted=("search_found",)))
    house.vacancy(firm, place="tanger", title="Un autre")
    assert look(house, time_machine, days=1) == 0


def test_somebody_elses_searches_are_not_there(house: House, browser: Browser) -> None:
    save(browser)
    (search_id,) = kept(browser)
    other = house.browser(Role.JOBSEEKER, profile_id=house.person(email="b@exemple.ma").id)
    other.post(SAVE, {"action": "stop", "search_id": search_id})
    assert kept(browser) == [search_id]
    assert house.counsellor().post(SAVE, {"action": "save", "ville": "rabat"}).status_code == 403
    assert house.browser().post(SAVE, {"action": "save"}).url.path != SAVE


def test_what_cannot_be_kept_is_refused(house: House, browser: Browser) -> None:
    assert browser.post(SAVE, {"action": "save", "ville": "nulle-part"}).status_code == 400
    assert browser.post(SAVE, {"action": "save", "q": "maçon"}).status_code == 400
    assert browser.post(SAVE, {"action": "stop", "search_id": "x"}).status_code == 400
    for town in ("rabat", "tanger", "agadir", "fes", "meknes", "rabat"):
        page = save(browser, ville=town)
    assert len(kept(browser)) == 5
    assert page.status_code == 200
    assert "Vous avez déjà 5 recherches" in words(save(browser, ville="oujda"))


def test_erased_with_the_person_and_exported_before(house: House, person: Profile) -> None:
    caller = themselves(person.id)
    body = SavedSearchIn(place="tanger", wanted="part")
    assert house.services.matching.save_search(caller, person.id, body).items
    house.services.profiles.erase(caller, person.id)
    house.carry_out_erasures()
    with house.databases["matching"].engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM saved_search").scalar_one() == 0
