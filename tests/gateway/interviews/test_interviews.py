"""Interviews through the pages: the employer's, the agency's, the person's own and their link."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx2
import pytest
from icalendar import Calendar
from time_machine import TimeMachineFixture

from amuddu.contracts.employers import Employer, Vacancy
from amuddu.contracts.profiles import Profile
from amuddu.kit import clock
from amuddu.kit.auth import Role
from tests.gateway.conftest import Browser, House, themselves, words
from tests.support import AGENCY, OTHER_AGENCY

MOROCCO = ZoneInfo("Africa/Casablanca")


@dataclass
class Story:
    """Somebody who said yes, and everybody around them."""

    house: House
    firm: Employer
    vacancy: Vacancy
    person: Profile
    candidacy: UUID
    token: str

    @classmethod
    def begun(cls, house: House) -> Story:
        firm = house.employer()
        vacancy, person = house.vacancy(firm), house.person()
        candidacy = house.shortlisted(vacancy, person)
        token = house.messages.sent[-1].link.rpartition("/")[2]
        house.answer("yes")
        return cls(house, firm, vacancy, person, candidacy, token)

    @property
    def work(self) -> str:
        return f"/rendez-vous/{self.candidacy}"

    @property
    def link(self) -> str:
        return f"/r/{self.token}/rendez-vous"

    def propose(self, browser: Browser, **changes: Any) -> httpx2.Response:
        first = (clock.now().astimezone(MOROCCO) + timedelta(days=3)).date()
        fields = {
            "action": "propose",
            "day_0": first.isoformat(),
            "hour_0": "10:30",
            "day_1": (first + timedelta(days=1)).isoformat(),
            "hour_1": "15:00",
            "how": "place",
            "minutes": "30",
            "address": "12 rue des Orangers",
            "directions": "En face de la poste",
            "bring:cv": "1",
            **changes,
        }
        page = browser.post(self.work, fields)
        self.house.pump()
        return page

    def act(self, browser: Browser, path: str, action: str, **fields: Any) -> httpx2.Response:
        page = browser.go(path)
        known = re.search(r'name="interview_id" value="([0-9a-f-]+)"', page.text)
        assert known is not None, page.text
        fields = {"interview_id": known.group(1), "action": action, **fields}
        answer = browser.post(path, fields)
        self.house.pump()
        return answer

    def times(self, path: str, browser: Browser) -> list[str]:
        return re.findall(r'name="starts_at" value="([^"]+)"', browser.go(path).text)

    def sent(self) -> str:
        return "\n".join(each.text.body for each in self.house.messages.sent)

    def entry(self, browser: Browser, path: str) -> Any:
        found = browser.get(path)
        assert found.status_code == 200, found.text
        assert found.headers["content-disposition"] == 'attachment; filename="rendez-vous.ics"'
        kept = Calendar.from_ical(found.content)
        (entry,) = kept.walk("VEVENT")
        return kept, entry


@pytest.fixture
def story(house: House) -> Story:
    return Story.begun(house)


def test_from_the_proposal_to_what_came_of_it(
    story: Story, house: House, time_machine: TimeMachineFixture
) -> None:
    tomorrow = clock.now().astimezone(MOROCCO) + timedelta(days=1)
    time_machine.move_to(tomorrow.replace(hour=12, minute=0))
    boss = house.boss(story.firm)
    assert "Proposer un rendez-vous" in words(boss.get(f"/offres/{story.vacancy.id}/preselection"))
    sent = story.propose(boss)
    assert "Heures envoyées" in words(sent)
    assert "Choisissez l'heure" in story.sent()
    assert "Orangers" not in story.sent()
    assert "Atlas" not in house.messages.sent[-1].text.body

    phone = house.browser()
    assert "choisissez l'heure" in words(phone.get(f"/r/{story.token}"))
    first, second = story.times(story.link, phone)
    assert "12 rue des Orangers" in words(phone.get(story.link))
    chosen = story.act(phone, story.link, "choose", starts_at=first)
    assert "Rendez-vous confirmé" in words(chosen)
    again = story.act(phone, story.link, "none_fits")
    assert again.status_code == 200

    moved = story.propose(boss, action="move", interview_id=_ident(boss, story))
    assert "Heures envoyées" in words(moved)
    first, second = story.times(story.link, phone)
    assert story.act(phone, story.link, "choose", starts_at=second).status_code == 200
    assert "Rendez-vous confirmé" in words(boss.get(story.work))

    time_machine.move_to(datetime.fromisoformat(second) + timedelta(hours=1))
    boss = house.boss(story.firm)
    day = words(boss.get("/aujourdhui"))
    assert "Dites comment cela s'est passé" in day
    done = story.act(boss, story.work, "record", outcome="person_absent", reason="transport")
    assert "La personne n'est pas venue" in words(done)
    assert "Proposer un autre rendez-vous" in words(done)


def _ident(browser: Browser, story: Story) -> str:
    found = re.search(r'name="interview_id" value="([0-9a-f-]+)"', browser.get(story.work).text)
    assert found is not None
    return found.group(1)


def test_the_calendar_file_follows(story: Story, house: House) -> None:
    boss, phone = house.boss(story.firm), house.browser()
    story.propose(boss)
    assert phone.get(f"{story.link}.ics").status_code == 404
    first, _ = story.times(story.link, phone)
    story.act(phone, story.link, "choose", starts_at=first)
    kept, mine = story.entry(phone, f"{story.link}.ics")
    _, theirs = story.entry(boss, f"{story.work}/rendez-vous.ics")
    start = mine.decoded("dtstart").astimezone(MOROCCO)
    assert (start.hour, start.minute) == (10, 30)
    assert start == datetime.fromisoformat(first)
    assert (kept["method"], mine["status"]) == ("PUBLISH", "CONFIRMED")
    assert str(mine["uid"]) == str(theirs["uid"])
    assert str(mine["summary"]) == "Rendez-vous"
    assert "Orangers" in str(mine["location"])
    assert story.vacancy.title in str(theirs["summary"])
    for entry in (mine, theirs):
        assert "Zibounda" not in entry.to_ical().decode()
    assert story.firm.name not in kept.to_ical().decode()

    story.act(phone, story.link, "call_off", reason="ill")
    kept, off = story.entry(phone, f"{story.link}.ics")
    assert (kept["method"], off["status"]) == ("CANCEL", "CANCELLED")
    assert off["uid"] == mine["uid"]
    assert int(off["sequence"]) > int(mine["sequence"])
    _, theirs = story.entry(boss, f"{story.work}/rendez-vous.ics")
    assert theirs["status"] == "CANCELLED"
    assert "Maladie" not in words(boss.get(story.work))
    assert "Maladie" in words(house.counsellor().get(story.work))


def test_on_their_own_page(story: Story, house: House) -> None:
    story.propose(house.boss(story.firm))
    own = house.browser(Role.JOBSEEKER, profile_id=story.person.id)
    assert "Choisissez l'heure" in words(own.get("/offres-pour-moi"))
    first, _ = story.times("/mes-rendez-vous", own)
    chosen = story.act(own, "/mes-rendez-vous", "choose", starts_at=first)
    assert "Rendez-vous confirmé" in words(chosen)
    _, entry = story.entry(own, f"/mes-rendez-vous/{story.candidacy}/rendez-vous.ics")
    assert str(entry["summary"]) == "Rendez-vous"
    news = words(own.get("/notifications"))
    assert "Votre rendez-vous est confirmé" in news


def test_noted_by_their_agency_after_a_call(story: Story, house: House) -> None:
    story.propose(house.boss(story.firm))
    agent = house.browser(Role.AGENT, agency_id="rabat")
    page = agent.get(story.work)
    assert "Noter la réponse de la personne" in words(page)
    assert "Proposer d'autres heures" not in words(page)
    first, _ = story.times(story.work, agent)
    noted = story.act(agent, story.work, "choose", starts_at=first)
    assert "Rendez-vous confirmé" in words(noted)
    boss = words(house.boss(story.firm).get(story.work))
    assert "(l'agence)" not in boss


def test_a_refused_form_comes_back_as_it_was_sent(story: Story, house: House) -> None:
    boss = house.boss(story.firm)
    page = story.propose(boss, day_0="2020-01-01", address="Bureau 4")
    assert page.status_code == 422
    assert 'value="2020-01-01"' in page.text
    assert 'value="Bureau 4"' in page.text
    assert 'id="e-day_0"' in page.text
    empty = story.propose(boss, day_0="", hour_0="", day_1="", hour_1="")
    assert (empty.status_code, 'id="e-day_0"' in empty.text) == (422, True)
    third = {"day_0": "", "hour_0": "", "day_1": "", "hour_1": ""}
    late = story.propose(boss, **third, day_2="2020-01-01", hour_2="10:00")
    assert 'id="e-day_2"' in late.text
    half = story.propose(boss, hour_1="")
    assert (half.status_code, 'id="e-day_1"' in half.text) == (422, True)
    video = story.propose(boss, how="video", video_link="http://exemple.ma")
    assert 'id="e-video_link"' in video.text
    reached = story.propose(boss, directions="Appelez le 0661234567")
    assert 'id="e-directions"' in reached.text


def test_nobody_else(story: Story, house: House) -> None:
    story.propose(house.boss(story.firm))
    other_firm = house.boss(house.employer("Autre Maison"))
    for stranger in (
        other_firm,
        house.counsellor(agency=OTHER_AGENCY),
        house.browser(Role.AGENT, agency_id=OTHER_AGENCY),
    ):
        for path in (story.work, f"{story.work}/rendez-vous.ics"):
            assert stranger.get(path).status_code == 404
        assert story.propose(stranger).status_code == 404
    for role in (Role.JOBSEEKER, Role.COORDINATOR, Role.ADMINISTRATOR, Role.OFFICER):
        assert house.browser(role).get(story.work).status_code == 403
    assert house.boss(story.firm).get("/mes-rendez-vous").status_code == 403
    stranger = house.browser(Role.JOBSEEKER, profile_id=house.person(email="x@exemple.ma").id)
    assert "Aucun rendez-vous" in words(stranger.get("/mes-rendez-vous"))
    path = f"/mes-rendez-vous/{story.candidacy}/rendez-vous.ics"
    assert stranger.get(path).status_code == 404


def test_another_persons_link_moves_nothing(story: Story, house: House) -> None:
    story.propose(house.boss(story.firm))
    ident = _ident(house.boss(story.firm), story)
    person = house.person(email="autre@exemple.ma")
    house.shortlisted(story.vacancy, person)
    token = house.messages.sent[-1].link.rpartition("/")[2]
    phone = house.browser()
    assert phone.get(f"/r/{token}/rendez-vous").status_code == 410  # no yes yet
    house.answer("yes")
    first, _ = story.times(story.link, phone)
    page = phone.post(
        f"/r/{token}/rendez-vous",
        {"interview_id": ident, "action": "choose", "starts_at": first},
    )
    assert page.status_code == 400
    for path in ("/r/nonsense/rendez-vous", "/r/nonsense/rendez-vous.ics"):
        assert phone.get(path).status_code == 404
    unsigned = phone.post_without_token(story.link, {"interview_id": ident, "action": "none_fits"})
    assert unsigned.status_code == 400
    assert story.times(story.link, phone)  # still to be chosen


def test_a_link_that_ended_says_so(story: Story, house: House) -> None:
    story.propose(house.boss(story.firm))
    house.services.matching.cancel(house.staff, story.candidacy)
    house.pump()
    page = house.browser().get(story.link)
    assert page.status_code == 410
    assert "agence" in words(page)


def test_the_first_pages_name_what_waits(story: Story, house: House) -> None:
    boss, phone = house.boss(story.firm), house.browser()
    story.propose(boss)
    story.act(phone, story.link, "none_fits")
    assert "Proposez d'autres heures" in words(boss.get("/aujourdhui"))
    counsellor = house.counsellor()
    page = words(counsellor.get("/aujourdhui"))
    assert "Rendez-vous dont aucune heure ne convient" in page
    assert "Proposez d'autres heures" in page
    tomorrow = (clock.now().astimezone(MOROCCO) + timedelta(days=1)).date().isoformat()
    story.propose(boss, action="move", interview_id=_ident(boss, story), day_0=tomorrow)
    first, _ = story.times(story.link, phone)
    story.act(phone, story.link, "choose", starts_at=first)
    assert "Aujourd'hui ou demain" in words(boss.get("/aujourdhui"))
    assert "Zibounda" not in boss.get("/aujourdhui").text


def test_what_staff_read_and_note_is_where_the_person_reads_it(story: Story, house: House) -> None:
    def seen() -> list[str]:
        found = house.services.profiles.accesses(themselves(story.person.id), story.person.id)
        return [each.action for each in found if each.purpose == "hiring"]

    story.propose(house.boss(story.firm))
    before = seen()
    assert house.counsellor(agency=OTHER_AGENCY).get(story.work).status_code == 404
    house.boss(story.firm).get(story.work)
    assert seen() == before  # who is refused, and the employer, read nothing of the person's
    desk, agent = house.counsellor(), house.browser(Role.AGENT, agency_id=AGENCY)
    assert story.work in agent.get("/appels").text
    assert story.work not in house.counsellor(agency=OTHER_AGENCY).get("/appels").text
    first, _ = story.times(story.work, desk)
    assert seen().count("interviews_read") == 1
    assert story.act(desk, story.work, "choose", starts_at=first).status_code == 200
    assert "interview_noted" in seen()
    assert story.work not in agent.get("/appels").text
