"""A forgotten password: by link, by the agency's code; what a stranger learns and can do."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from time_machine import TimeMachineFixture

from amuddu.kit import clock
from amuddu.kit.audit.store import Audit
from amuddu.kit.auth import Role
from gateway.sessions import passwords, repository
from tests.attack.inside.dumps import dump, whole
from tests.gateway.access.support import NEXT, forgotten, path_of, reached_at, shown, signs_in
from tests.gateway.accounts.test_cards import entered, made
from tests.gateway.conftest import PASSWORD, Browser, House, words
from tests.support import OTHER_AGENCY


def test_a_link_sets_a_password_once_and_ends_every_session(house: House) -> None:
    account = house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    reached_at(house, account, "salma@exemple.ma", "+212661000001")
    before = Browser(house.app).sign_in("salma")
    forgotten(house, "salma")
    (sent,) = house.messages.sent
    assert sent.address == "salma@exemple.ma"
    address = path_of(sent.link)
    assert Browser(house.app).get(address).status_code == 200  # a preview uses nothing up
    weak = Browser(house.app).post(address, {"password": "azerty123456"})
    assert weak.status_code == 422
    assert 'id="e-password"' in weak.text
    mine = Browser(house.app)
    assert "salma" in words(mine.post(address, {"password": NEXT}))
    assert before.get("/personnes").url.path == "/connexion"
    assert (signs_in(house, "salma"), signs_in(house, "salma", NEXT)) == (401, 303)
    assert Browser(house.app).post(address, {"password": "encore un autre mot"}).status_code == 410
    house.pump()
    told = house.messages.sent[-1]  # by the other channel than the link's
    assert (told.address, told.link) == ("+212661000001", "")
    assert "mot de passe" in told.text.body


def test_what_was_typed_is_answered_alike_whoever_it_is(house: House) -> None:
    account = house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    reached_at(house, account, "salma@exemple.ma")
    house.account(Role.COUNSELLOR, "moussa", agency_id="rabat")  # without a contact
    asked = ("salma", "salma@exemple.ma", "moussa", "quidam", "quidam@exemple.ma", "0661999999")
    pages = {words(Browser(house.app).post("/mot-de-passe-oublie", {"login": a})) for a in asked}
    assert len(pages) == 1


def test_a_request_looks_nobody_up_so_that_it_takes_as_long_for_anybody(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is asked of the database does not depend on whether the account exists."""
    account = house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    reached_at(house, account, "salma@exemple.ma")
    house.account(Role.OFFICER, "protection")
    from sqlalchemy import event

    heard: list[str] = []
    engine = house.databases["gateway"].engine
    browsers = [Browser(house.app) for _ in range(3)]

    def hear(_c: object, _cursor: object, statement: str, *_: object) -> None:
        heard.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    said = []
    for browser, login in zip(browsers, ("salma", "quidam", "salma@exemple.ma"), strict=True):
        heard.clear()
        browser.post("/mot-de-passe-oublie", {"login": login})
        said.append(tuple(heard))
    event.remove(engine, "before_cursor_execute", hear)
    assert said[0] == said[1] == said[2]
    assert not any("FROM account" in each for each in said[0])


def test_an_address_that_nobody_confirmed_gets_no_link(house: House) -> None:
    house.account(Role.COUNSELLOR, "salma@exemple.ma", agency_id="rabat")
    browser = Browser(house.app).sign_in("salma@exemple.ma")
    page = browser.post(
        "/mon-acces/contact", {"address": "salma@exemple.ma", "contact_password": PASSWORD}
    )
    assert "attend" in words(page)
    house.pump()
    (verification,) = house.messages.sent
    assert "/mon-contact/" in verification.link
    forgotten(house, "salma@exemple.ma")
    assert len(house.messages.sent) == 1
    Browser(house.app).post(path_of(verification.link), {})
    forgotten(house, "salma@exemple.ma")
    assert "/mot-de-passe/" in house.messages.sent[-1].link


def test_a_thief_at_an_open_session_adds_no_contact_without_the_password(house: House) -> None:
    account = house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    reached_at(house, account, "salma@exemple.ma")
    thief = Browser(house.app).sign_in("salma")
    for password in ("", "mauvais-mot-de-passe"):
        page = thief.post(
            "/mon-acces/contact", {"address": "voleur@exemple.ma", "contact_password": password}
        )
        assert page.status_code == 422
    house.pump()
    assert house.messages.sent == []
    # With it, the contact of before hears of it as the new one counts.
    thief.post("/mon-acces/contact", {"address": "voleur@exemple.ma", "contact_password": PASSWORD})
    house.pump()
    Browser(house.app).post(path_of(house.messages.sent[-1].link), {})
    house.pump()
    assert house.messages.sent[-1].address == "salma@exemple.ma"


def test_links_are_few_an_hour_and_the_newest_alone_works(
    house: House, time_machine: TimeMachineFixture
) -> None:
    account = house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    reached_at(house, account, "salma@exemple.ma")
    for typed in ("salma", "salma", "SALMA@exemple.ma", "salma@exemple.ma"):
        forgotten(house, typed)
    links = [path_of(each.link) for each in house.messages.sent]
    assert len(links) == 3
    codes = [Browser(house.app).get(each).status_code for each in links]
    assert codes == [410, 410, 200]
    time_machine.move_to(clock.now() + timedelta(minutes=31))
    assert Browser(house.app).get(links[-1]).status_code == 410


def test_of_two_who_use_a_link_at_once_one_sets_the_password(house: House) -> None:
    account = house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    reached_at(house, account, "salma@exemple.ma")
    forgotten(house, "salma")
    address = path_of(house.messages.sent[-1].link)
    browsers = [Browser(house.app) for _ in range(4)]
    start = threading.Barrier(4)

    def one(number: int) -> int:
        start.wait()
        fields = {"password": f"{NEXT} {number}"}
        return browsers[number].post(address, fields, follow=False).status_code

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(one, range(4)))
    assert answers.count(303) == 1
    # One address hashes but so many at a time: the others may be asked to come back.
    assert set(answers) <= {303, 410, 429}


def test_no_table_holds_an_address_a_token_or_what_was_typed(house: House) -> None:
    account = house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    reached_at(house, account, "needle@exemple.ma")
    Browser(house.app).post("/mot-de-passe-oublie", {"login": "needle@exemple.ma"})
    kept = [whole(dump(house.databases["gateway"]))]
    house.pump()
    token = house.messages.sent[-1].link.rpartition("/")[2]
    kept += [whole(dump(house.databases[name])) for name in ("gateway", "notifications")]
    assert not [each for each in kept if "needle" in each or token in each]


# --- in person ------------------------------------------------------------------------------------


def test_an_agency_gives_its_person_a_code_and_another_agency_cannot(
    audit: Audit, house: House
) -> None:
    person = house.person()
    account = house.account(Role.JOBSEEKER, "argan-12345", profile_id=person.id)
    far = house.counsellor(agency=OTHER_AGENCY)
    assert far.post(f"/personnes/{person.id}/compte/code", {}).status_code == 404
    agent = house.browser(Role.AGENT, agency_id="rabat")
    assert agent.post(f"/personnes/{person.id}/compte/code", {}).status_code == 403
    near = house.counsellor()
    assert "Donner un code" in words(near.get(f"/personnes/{person.id}/compte"))
    page = near.post(f"/personnes/{person.id}/compte/code", {})
    code = shown(r'id="access-code">([\d ]+)<', page.text)
    assert account.login not in page.text
    with audit.database.session() as session:
        rows = session.connection().execute(
            text("SELECT role, action FROM entries WHERE action = 'access_code_given'")
        )
        assert [tuple(row) for row in rows] == [("counsellor", "access_code_given")]
    house.pump()
    assert any("code" in sent.text.body for sent in house.messages.sent)  # the person is told
    browser = Browser(house.app)
    opened = browser.post("/code", {"code": code, "password": NEXT})
    assert opened.url.path == "/mon-acces"
    assert account.login in opened.text
    assert "Le mot de passe a été changé" in words(browser.get("/profil/compte"))
    assert Browser(house.app).post("/code", {"code": code, "password": NEXT}).status_code == 410


def test_codes_are_not_guessed(house: House) -> None:
    person = house.person()
    house.account(Role.JOBSEEKER, "argan-12345", profile_id=person.id)
    house.counsellor().post(f"/personnes/{person.id}/compte/code", {})
    answers = {
        Browser(house.app).post("/code", {"code": f"{number:012d}", "password": NEXT}).status_code
        for number in range(42)
    }
    assert answers == {410, 429}


def test_a_card_learns_neither_login_nor_contact_and_changes_nothing(house: House) -> None:
    person = house.person()
    account = house.account(Role.JOBSEEKER, "argan-12345", profile_id=person.id)
    with house.databases["gateway"].session() as session:  # as whoever signs up by themselves
        row = repository.account(session, account.id)
        assert row is not None
        row.display_name = account.login
    reached_at(house, account, "secours@exemple.ma")
    thief = entered(house, made(house, person))
    pages = ["/profil", "/profil/compte", "/profil/carte", "/mon-acces", "/mon-acces/preuve"]
    for path in pages:
        page = thief.get(path)
        assert page.status_code == (403 if path.startswith("/mon-acces") else 200)
        assert account.login not in page.text
        assert "secours" not in page.text
        assert "s•••@" not in page.text
    for path, fields in (
        ("/mon-acces/mot-de-passe", {"old": PASSWORD, "password": NEXT}),
        ("/mon-acces/contact", {"address": "x@exemple.ma", "contact_password": PASSWORD}),
        ("/mon-acces/contact/retirer", {"channel": "email", "contact_password": PASSWORD}),
        ("/mon-acces/sessions", {"which": "all"}),
        ("/mon-acces/preuve/telephone", {"code": "123456"}),
    ):
        assert thief.post(path, fields).status_code == 403, path


# --- one's own password ---------------------------------------------------------------------------


def test_changing_ones_password_asks_the_old_one_and_ends_the_others(house: House) -> None:
    account = house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    reached_at(house, account, "salma@exemple.ma")
    here, there = (Browser(house.app).sign_in("salma") for _ in range(2))
    wrong = here.post("/mon-acces/mot-de-passe", {"old": "pas celui-là", "password": NEXT})
    assert 'id="e-old"' in wrong.text
    done = here.post("/mon-acces/mot-de-passe", {"old": PASSWORD, "password": NEXT})
    assert done.url.query == b"ok=mot-de-passe"
    assert there.get("/personnes").url.path == "/connexion"
    assert here.get("/personnes").url.path == "/personnes"
    house.pump()
    assert house.messages.sent[-1].address == "salma@exemple.ma"


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("onze-signes", "12 caractères"),
        ("motdepasse123", "trop proche"),
        ("salma.rabat12", "trop proche"),
        ("dragon-dragon", "premiers que l'on essaie"),
        ("aaaaaaaaaaaaaa", "se répète"),
    ],
)
def test_a_weak_password_is_refused_with_what_to_do(house: House, password: str, says: str) -> None:
    house.account(Role.COUNSELLOR, "salma.rabat", agency_id="rabat")
    page = (
        Browser(house.app)
        .sign_in("salma.rabat")
        .post("/mon-acces/mot-de-passe", {"old": PASSWORD, "password": password})
    )
    assert page.status_code == 422
    assert says in words(page)


def test_no_rule_asks_for_capitals_digits_or_signs(house: House) -> None:
    house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    api = TestClient(house.app)
    signed = api.post("/api/v1/sessions", json={"login": "salma", "password": PASSWORD}).json()
    bearer = {"Authorization": f"Bearer {signed['token']}"}
    body = {"old": PASSWORD, "password": "savon tortue ciel"}
    assert api.post("/api/v1/account/password", json=body, headers=bearer).status_code == 204
    assert api.get("/api/v1/account/sessions", headers=bearer).json()[0]["here"] is True
    assert signs_in(house, "salma", "savon tortue ciel") == 303


def test_no_connection_of_the_database_waits_for_a_hash(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sign-in, sign-up, a new password, a link: none is hashed within a transaction."""
    account = house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    reached_at(house, account, "salma@exemple.ma")
    forgotten(house, "salma")
    held: list[int] = []
    pool = house.databases["gateway"].engine.pool

    def counting(hasher: object) -> object:
        def counted(*values: str) -> object:
            held.append(pool.checkedout())  # type: ignore[attr-defined]  # of a queue pool
            return hasher(*values)  # type: ignore[operator]

        return counted

    for name in ("hashed", "matches"):
        monkeypatch.setattr(passwords, name, counting(getattr(passwords, name)))
    Browser(house.app).post(path_of(house.messages.sent[-1].link), {"password": NEXT})
    own = Browser(house.app)
    own.post("/connexion", {"login": "salma", "password": NEXT, "suite": "/connexion"})
    own.csrf = shown(r'name="csrf_token" value="(\w+)"', own.get("/mon-acces").text)
    own.post("/mon-acces/mot-de-passe", {"old": NEXT, "password": PASSWORD})
    assert len(held) >= 4
    assert set(held) == {0}
