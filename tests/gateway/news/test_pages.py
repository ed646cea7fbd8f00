"""Notifications as people meet them: the list, where its lines lead, what they choose."""

from __future__ import annotations

import re

import pytest

from amuddu.contracts.news import AddresseesIn
from amuddu.contracts.profiles import Profile
from amuddu.kit.auth import Role
from amuddu.kit.clock import now
from amuddu.kit.errors import Unavailable
from gateway.clients.bell import Bell
from gateway.credentials import contacts
from gateway.credentials.kept import Keys
from gateway.credentials.tables import ContactRow
from gateway.sessions.tables import Account
from tests.gateway.conftest import Browser, House, themselves, words

LINE = re.compile(r'href="(/notifications/[0-9a-f-]{36})"')


def lines(browser: Browser) -> list[str]:
    return LINE.findall(browser.get("/notifications").text)


def signed_in(house: House, person: Profile) -> Browser:
    account = house.account(Role.JOBSEEKER, profile_id=person.id)
    return house.browser().sign_in(account.login)


@pytest.fixture
def told(house: House) -> tuple[Browser, Browser, Browser, Profile]:
    """An employer, a counsellor and a person, once the person said yes."""
    firm = house.employer()
    vacancy = house.vacancy(firm)
    person = house.person()
    house.shortlisted(vacancy, person)
    house.answer("yes")
    return house.boss(firm), house.counsellor(), signed_in(house, person), person


def test_each_line_leads_to_the_act_and_is_read_from_then_on(
    house: House, told: tuple[Browser, Browser, Browser, Profile]
) -> None:
    boss, counsellor, own, _ = told
    for browser, at in (
        (boss, "/preselection"),
        (counsellor, "/suivi"),
        (own, "/offres-pour-moi"),
    ):
        page = browser.get("/notifications")
        assert "Nouveau" in words(page)
        found = LINE.findall(page.text)
        assert len(found) == 1
        there = browser.get(found[0])
        assert there.status_code == 200
        assert str(there.url).endswith(at)
        assert "Nouveau" not in words(browser.get("/notifications"))


def test_an_employers_list_names_nobody_and_a_counsellors_as_their_pages_do(
    told: tuple[Browser, Browser, Browser, Profile],
) -> None:
    boss, counsellor, own, person = told
    seen = words(boss.get("/notifications"))
    assert "Korvalan" not in seen
    assert person.code not in seen
    assert "Korvalan" in words(counsellor.get("/notifications"))
    assert "Korvalan" not in words(own.get("/notifications")).split("Notifications")[-1]


def test_a_counsellor_of_another_agency_sees_no_line_and_opens_none(
    house: House, told: tuple[Browser, Browser, Browser, Profile]
) -> None:
    mine = lines(told[1])[0]
    other = house.counsellor(agency="casablanca")
    assert lines(other) == []
    assert other.get(mine).status_code == 404
    assert house.boss(house.employer("Autre BTP")).get(mine).status_code == 404
    assert house.browser().get(mine, follow="").status_code in (200, 401)  # the way in
    assert "Nouveau" in words(told[1].get("/notifications"))


def test_the_menu_counts_and_all_is_read_at_once(
    told: tuple[Browser, Browser, Browser, Profile],
) -> None:
    boss = told[0]
    assert "1 notification non lue" in words(boss.get("/offres"))
    page = boss.post("/notifications/lues", {})
    assert page.status_code == 200
    assert "notification non lue" not in words(boss.get("/offres"))


def test_a_menu_without_the_service_is_a_menu_without_a_number(
    house: House, told: tuple[Browser, Browser, Browser, Profile], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def away(*_: object, **__: object) -> None:
        asked.append(1)
        raise Unavailable

    monkeypatch.setattr(house.services.notifications, "send", away, raising=False)
    house.app.state.bell = Bell()
    for _ in range(3):
        page = told[0].get("/offres")
        assert page.status_code == 200
        assert "non lue" not in words(page)
    assert len(asked) == 1, "nobody waits for it again and again"


def test_what_somebody_chooses_is_kept_and_what_must_be_told_is_no_choice(
    house: House, told: tuple[Browser, Browser, Browser, Profile]
) -> None:
    boss, counsellor, own, _ = told
    page = own.get("/notifications/choix")
    assert "kinds:not_chosen" in page.text
    assert "kinds:meet" not in page.text
    assert 'name="pace"' not in page.text
    page = own.post("/notifications/choix", {"kinds:hired": "1"})
    assert "Changements enregistrés" in words(page)
    assert re.search(r'name="kinds:hired" value="1" checked', page.text)
    assert not re.search(r'name="kinds:not_chosen" value="1" checked', page.text)
    page = counsellor.post("/notifications/choix", {"pace": "none", "kinds:yes": "1"})
    assert re.search(r'value="none" checked', page.text)
    assert counsellor.post("/notifications/choix", {"pace": "yearly"}).status_code == 422
    assert boss.get("/notifications/choix").status_code == 200


def test_the_table_is_the_coordinations_to_read(
    house: House, told: tuple[Browser, Browser, Browser, Profile]
) -> None:
    for browser in told[:3]:
        assert browser.get("/notifications/table").status_code == 403
    page = house.browser(Role.COORDINATOR).get("/notifications/table")
    assert page.status_code == 200
    assert "2 SMS au plus" in words(page)
    assert house.browser(Role.OFFICER).get("/notifications/table").status_code == 403


def test_who_is_told_nothing_finds_that(house: House) -> None:
    for role in (Role.ADMINISTRATOR, Role.OFFICER, Role.JOBSEEKER):
        page = house.browser(role).get("/notifications")
        assert page.status_code == 200
        assert "Rien pour l'instant" in words(page)
    assert "connexion" in str(house.browser().get("/notifications").url)


def _confirmed(house: House, account: Account, address: str, *, verified: bool = True) -> None:
    keys = Keys.of(house.app.state.settings)
    row = ContactRow(account_id=account.id, channel="email", sealed=b"", digest=address)
    row.sealed = keys.sealed(address, row=row.id, purpose="contact")
    row.verified_at = now() if verified else None
    with house.databases["gateway"].session() as session:
        session.add(row)


def test_an_email_goes_to_confirmed_addresses_of_that_firm_alone(
    house: House, told: tuple[Browser, Browser, Browser, Profile]
) -> None:
    firm, other = house.employer("Rif Travaux"), house.employer("Autre Rif")
    boss = house.account(Role.EMPLOYER, employer_id=firm.id)
    unconfirmed = house.account(Role.EMPLOYER, employer_id=firm.id)
    closed = house.account(Role.EMPLOYER, employer_id=firm.id, disabled_at=now())
    stranger = house.account(Role.EMPLOYER, employer_id=other.id)
    _confirmed(house, boss, "boss@exemple.ma")
    _confirmed(house, unconfirmed, "pas-encore@exemple.ma", verified=False)
    _confirmed(house, closed, "parti@exemple.ma")
    _confirmed(house, stranger, "autre@exemple.ma")
    vacancy = house.vacancy(firm)
    person = house.person(email="p2@exemple.ma", phone="+212 6 61 23 45 12")
    house.shortlisted(vacancy, person)
    house.messages.sent.clear()
    waiting = house.services.notifications.mine(themselves(person.id), limit=1)
    token = waiting.items[0].link.rpartition("/")[2]
    house.browser().post(f"/r/{token}", {"answer": "yes"})
    house.pump()
    assert [each.address for each in house.messages.sent] == ["boss@exemple.ma"]
    text = house.messages.sent[0].text
    for secret in ("Korvalan", "Rif", "Maçon", person.code):
        assert secret not in text.subject + text.body
    with house.databases["gateway"].session() as session:
        keys = Keys.of(house.app.state.settings)
        nobody = contacts.addressees(session, keys, AddresseesIn(who="employer"))
        assert nobody.people == (), "no place is no wildcard"
