"""The first page of each role: what waits, the most urgent first; one part may fail alone."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import text

from amuddu.contracts.employers import Employer, Vacancy
from amuddu.contracts.profiles import Profile
from amuddu.kit import identity
from amuddu.kit.auth import Role
from amuddu.kit.settings import Settings
from amuddu.kit.trust.tokens import Signer
from gateway.clients.employers import EmployersClient
from gateway.clients.matching import MatchingClient
from tests.gateway.conftest import Browser, House, words
from tests.support import AGENCY, OTHER_AGENCY

HERE = "/aujourdhui"


@pytest.fixture
def employer(house: House) -> Employer:
    return house.employer()


@pytest.fixture
def vacancy(house: House, employer: Employer) -> Vacancy:
    return house.vacancy(employer)


def links(page: httpx2.Response) -> list[str]:
    """Where the lines of a page lead, in their order."""
    main = page.text.partition("<main")[2]
    found = re.findall(r'<li id="l-[^"]+">.*?<a href="([^"]+)"', main, flags=re.DOTALL)
    return [each.replace("&amp;", "&") for each in found]


def parts(page: httpx2.Response) -> list[str]:
    """Kinds of line, in the order of the page."""
    return re.findall(r'<section class="card" id="(\w+)"', page.text)


def said_yes(house: House, vacancy: Vacancy, person: Profile) -> UUID:
    candidacy_id = house.shortlisted(vacancy, person)
    house.answer("yes")
    return candidacy_id


@pytest.mark.parametrize(
    ("role", "of", "goes_on"),
    [
        (Role.COUNSELLOR, {"agency_id": AGENCY}, "/offres"),
        (Role.AGENT, {"agency_id": AGENCY}, "/personnes"),
        (Role.COORDINATOR, {}, "/bilan"),
        (Role.EMPLOYER, {}, "/offres"),
    ],
)
def test_it_is_the_first_page_and_an_empty_day_says_so(
    house: House, employer: Employer, role: Role, of: dict[str, str], goes_on: str
) -> None:
    of = {"employer_id": employer.id, **of} if role is Role.EMPLOYER else of  # type: ignore[dict-item]
    browser = house.browser(role, **of)
    page = browser.get("/")
    assert page.url.path == HERE
    assert "Rien ne vous attend aujourd'hui." in words(page)
    main = page.text.partition("<main")[2]
    assert f'href="{goes_on}"' in main
    assert parts(page) == []
    assert 'aria-current="page"' in page.text.partition("<main")[0]


def test_nobody_else_has_it(house: House) -> None:
    for role in (Role.ADMINISTRATOR, Role.OFFICER, Role.JOBSEEKER):
        assert house.browser(role).get(HERE).status_code == 403
    assert house.browser().get(HERE).url.path == "/connexion"


def test_an_employer_goes_from_a_yes_to_asking_to_meet_in_two_taps(
    house: House, employer: Employer, vacancy: Vacancy
) -> None:
    candidacy_id = said_yes(house, vacancy, house.person())
    boss = house.boss(employer)
    page = boss.get(HERE)
    assert parts(page) == ["yes"]
    assert "A dit oui : demandez à la rencontrer" in words(page)
    assert "Zibounda" not in page.text
    (address,) = links(page)
    path, _, anchor = address.partition("#")
    shortlist = boss.get(path)  # the first tap
    assert f'id="{anchor}"' in shortlist.text
    assert "Zibounda" in shortlist.text
    met = boss.post(path, {"action": "meet", "candidacy_id": str(candidacy_id)})  # the second
    assert "l'agence sait que vous voulez rencontrer" in words(met)
    assert parts(boss.get(HERE)) == ["decide"]
    desk = house.counsellor().get(HERE)
    assert parts(desk)[0] == "meet"
    assert "L'employeur veut la rencontrer" in words(desk)
    assert "Zibounda Korvalan" in words(desk)
    assert "Zibounda" not in house.counsellor(agency=OTHER_AGENCY).get(HERE).text
    assert house.boss(house.employer("Autre")).get(HERE).text.count("l-yes-") == 0


def test_a_counsellor_reads_what_waits_by_urgency(
    house: House, employer: Employer, vacancy: Vacancy
) -> None:
    soon = (datetime.now(UTC) + timedelta(days=10)).date().isoformat()
    person = house.person(residence={"status": "permit_work", "valid_until": soon})
    house.person(given_name="Ailleurs", agency=OTHER_AGENCY)
    other = house.vacancy(employer, title="Maçon pour une école")
    said_yes(house, other, house.person())
    desk = house.counsellor()
    page = desk.get(HERE)
    assert parts(page) == ["yes", "renewal", "offer"]
    shown = words(page)
    for each in (
        "A dit oui : relancez l'employeur",
        "Papier à renouveler avant le",
        person.code,
        vacancy.title,
        "aujourd'hui",
        "3 choses attendent",
    ):
        assert each in shown, each
    assert "Ailleurs" not in shown
    assert f"/personnes/{person.id}/titre" in links(page)
    for address in links(page):
        path = address.partition("#")[0]
        assert desk.get(path).status_code == 200, address


def test_how_long_somebody_waits(house: House, vacancy: Vacancy) -> None:
    house.shortlisted(vacancy, house.person())
    with house.databases["matching"].engine.begin() as connection:
        connection.execute(text("UPDATE candidacy SET updated_at = updated_at - interval '4 days'"))
    page = words(house.counsellor().get(HERE))
    assert "Pas de réponse" in page
    assert "depuis 4 jours" in page


def test_a_hire_begins_to_be_followed_on_both_sides(
    house: House, employer: Employer, vacancy: Vacancy
) -> None:
    candidacy_id = said_yes(house, vacancy, house.person())
    boss = house.boss(employer)
    day = datetime.now(UTC).date().isoformat()
    fields = {"action": "hire", "candidacy_id": str(candidacy_id), "hired_on": day}
    assert boss.post(f"/offres/{vacancy.id}/preselection", fields).status_code == 200
    house.pump()
    for browser in (boss, house.counsellor(), house.browser(Role.AGENT, agency_id=AGENCY)):
        page = browser.get(HERE)
        assert "hire" in parts(page)
        assert f"/embauches/{candidacy_id}" in links(page)
    assert str(candidacy_id) not in house.counsellor(agency=OTHER_AGENCY).get(HERE).text


def test_an_agent_reads_whom_to_call(house: House, vacancy: Vacancy) -> None:
    person = house.person(channel="agent", email=None)
    house.shortlisted(vacancy, person)
    agent = house.browser(Role.AGENT, agency_id=AGENCY)
    page = agent.get(HERE)
    assert parts(page)[0] == "call"
    assert "Zibounda Korvalan" in words(page)
    assert agent.get(links(page)[0]).status_code == 200


def test_an_employer_reads_what_is_not_online(house: House, employer: Employer) -> None:
    boss = house.boss(employer)
    house.vacancy(employer, title="Peintre", publish=False)
    page = boss.get(HERE)
    assert parts(page) == ["draft"]
    assert "Peintre" in words(page)
    assert boss.get(links(page)[0]).status_code == 200


def _away(house: House, name: str) -> None:
    def refused(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused", request=request)

    http = httpx2.Client(base_url=f"http://{name}", transport=httpx2.MockTransport(refused))
    client = {"employers": EmployersClient, "matching": MatchingClient}[name]
    gone = client(http, Signer(identity.own(Settings(), "gateway")))
    house.app.state.services = replace(house.services, **{name: gone})  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["employers", "matching"])
def test_a_part_that_does_not_answer_says_so_and_the_others_stand(
    house: House, vacancy: Vacancy, name: str
) -> None:
    soon = (datetime.now(UTC) + timedelta(days=10)).date().isoformat()
    house.person(residence={"status": "permit_work", "valid_until": soon})
    desk: Browser = house.counsellor()
    _away(house, name)
    page = desk.get(HERE)
    assert page.status_code == 200
    assert "Cette partie n'est pas disponible pour l'instant" in words(page)
    assert "Papier à renouveler avant le" in words(page)
    assert "Rien ne vous attend" not in words(page)
    assert vacancy.title not in words(page)
