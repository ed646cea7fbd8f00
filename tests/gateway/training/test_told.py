"""What people hear of a place in training, through every service and its pages."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as Xml

import pytest
from time_machine import TimeMachineFixture

from amuddu.contracts.profiles import Profile
from amuddu.kit.auth import Role
from services.support.places import holding
from tests.gateway.conftest import Browser, House, themselves, words
from tests.gateway.own_data.test_copies import copied, own
from tests.gateway.training.test_story import KEEPER, ask, course
from tests.support import OTHER_AGENCY

LINE = re.compile(r'href="(/notifications/[0-9a-f-]{36})"')
MONDAY = "2026-06-01T09:00:00+00:00"


@pytest.fixture(autouse=True)
def _monday(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(MONDAY)


def sent(house: House) -> dict[str, list[str]]:
    """What went out since, by address."""
    house.pump()
    found: dict[str, list[str]] = {}
    for each in house.messages.sent:
        found.setdefault(each.address, []).append(each.text.body)
    house.messages.sent.clear()
    return found


def signed_in(house: House, person: Profile) -> Browser:
    return house.browser(Role.JOBSEEKER, profile_id=person.id)


def days_on(time_machine: TimeMachineFixture, days: int) -> None:
    time_machine.move_to(datetime.now(UTC) + timedelta(days=days))


def test_a_hold_that_nobody_confirms_is_told_to_her_and_its_seat_to_the_next(
    house: House, time_machine: TimeMachineFixture
) -> None:
    made = course(house)
    sara, other = house.person(), house.person(email="autre@exemple.ma")
    house.messages.sent.clear()
    mine, theirs = ask(house, made, sara), ask(house, made, other)
    (told,) = sent(house).values()
    assert "gardée pour vous" in told[0]
    assert "Maçonnerie" not in told[0]
    own, desk = signed_in(house, sara), house.counsellor()
    for browser in (own, desk):
        (line,) = LINE.findall(browser.get("/notifications").text)
        assert browser.get(line).url.path == f"/places/{mine.id}"
    assert "Zibounda" in words(desk.get("/notifications"))
    assert LINE.findall(house.counsellor(agency=OTHER_AGENCY).get("/notifications").text) == []
    days_on(time_machine, 4)
    assert holding.look(house.databases["support"], days=3) == 1
    told_now = sent(house)
    (next_one,) = told_now.pop("autre@exemple.ma")
    assert "s'est libérée" in next_one
    assert any("confirmée à temps" in body for bodies in told_now.values() for body in bodies)
    seen = words(house.counsellor().get("/notifications"))
    assert "se termine demain" in seen
    assert "s'est libérée pour une personne" in seen
    house.services.support.move(house.staff, "confirm", theirs.id)
    assert "est confirmée" in sent(house)["autre@exemple.ma"][0]


def test_what_the_coordination_changes_reaches_who_is_to_come(house: House) -> None:
    made, person = course(house), house.person()
    mine = ask(house, made, person)
    house.services.support.move(house.staff, "confirm", mine.id)
    sent(house)
    keeper = house.browser(Role.COORDINATOR)
    assert "place" in words(keeper.get("/notifications/table"))
    house.services.support.cancel_session(KEEPER, made.sessions[0].id)
    (bodies,) = sent(house).values()
    assert "annulée" in bodies[0]
    assert "annulée" in words(signed_in(house, person).get("/notifications"))


def test_who_is_erased_hears_nothing_though_her_seat_moves_on(house: House) -> None:
    made, person, other = course(house), house.person(), house.person(email="autre@exemple.ma")
    ask(house, made, person)
    ask(house, made, other)
    sent(house)
    house.services.profiles.erase(themselves(person.id), person.id)
    house.messages.sent.clear()
    house.carry_out_erasures()
    told = sent(house)
    hers = [body for to, bodies in told.items() if to != "autre@exemple.ma" for body in bodies]
    assert not any("formation" in body for body in hers)
    assert any("s'est libérée" in body for body in told["autre@exemple.ma"])
    with house.databases["notifications"].engine.connect() as connection:
        for table in ("news", "notice"):
            kept = str(connection.exec_driver_sql(f"SELECT * FROM {table}").all())
            assert str(person.id) not in kept


def test_a_copy_of_ones_data_has_what_was_told_of_a_place(house: House) -> None:
    person = house.person()
    mine = ask(house, course(house), person)
    sent(house)
    browser = own(house, person)
    page = browser.post("/notifications/choix", {"kinds:place_ended": "1"})
    assert "kinds:place_up" not in page.text, "a seat that became free is always told"
    assert re.search(r'name="kinds:place_ended" value="1" checked', page.text)
    told = copied(browser).notifications
    assert told is not None
    news = next(each for each in told.news if each.kind == "place_held")
    notice = next(each for each in told.notices if each.kind == "place_held")
    for line in (news, notice):
        assert (line.request_id, line.day) == (mine.id, mine.held_until)
    assert "place_held" in {each.kind for each in told.muted}


def test_courses_that_anybody_may_look_for_are_on_the_map(house: House) -> None:
    made = course(house)
    stranger = house.browser()
    listed = [one.text or "" for one in Xml.fromstring(stranger.get("/sitemap.xml").content).iter()]
    paths = {one.partition("/formations")[2] for one in listed if "/formations" in one}
    assert paths == {"", f"/{made.id}"}
    robots = stranger.get("/robots.txt").text
    assert "Allow: /formations/\n" in robots
    for path in ("/formations", f"/formations/{made.id}"):
        page = stranger.get(path)
        assert page.status_code == 200
        assert "noindex" not in page.text
    # A list of what somebody typed is no page of its own, nor is what the coordination works with.
    assert "noindex" in stranger.get("/formations", q="mason").text
    keeper = house.browser(Role.COORDINATOR)
    for path in ("nouvelle", "centres", f"{made.id}/modifier", f"sessions/{made.sessions[0].id}"):
        assert "noindex" in keeper.get(f"/formations/{path}").text
        pattern = re.sub(r"[0-9a-f-]{36}", "*", path).replace("sessions/*", "sessions/")
        assert f"Disallow: /formations/{pattern}\n" in robots
