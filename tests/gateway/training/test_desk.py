"""A centre notes by its link what became of people: its own, by codes, until it is stopped."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from time_machine import TimeMachineFixture

from amuddu.contracts.support.catalogue import CentreIn, CourseIn, SessionIn
from amuddu.contracts.support.desks import LINK_DAYS
from amuddu.kit import clock
from amuddu.kit.auth import Role
from tests.gateway.conftest import House, words
from tests.gateway.training.test_story import KEEPER, ask, course

ADDRESS = re.compile(r"/centre/[A-Za-z0-9_-]{32}")


class Desk:
    """A centre with a confirmed seat, and the browser of whoever keeps its lists."""

    def __init__(self, house: House) -> None:
        made = course(house)
        self.house, self.centre_id = house, made.centre_id
        self.person = house.person(nationality="SN")
        self.request = ask(house, made, self.person)
        house.services.support.move(house.staff, "confirm", self.request.id)
        self.address = self.linked()
        self.browser = house.browser()

    def linked(self) -> str:
        """The link, as the coordination reads it once."""
        keeper = self.house.browser(Role.COORDINATOR)
        shown = keeper.post(f"/formations/centres/{self.centre_id}/lien", {"action": "make"})
        (address,) = set(ADDRESS.findall(shown.text))
        assert not ADDRESS.findall(keeper.get("/formations/centres").text), "shown once"
        return str(address)

    def note(self, step: str, **more: str) -> str:
        page = self.post(step, **more)
        assert page.status_code in (200, 409, 422), page.text
        return words(page)

    def post(self, step: str, **more: str) -> httpx2.Response:
        fields = {"step": step, "request_id": str(self.request.id), **more}
        return self.browser.post(self.address, fields)


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)


def test_a_centre_follows_its_list_to_the_paper(
    desk: Desk, time_machine: TimeMachineFixture
) -> None:
    first = words(desk.browser.get(desk.address))
    assert desk.person.code in first
    for telling in ("Zibounda", "Korvalan", "permit_work", "Sénégal"):
        assert telling not in first
    assert "notez les présences à partir de ce jour" in desk.note("start"), "not before it begins"
    assert "Dites pourquoi" in desk.note("drop")
    time_machine.move_to(datetime.now(UTC) + timedelta(days=30))
    desk.note("start")
    assert "notez d'abord" in desk.note("issue")
    desk.note("complete")
    assert "Attestation donnée" in desk.note("issue")
    support = desk.house.services.support
    assert support.request(desk.house.staff, desk.request.id).state == "completed"
    log = support.request(desk.house.staff, desk.request.id).log
    assert [(each.name, each.role) for each in log][-2:] == [
        ("start", "service"),
        ("complete", "service"),
    ]
    mine = desk.house.browser(Role.JOBSEEKER, profile_id=desk.person.id)
    assert mine.get(f"/places/{desk.request.id}/attestation").status_code == 200


def test_a_link_opens_its_own_centre_alone(desk: Desk) -> None:
    support = desk.house.services.support
    centre = support.add_centre(KEEPER, CentreIn(name="Autre centre", source="appel"))
    said = CourseIn(centre_id=centre.id, title="Cuisine", source="appel")
    start = SessionIn(starts_on=clock.today() + timedelta(days=9), places=1)
    other = support.add_session(KEEPER, support.add_course(KEEPER, said).id, start)
    theirs = ask(desk.house, other, desk.house.person(email="autre@exemple.ma"))
    support.move(desk.house.staff, "confirm", theirs.id)
    assert "Cuisine" not in words(desk.browser.get(desk.address))
    page = desk.post("start", request_id=str(theirs.id))
    assert page.status_code == 404
    assert support.request(desk.house.staff, theirs.id).state == "confirmed"


def test_a_link_that_ended_opens_nothing(desk: Desk, time_machine: TimeMachineFixture) -> None:
    before = desk.address
    desk.address = desk.linked()
    for browser in (desk.browser, desk.house.browser(Role.COORDINATOR)):
        assert browser.get(before).status_code == 410, "the next one takes its place"
    keeper = desk.house.browser(Role.COORDINATOR)
    keeper.post(f"/formations/centres/{desk.centre_id}/lien", {"action": "stop"})
    assert desk.post("drop", reason="money").status_code == 410
    desk.address = desk.linked()
    time_machine.move_to(datetime.now(UTC) + timedelta(days=LINK_DAYS + 1))
    assert desk.browser.get(desk.address).status_code == 410


def test_guessing_is_bounded_and_nothing_that_opens_is_kept_or_logged(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    token = desk.address.rpartition("/")[2]
    with caplog.at_level(logging.DEBUG):
        desk.browser.get(desk.address)
    assert token not in caplog.text
    with desk.house.databases["support"].engine.connect() as connection:
        assert token not in str(connection.exec_driver_sql("SELECT * FROM centre_links").all())
    stranger = desk.house.browser()
    statuses = [stranger.get(f"/centre/{number:032d}").status_code for number in range(60)]
    assert statuses[0] == 410
    assert statuses[-1] == 429


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.AGENT, Role.ADMINISTRATOR])
def test_nobody_but_the_coordination_makes_a_link(desk: Desk, role: Role) -> None:
    of = {"agency_id": "rabat"} if role is not Role.ADMINISTRATOR else {}
    browser = desk.house.browser(role, **of)
    path = f"/formations/centres/{desk.centre_id}/lien"
    assert browser.post(path, {"action": "make"}).status_code == 403
    assert desk.browser.get(desk.address).status_code == 200
