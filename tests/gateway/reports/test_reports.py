"""Reports: from anybody, followed to their end, and of no use against an employer or a person."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from amuddu.contracts.employers import Employer, Vacancy
from amuddu.kit import clock
from amuddu.kit.auth import Role
from services.employers.reports.tables import ReportRow
from services.employers.retention.keeping import KEEPER
from tests.gateway.conftest import Browser, House, words
from tests.support import AGENCY, OTHER_AGENCY

TEXT = "Je suis Zibounda Korvalan, réfugiée, 06 61 23 45 67. Le chef demande 2 000 DH."


@pytest.fixture
def firm(house: House) -> Employer:
    return house.employer()


@pytest.fixture
def offer(house: House, firm: Employer) -> Vacancy:
    return house.vacancy(firm)


def stranger(house: House, address: str = "203.0.113.7") -> Browser:
    browser = house.browser()
    browser._client._transport.client = (address, 50000)
    return browser


def send(browser: Browser, path: str, reason: str = "money_asked", **more: Any) -> str:
    """Report an offer; the code that is shown."""
    page = browser.post(path, {"about": "offer", "reason": reason, "text": "", **more})
    assert page.status_code == 200, page.text
    found = re.search(r"<bdi dir=\"ltr\">([A-Z2-7-]{19})</bdi>", page.text)
    assert found is not None, words(page)
    return found.group(1)


def report(house: House, browser: Browser, offer: Vacancy, **more: Any) -> str:
    house.app.state.offers.forget()
    code = send(browser, f"/emplois/{offer.id}/signaler", **more)
    house.pump()
    house.app.state.offers.forget()
    return code


def shown(house: House, offer: Vacancy) -> bool:
    house.app.state.offers.forget()
    return house.browser().get(f"/emplois/{offer.id}").status_code == 200


def rows(house: House) -> list[ReportRow]:
    with house.databases["employers"].session() as session:
        return list(session.exec(select(ReportRow).order_by(ReportRow.created_at)).all())  # type: ignore[arg-type]


def test_a_report_is_followed_to_its_end_and_answered_behind_a_code(
    house: House, firm: Employer, offer: Vacancy
) -> None:
    browser = stranger(house)
    code = report(house, browser, offer, reason="fake", text=TEXT)
    counsellor = house.counsellor()
    listed = counsellor.get("/signalements")
    assert "fausse" in words(listed)
    path = f"/signalements/{rows(house)[0].id}"
    page = words(counsellor.get(path))
    assert "Le chef demande" in page
    for told in ("Zibounda", "Korvalan", "réfugiée", "06 61"):
        assert told not in page
    answer = stranger(house, "198.51.100.1").post("/signalement", {"code": code.lower()})
    assert "l'agence va regarder" in words(answer)
    assert counsellor.post(f"{path}/regarder", {}).status_code == 200
    assert counsellor.post(f"{path}/suite", {"measure": "warned"}).status_code == 200
    answer = browser.post("/signalement", {"code": code.replace("-", " ")})
    assert "vous aviez raison" in words(answer)
    assert "L'employeur est averti" in words(answer)
    # What was decided stays decided, and nobody can tell any more who reported, or what they said.
    assert counsellor.post(f"{path}/classer", {"finding": "not_enough"}).status_code == 409
    kept = rows(house)[0]
    assert (kept.reporter, kept.text, kept.state) == (None, None, "upheld")
    assert browser.post("/signalement", {"code": "AAAA-BBBB-CCCC-DDDD"}).status_code == 404


def test_nobody_but_the_agency_of_the_employer_sees_a_report(
    house: House, firm: Employer, offer: Vacancy
) -> None:
    report(house, stranger(house), offer, text=TEXT)
    path = f"/signalements/{rows(house)[0].id}"
    boss = house.boss(firm)
    for browser, status in (
        (boss, 403),
        (house.browser(Role.AGENT, agency_id=AGENCY), 403),
        (house.browser(Role.COORDINATOR), 403),
        (house.counsellor(agency=OTHER_AGENCY), 404),
        (house.browser(Role.ADMINISTRATOR), 200),
    ):
        assert browser.get(path).status_code == status
    assert "fausse" not in words(house.counsellor(agency=OTHER_AGENCY).get("/signalements"))
    for page in (f"/offres/{offer.id}", "/offres", f"/offres/{offer.id}/preselection"):
        assert "signal" not in words(boss.get(page)).lower().replace("signaler", "")
    # The table tells neither who nor what: a digest, a sealed text.
    said = rows(house)[0]
    assert b"chef" not in (said.text or b"")
    assert said.reporter is not None


def test_one_stranger_shuts_nobody_down(house: House, firm: Employer) -> None:
    offers = [house.vacancy(firm, title=f"Maçon {number}") for number in range(3)]
    enemy = stranger(house)
    for each in offers:
        for _ in range(3):
            report(house, enemy, each)
    assert all(shown(house, each) for each in offers)
    fourth = enemy.post(f"/emplois/{offers[0].id}/signaler", {"reason": "minors", "about": "offer"})
    assert fourth.status_code == 429


def test_two_strangers_of_different_networks_hide_an_offer_until_somebody_looks(
    house: House, firm: Employer, offer: Vacancy
) -> None:
    person = house.person()
    house.shortlisted(offer, person)
    link = house.messages.sent[-1].link.rpartition("/")[2]
    report(house, stranger(house), offer)
    report(house, stranger(house, "203.0.113.99"), offer)  # the same network
    assert shown(house, offer)
    report(house, stranger(house, "198.51.100.1"), offer, reason="not_paid")  # not grave
    assert shown(house, offer)
    report(house, stranger(house, "192.0.2.1"), offer, reason="papers_kept")
    assert not shown(house, offer)
    # Asked of nobody meanwhile: not by messages, not by a counsellor.
    assert house.browser().get(f"/r/{link}").status_code == 410
    other = house.person(email="autre@exemple.ma", phone="+212 6 61 23 45 68")
    refused = house.counsellor().post(f"/offres/{offer.id}/candidats/{other.id}/preselection", {})
    assert refused.status_code in {404, 409}
    assert "vérifie cette offre" in words(house.boss(firm).get(f"/offres/{offer.id}"))
    # The agency finds nothing: it is shown again, and left alone for a while.
    counsellor = house.counsellor()
    for each in rows(house):
        done = counsellor.post(f"/signalements/{each.id}/classer", {"finding": "nothing_found"})
        assert done.status_code == 200
    house.pump()
    assert shown(house, offer)
    assert house.browser().get(f"/r/{link}").status_code == 200
    for address in ("192.0.2.77", "198.51.100.77", "203.0.113.77"):
        report(house, stranger(house, address), offer)
    assert shown(house, offer)


def test_somebody_who_was_put_forward_is_heard_at_once_but_for_one_offer_of_an_employer(
    house: House, firm: Employer, offer: Vacancy
) -> None:
    house.shortlisted(offer, house.person())
    link = house.messages.sent[-1].link.rpartition("/")[2]
    assert "Signaler" in words(house.browser().get(f"/r/{link}"))
    send(house.browser(), f"/r/{link}/signaler", "violence")
    house.pump()
    assert not shown(house, offer)
    assert house.browser().get(f"/r/{'A' * 32}/signaler").status_code == 404
    # Of its own, nothing is hidden for ever: after three days it is shown, looked at or not.
    KEEPER.run(house.databases["employers"], at=clock.now() + timedelta(days=2))
    assert not shown(house, offer)
    KEEPER.run(house.databases["employers"], at=clock.now() + timedelta(days=3, minutes=1))
    house.pump()
    assert shown(house, offer)


def test_reports_hide_a_few_offers_of_an_employer_at_a_time(house: House, firm: Employer) -> None:
    offers = [house.vacancy(firm, title=f"Maçon {number}") for number in range(5)]
    for number, each in enumerate(offers):
        for network in (f"192.0.{number}.1", f"198.51.{number}.1"):  # ten different strangers
            report(house, stranger(house, network), each)
    hidden = [each for each in offers if not shown(house, each)]
    assert len(hidden) == 3


def test_taking_an_offer_off_closes_it(house: House, offer: Vacancy) -> None:
    report(house, stranger(house), offer)
    path = f"/signalements/{rows(house)[0].id}"
    house.counsellor().post(f"{path}/suite", {"measure": "taken_off"})
    house.pump()
    assert house.services.employers.get(house.staff, offer.id).status == "closed"
    assert not shown(house, offer)


def test_whoever_reports_is_named_to_no_service(house: House, offer: Vacancy) -> None:
    seen: list[Any] = []
    send_of = type(house.services.employers)._send

    def watching(client: Any, *args: Any, **named: Any) -> Any:
        seen.append((args, named))
        return send_of(client, *args, **named)

    profile: UUID = house.person().id
    browser = house.browser(Role.JOBSEEKER, profile_id=profile)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(house.services.employers), "_send", watching)
        report(house, browser, offer, text=TEXT)
    told = repr(seen)
    assert "/v1/reports" in told
    assert str(profile) not in told
    assert "testclient" not in told


def test_a_report_that_says_nothing_comes_back_with_what_is_missing(
    house: House, offer: Vacancy
) -> None:
    page = stranger(house).post(
        f"/emplois/{offer.id}/signaler", {"about": "offer", "text": "gardé"}
    )
    assert page.status_code == 422
    assert "gardé" in page.text
    assert not rows(house)
    long = {"about": "offer", "reason": "fake", "text": "x" * 5000}
    assert stranger(house).post(f"/emplois/{offer.id}/signaler", long).status_code == 422
