"""One search for everything: what each role finds by any spelling, and what it never finds."""

from __future__ import annotations

import logging
import re
from dataclasses import replace

import httpx2
import pytest

from amuddu.kit import identity
from amuddu.kit.auth import Role
from amuddu.kit.settings import Settings
from amuddu.kit.trust.tokens import Signer
from gateway.clients.profiles import ProfilesClient
from tests.gateway.conftest import Browser, House, themselves, words
from tests.support import AGENCY, OTHER_AGENCY, agent

HERE = "/chercher"


def found(page: httpx2.Response) -> dict[str, list[str]]:
    """Where the lines of each group lead."""
    assert page.status_code == 200
    section = r'<section class="card found" id="g-(\w+)"(.*?)</section>'
    sections = re.findall(section, page.text, re.DOTALL)
    return {
        name: re.findall(r'<li>\s*<a href="([^"]+)"', body.replace("&amp;", "&"))
        for name, body in sections
    }


def asked(browser: Browser, q: str) -> dict[str, list[str]]:
    return found(browser.get(HERE, q=q))


def test_a_counsellor_finds_everything_by_any_spelling(house: House) -> None:
    firm = house.employer("Société Générale du Bâtiment")
    vacancy = house.vacancy(firm, title="Maçon de façades", place="tanger")
    person = house.person(given_name="Aïcha", family_name="Benâli", place="tanger")
    elsewhere = house.person(given_name="Youssouf", place="rabat")
    desk = house.counsellor()
    here = f"/personnes/{person.id}"
    for q in ("benali", "AICHA", "عائشة", "Aicha Tanger", "aïcha à tanger"):
        assert here in asked(desk, q).get("person", []), q
    for q in ("tanger", "Tangier", "طنجة", "في طنجة"):
        groups = asked(desk, q)
        assert groups["person"] == [here], q
        assert groups["offer"] == [f"/offres/{vacancy.id}"], q
    assert f"/personnes/{elsewhere.id}" not in str(asked(desk, "tanger"))
    for q in ("macon", "maçon tanger", "بناء", "FAÇADES", "generale batiment"):
        assert asked(desk, q)["offer"] == [f"/offres/{vacancy.id}"], q
    assert "offer" not in asked(desk, "maçon rabat")
    assert asked(desk, "societe")["firm"] == [f"/entreprises/{firm.id}"]
    assert f"/entreprises/{firm.id}" in asked(desk, "الرباط")["firm"]  # where the firm is
    page = desk.get(HERE, q="aicha")
    assert f"/personnes/{person.id}/offres" in page.text  # the act
    assert "1 résultat" in words(page)
    assert asked(desk, person.code)["person"] == [here]


def test_codes_lead_to_where_somebody_stands(house: House) -> None:
    firm = house.employer()
    vacancy = house.vacancy(firm)
    person = house.person(agency=OTHER_AGENCY)  # of another agency, put forward here
    candidacy_id = house.shortlisted(vacancy, person)
    desk, boss = house.counsellor(), house.boss(firm)
    own = asked(desk, person.code.lower())
    assert own == {"code": [f"/offres/{vacancy.id}/candidats?ouvert={person.code}"]}
    assert asked(boss, person.code) == {}  # an employer never learns of the person's own code
    shortlist = boss.get(f"/offres/{vacancy.id}/preselection").text
    code = re.search(r'class="code"[^>]*>([^<]+)<', shortlist)
    assert code is not None
    mine = asked(boss, code.group(1).replace("-", ""))
    assert mine == {"code": [f"/offres/{vacancy.id}/preselection#c-{candidacy_id}"]}
    assert asked(house.boss(house.employer("Autre")), code.group(1)) == {}
    assert asked(desk, code.group(1)) == {}
    house.answer("yes")
    house.services.matching.hire(house.staff, candidacy_id)
    house.pump()
    assert asked(boss, "macon rabat")["hire"] == [f"/embauches/{candidacy_id}"]


def test_nobody_of_another_agency_is_found_by_name(house: House) -> None:
    person = house.person(agency=OTHER_AGENCY)
    theirs = house.vacancy(house.employer("Riad Zéphyr", agency=OTHER_AGENCY), title="Jardinier")
    desk = house.counsellor()
    for q in ("Zibounda", "korvalan", "zibounda@exemple.ma", "0661234567", person.code, "sale"):
        assert "person" not in asked(desk, q), q
    assert asked(desk, "zephyr") == {}
    assert asked(desk, "jardinier") == {}
    assert f"/offres/{theirs.id}" in str(asked(house.counsellor(agency=OTHER_AGENCY), "zephyr"))
    mine = house.person(by=agent())
    other_agent = house.browser(Role.AGENT, agency_id=AGENCY)
    assert f"/personnes/{mine.id}" not in str(asked(other_agent, "Zibounda"))
    boss = house.boss(house.employer())
    assert asked(boss, "Zibounda") == {}
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        assert asked(house.browser(role), "Zibounda") == {}


def test_each_role_has_its_own(house: House) -> None:
    house.vacancy(house.employer("Atlas"))
    assert house.browser().get(HERE, q="atlas").url.path == "/connexion"
    assert house.browser(Role.OFFICER).get(HERE, q="atlas").status_code == 403
    coordination = asked(house.browser(Role.COORDINATOR), "atlas")
    assert set(coordination) == {"offer", "firm"}
    administration = house.browser(Role.ADMINISTRATOR)
    assert set(asked(administration, "Compte de test")) == {"account"}
    desk = house.counsellor()
    assert 'action="/chercher"' in desk.get("/aujourdhui").text
    for q in ("", "a", "  ", "\x00a"):
        page = desk.get(HERE, q=q)
        assert found(page) == {}
    assert "Écrivez deux lettres" in words(desk.get(HERE, q="a"))
    assert desk.get(HERE, q="x" * 5000).status_code == 200
    assert "Rien de ce que vous suivez" in words(desk.get(HERE, q="%_'\"<b>"))


def test_who_looks_for_work_is_led_to_their_own_offers(house: House) -> None:
    vacancy = house.vacancy(house.employer(), place="tanger")
    person = house.person(place="tanger")
    browser = house.browser(Role.JOBSEEKER, profile_id=person.id)
    page = browser.get(HERE, q="Tangier")
    assert page.url.path == "/offres-pour-moi"
    assert f"/offres-pour-moi/{vacancy.id}" in page.text
    assert f"/offres-pour-moi/{vacancy.id}" not in browser.get("/offres-pour-moi", q="Agadir").text
    assert f"/emplois/{vacancy.id}" in browser.get("/emplois", q="maçon à Tanger").text


def test_what_is_read_is_recorded_and_nothing_typed_is_logged(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    person = house.person(given_name="Quenaldo")
    caplog.set_level(logging.DEBUG)
    before = len(house.services.profiles.accesses(themselves(person.id), person.id))
    assert asked(house.counsellor(), "quenaldo")["person"] == [f"/personnes/{person.id}"]
    after = house.services.profiles.accesses(themselves(person.id), person.id)
    assert len(after) > before
    assert after[0].action == "listed"
    assert "quenaldo" not in caplog.text.casefold()


def test_one_part_that_is_away_takes_no_other_along(house: House) -> None:
    def refused(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused", request=request)

    vacancy = house.vacancy(house.employer())
    http = httpx2.Client(base_url="http://profiles", transport=httpx2.MockTransport(refused))
    gone = ProfilesClient(http, Signer(identity.own(Settings(), "gateway")))
    desk = house.counsellor()
    house.app.state.services = replace(house.services, profiles=gone)
    page = desk.get(HERE, q="maçon")
    assert f"/offres/{vacancy.id}" in page.text
    assert "Une partie ne répond pas" in words(page)
