"""Signing in, up and out: what opens, what is refused, what a stranger learns."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlmodel import select
from time_machine import TimeMachineFixture

from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.kit.errors import Unavailable
from gateway.clients import connect
from gateway.sessions.service import MINIMUM_PASSWORD
from gateway.sessions.tables import Account
from gateway.settings import GatewaySettings
from tests.gateway.conftest import PASSWORD, Browser, House, _token, words


def sign_in(house: House, login: str, password: str) -> int:
    browser = Browser(house.app)
    page = browser.post("/connexion", {"login": login, "password": password}, follow=False)
    return page.status_code


def test_a_wrong_login_and_a_wrong_password_look_alike(house: House) -> None:
    house.account(Role.EMPLOYER, "patron", employer_id=None)
    browser = Browser(house.app)
    wrong_password = browser.post("/connexion", {"login": "patron", "password": "x" * 12})
    wrong_login = browser.post("/connexion", {"login": "quidam", "password": PASSWORD})
    assert wrong_password.status_code == wrong_login.status_code == 401
    assert words(wrong_login) == words(wrong_password)
    assert PASSWORD not in wrong_login.text


def test_what_was_typed_as_login_is_kept_and_the_password_is_not(house: House) -> None:
    page = Browser(house.app).post("/connexion", {"login": "awa", "password": "secret-secret"})
    assert 'value="awa"' in page.text
    assert "secret-secret" not in page.text


def test_too_many_tries_close_the_door_for_a_while(house: House) -> None:
    house.account(Role.COUNSELLOR, "cible", agency_id="rabat")
    for _ in range(10):
        assert sign_in(house, "cible", "mauvais-mot") == 401
    assert sign_in(house, "cible", PASSWORD) == 429
    house.account(Role.COUNSELLOR, "autre", agency_id="rabat")
    assert sign_in(house, "autre", PASSWORD) == 303


def test_each_try_after_the_free_ones_waits_longer_and_never_for_good(
    house: House, time_machine: TimeMachineFixture
) -> None:
    house.account(Role.COUNSELLOR, "cible", agency_id="rabat")
    now = clock.now()
    time_machine.move_to(now, tick=False)
    for _ in range(10):
        sign_in(house, "cible", "mauvais-mot")
    browser = Browser(house.app)
    waits = []
    for _ in range(6):
        asked = browser.post("/connexion", {"login": "cible", "password": "mauvais-mot"})
        assert asked.status_code == 429
        assert "min." in words(asked)
        waits.append(int(asked.headers["retry-after"]))
        now += timedelta(seconds=waits[-1])
        time_machine.move_to(now, tick=False)
        assert sign_in(house, "cible", "mauvais-mot") == 401
    assert waits == sorted(waits)
    assert waits[0] < waits[3]
    time_machine.move_to(now + timedelta(minutes=16), tick=False)
    assert sign_in(house, "cible", PASSWORD) == 303


def test_a_login_that_nobody_has_is_counted_like_any_other(house: House) -> None:
    house.account(Role.COUNSELLOR, "cible", agency_id="rabat")
    for _ in range(10):
        assert sign_in(house, "cible", "mauvais-mot") == sign_in(house, "quidam", "mauvais-mot")
    one, other = (
        Browser(house.app).post("/connexion", {"login": login, "password": "mauvais-mot"})
        for login in ("cible", "quidam")
    )
    assert one.status_code == other.status_code == 429
    assert words(one) == words(other)


@pytest.mark.parametrize(
    "target",
    ["//mal.example", "https://mal.example", "/\\mal.example", "javascript:alert(1)", "/a\nb", ""],
)
def test_signing_in_never_leads_elsewhere(house: House, target: str) -> None:
    house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    browser = Browser(house.app)
    fields = {"login": "salma", "password": PASSWORD, "suite": target}
    page = browser.post("/connexion", fields, follow=False)
    assert page.headers["location"] == "/"


def test_a_page_that_needs_an_account_comes_back_after_signing_in(house: House) -> None:
    browser = Browser(house.app)
    page = browser.get("/personnes")
    assert page.url.path == "/connexion"
    assert 'value="/personnes"' in page.text


def test_signing_out_ends_the_session_on_the_server(house: House) -> None:
    house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    browser = Browser(house.app).sign_in("salma")
    with house.databases["gateway"].engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM session")).scalar() == 1
    browser.post("/deconnexion", {})
    with house.databases["gateway"].engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM session")).scalar() == 0
    assert browser.get("/personnes").url.path == "/connexion"


def test_passwords_and_tokens_are_not_kept(house: House) -> None:
    house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    Browser(house.app).sign_in("salma")
    with house.databases["gateway"].engine.connect() as connection:
        hashed = connection.execute(text("SELECT password_hash FROM account")).scalars().all()
    assert all(each.startswith("$argon2id$") for each in hashed)


def test_a_form_from_elsewhere_is_refused(house: House) -> None:
    page = Browser(house.app).post_without_token("/connexion", {"login": "a", "password": "b"})
    assert page.status_code == 400


def test_the_token_of_another_browser_is_refused(house: House) -> None:
    one, other = Browser(house.app), Browser(house.app)
    fields = {"csrf_token": one.csrf, "login": "a", "password": "b"}
    assert other.post_without_token("/connexion", fields).status_code == 400


def test_cookies_cannot_be_read_by_scripts(house: House) -> None:
    house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    browser = Browser(house.app)
    page = browser.post("/connexion", {"login": "salma", "password": PASSWORD}, follow=False)
    cookies = page.headers.get_list("set-cookie")
    assert cookies
    assert all("HttpOnly" in each and "SameSite=lax" in each for each in cookies)


def test_a_person_makes_an_account_and_begins_a_profile(house: House) -> None:
    browser = Browser(house.app)
    form = offered(browser)
    assert form["login"] in browser.get("/inscription").text
    page = browser.post("/inscription", {**form, "password": PASSWORD})
    assert page.url.path == "/profil"
    assert sign_in(house, form["login"].title(), PASSWORD) == 303


@pytest.mark.parametrize(
    ("login", "password", "field"),
    [
        ("", PASSWORD, ""),
        ("deux mots", PASSWORD, ""),
        ("a\x00bcd", PASSWORD, ""),
        ("prise", PASSWORD, ""),
        ("libre", PASSWORD, ""),
        (None, "x" * (MINIMUM_PASSWORD - 1), "password"),
    ],
)
def test_an_account_that_cannot_be_made_says_why(
    house: House, login: str | None, password: str, field: str
) -> None:
    house.account(Role.JOBSEEKER, "prise")
    browser = Browser(house.app)
    form = offered(browser)
    if login is not None:
        form["login"] = login
    page = browser.post("/inscription", {**form, "password": password})
    assert page.status_code == (422 if field else 400)
    assert f'id="e-{field}"' in page.text or not field
    assert offered_in(page.text)["login"] == form["login"] or not field


def offered(browser: Browser) -> dict[str, str]:
    """The login that a browser is offered, as its form holds it."""
    return offered_in(browser.get("/inscription").text)


def offered_in(page: str) -> dict[str, str]:
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("login", "turn")}
    return {name: match.group(1) for name, match in found.items() if match}


def test_the_same_sign_up_sent_twice_makes_one_account_and_signs_in(house: House) -> None:
    browser = Browser(house.app)
    form = {**offered(browser), "password": PASSWORD}
    first, second = (browser.csrf, browser.post("/inscription", form, follow=False))
    browser.forget_session()
    again = browser.post_without_token("/inscription", {**form, "csrf_token": first})
    assert (second.status_code, again.url.path) == (303, "/profil")
    with house.databases["gateway"].session() as session:
        made = session.exec(select(Account).where(Account.login == form["login"])).all()
    assert len(made) == 1


def test_the_next_on_the_same_telephone_is_offered_another_login(house: House) -> None:
    browser = Browser(house.app)
    form = offered(browser)
    assert browser.post("/inscription", {**form, "password": PASSWORD}).url.path == "/profil"
    browser.forget_session()
    browser.csrf = _token(browser.get("/inscription").text)
    assert offered(browser)["login"] != form["login"]
    turned = offered_in(browser.get("/inscription", tour="7").text)
    assert turned["login"] not in {form["login"], offered(browser)["login"]}
    # What a browser was offered once is another account's now: its password opens nothing.
    taken = browser.post("/inscription", {**form, "password": "un autre mot de passe"})
    assert taken.status_code == 422


def test_a_sign_up_opens_no_account_of_the_staff(house: House) -> None:
    house.account(Role.COUNSELLOR, "bureau", agency_id="rabat")
    form = {"login": "bureau", "turn": "0", "password": PASSWORD}
    assert Browser(house.app).post("/inscription", form).status_code == 400


def test_accounts_are_not_made_by_the_hundred(house: House) -> None:
    codes = []
    for _ in range(22):
        browser = Browser(house.app)
        form = {**offered(browser), "password": PASSWORD}
        codes.append(browser.post("/inscription", form, follow=False).status_code)
    assert codes[0] == 303
    assert codes[-1] == 429


def test_headers_keep_pages_private_and_scripts_out(house: House) -> None:
    page = Browser(house.app).get("/connexion")
    assert page.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    static = TestClient(house.app).get("/static/app.css")
    assert static.status_code == 200


@pytest.mark.parametrize("login", ["a\x00b", "\u0000", "x" * 5000, "😀", "' OR 1=1"])
def test_a_strange_login_is_refused_like_any_other(house: House, login: str) -> None:
    assert sign_in(house, login, PASSWORD) == 401


def test_services_are_never_called_through_a_proxy(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    services = connect(GatewaySettings(profiles_url="http://127.0.0.1:8"))
    with pytest.raises(Unavailable) as away:
        services.profiles.list(house.staff)
    assert ":9" not in str(away.value.__cause__)
    assert services.profiles._http.trust_env is False
