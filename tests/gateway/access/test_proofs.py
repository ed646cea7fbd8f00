"""Second proofs: asked, counted once, asked again before what is sensitive."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from time_machine import TimeMachineFixture

from amuddu.kit import clock
from amuddu.kit.auth import Role
from gateway.accounts import second_step
from tests.attack.inside.dumps import dump, whole
from tests.gateway.access.support import (
    NEXT,
    code_at,
    forgotten,
    path_of,
    reached_at,
    shown,
    signs_in,
    with_totp,
)
from tests.gateway.conftest import PASSWORD, Browser, House, words


def entering(house: House, login: str = "salma", suite: str = "/personnes") -> Browser:
    """A browser that gave the password, and is asked for more."""
    browser = Browser(house.app)
    page = browser.post("/connexion", {"login": login, "password": PASSWORD, "suite": suite})
    assert page.url.path == "/preuve"
    return browser


def later(time_machine: TimeMachineFixture, **more: int) -> None:
    time_machine.move_to(clock.now() + timedelta(**more))


def test_a_telephone_is_set_up_on_the_page_and_asked_at_sign_in(
    house: House, time_machine: TimeMachineFixture
) -> None:
    house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    browser = Browser(house.app).sign_in("salma")
    page = browser.get("/mon-acces/preuve")
    secret = shown(r'class="wraps">([A-Z2-7 ]+)<', page.text).replace(" ", "")
    assert browser.post("/mon-acces/preuve/telephone", {"code": "000000"}).status_code == 422
    added = browser.post("/mon-acces/preuve/telephone", {"code": code_at(secret)})
    paper = re.findall(r'class="code">([a-z0-9-]{11})<', added.text)
    assert len(paper) == 10
    assert secret not in browser.get("/mon-acces/preuve").text
    later(time_machine, minutes=1)
    other = entering(house)
    assert other.get("/personnes").url.path == "/connexion"  # the password alone opens nothing
    assert other.post("/preuve", {"code": "123456", "suite": "/personnes"}).status_code == 401
    done = other.post("/preuve", {"code": code_at(secret), "suite": "/personnes"})
    assert done.url.path == "/personnes"
    on_paper = entering(house)
    right = {"code": paper[0].upper(), "suite": "/personnes"}
    assert on_paper.post("/preuve", right).url.path == "/personnes"
    again = entering(house)
    assert again.post("/preuve", right).status_code == 401


def test_a_code_that_was_taken_is_refused(house: House, time_machine: TimeMachineFixture) -> None:
    """Whoever looked over a shoulder types it a second later."""
    account = house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    secret, _ = with_totp(house, account)
    later(time_machine, minutes=1)
    own, thief = entering(house), entering(house)
    fields = {"code": code_at(secret), "suite": "/personnes"}
    assert own.post("/preuve", fields).url.path == "/personnes"
    assert thief.post("/preuve", fields).status_code == 401
    earlier = {**fields, "code": code_at(secret, clock.now() - timedelta(seconds=30))}
    assert thief.post("/preuve", earlier).status_code == 401


def test_codes_are_not_guessed_and_nothing_else_is_a_way_in(house: House) -> None:
    account = house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    reached_at(house, account, "salma@exemple.ma")
    with_totp(house, account)
    thief = entering(house)
    answers = [
        thief.post("/preuve", {"code": f"{number:06d}"}).status_code
        for number in range(second_step.PROOFS + 2)
    ]
    assert answers[-1] == 429
    # Neither does a link that sets the password.
    forgotten(house, "salma")
    link = next(each.link for each in house.messages.sent if "/mot-de-passe/" in each.link)
    page = Browser(house.app).post(path_of(link), {"password": NEXT})
    assert page.url.path == "/preuve"
    api = TestClient(house.app)
    body = {"login": "salma", "password": NEXT}
    assert api.post("/api/v1/sessions", json=body).status_code == 422
    half = {"Authorization": f"Bearer {thief._client.cookies['amuddu_half']}"}
    assert api.get("/api/v1/account/sessions", headers=half).status_code == 401
    thief._client.cookies.set("amuddu_session", thief._client.cookies["amuddu_half"])
    assert thief.get("/personnes").url.path == "/connexion"


def test_a_program_sends_its_code_along(house: House, time_machine: TimeMachineFixture) -> None:
    account = house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    secret, paper = with_totp(house, account)
    later(time_machine, minutes=1)
    api = TestClient(house.app)
    body = {"login": "salma", "password": PASSWORD, "code": code_at(secret)}
    signed = api.post("/api/v1/sessions", json=body)
    assert signed.status_code == 201
    assert api.post("/api/v1/sessions", json=body).status_code == 401
    person = house.person()
    bearer = {"Authorization": f"Bearer {signed.json()['token']}"}
    address = f"/api/v1/profiles/{person.id}"
    assert api.get(address, headers=bearer).status_code == 200
    paper_of_a_hire = f"/api/v1/papers/{uuid4()}"
    assert api.get(paper_of_a_hire, headers=bearer).status_code == 404
    later(time_machine, minutes=31)
    assert api.get(paper_of_a_hire, headers=bearer).status_code == 403
    stale = api.get(address, headers=bearer)
    assert (stale.status_code, stale.json()["type"].rpartition(":")[2]) == (403, "proof_needed")
    proof = {"code": paper[0]}
    assert api.post("/api/v1/sessions/current/proof", json=proof, headers=bearer).status_code == 204
    assert api.get(address, headers=bearer).status_code == 200


def test_an_old_proof_is_asked_again_before_a_title_and_not_before_a_list(
    house: House, time_machine: TimeMachineFixture
) -> None:
    account = house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    secret, _ = with_totp(house, account)
    person = house.person()
    later(time_machine, minutes=1)
    browser = entering(house)
    browser.post("/preuve", {"code": code_at(secret), "suite": "/personnes"})
    paths = [f"/personnes/{person.id}{end}" for end in ("", "/titre", "/droits", "/modifier")]
    assert all(browser.get(path).url.path == path for path in paths)
    paper = f"/documents/{uuid4()}"
    assert browser.get(paper).status_code == 404
    later(time_machine, minutes=31)
    assert browser.get("/offres").url.path == "/offres"
    for path in (*paths, paper, "/mon-acces/preuve"):
        page = browser.get(path)
        assert (page.url.path, page.url.query) == ("/preuve", f"suite={path}".encode())
    browser.csrf = shown(r'name="csrf_token" value="(\w+)"', browser.get("/preuve").text)
    back = browser.post("/preuve", {"code": code_at(secret), "suite": paths[1]})
    assert back.url.path == paths[1]


def test_a_payment_asks_for_a_fresh_proof(house: House, time_machine: TimeMachineFixture) -> None:
    account = house.account(Role.COORDINATOR, "salma")
    secret, _ = with_totp(house, account)
    later(time_machine, minutes=1)
    browser = entering(house, suite="/demandes")
    browser.post("/preuve", {"code": code_at(secret), "suite": "/demandes"})
    claim = f"/demandes/{uuid4()}"
    assert browser.post(claim, {"action": "pay"}).status_code in (404, 422)
    later(time_machine, minutes=31)
    browser.csrf = shown(r'name="csrf_token" value="(\w+)"', browser.get("/demandes").text)
    assert browser.post(claim, {"action": "pay"}).url.path == "/preuve"
    assert browser.post(claim, {"action": "close"}).url.path != "/preuve"


@pytest.fixture
def required(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """As in production."""
    settings = house.app.state.settings
    demanding = settings.model_copy(update={"second_proof_required": True})
    monkeypatch.setattr(house.app.state, "settings", demanding)
    return house


@pytest.mark.parametrize(
    ("role", "of", "first"),
    [
        (Role.COUNSELLOR, {"agency_id": "rabat"}, "/aujourdhui"),
        (Role.AGENT, {"agency_id": "rabat"}, "/personnes"),
        (Role.COORDINATOR, {}, "/bilan"),
        (Role.ADMINISTRATOR, {}, "/offres"),
        (Role.OFFICER, {}, "/alertes"),
    ],
)
def test_who_sees_titles_or_money_gets_nowhere_without_one_in_production(
    required: House, role: Role, of: dict[str, str], first: str
) -> None:
    login = required.account(role, **of).login
    browser = Browser(required.app).sign_in(login)
    for path in (first, "/", "/messages"):
        assert browser.get(path).url.path == "/mon-acces/preuve"
    api = TestClient(required.app)
    signed = api.post("/api/v1/sessions", json={"login": login, "password": PASSWORD}).json()
    bearer = {"Authorization": f"Bearer {signed['token']}"}
    assert api.get("/api/v1/profiles", headers=bearer).status_code == 403
    page = browser.get("/mon-acces/preuve")
    secret = shown(r'class="wraps">([A-Z2-7 ]+)<', page.text).replace(" ", "")
    browser.csrf = shown(r'name="csrf_token" value="(\w+)"', page.text)
    browser.post("/mon-acces/preuve/telephone", {"code": code_at(secret)})
    assert browser.get(first).url.path == first


def test_others_are_not_asked(required: House) -> None:
    firm = required.employer()
    assert required.boss(firm).get("/offres").url.path == "/offres"
    assert required.browser(Role.JOBSEEKER).get("/profil").url.path.startswith("/profil")


def test_the_secret_of_a_telephone_is_sealed_and_codes_are_digests(house: House) -> None:
    secret, paper = with_totp(house, house.account(Role.COUNSELLOR, "salma", agency_id="rabat"))
    kept = whole(dump(house.databases["gateway"]))
    assert secret not in kept
    assert not [code for code in paper if code in kept or code.replace("-", "") in kept]


def test_a_session_ends_after_a_week_however_much_it_is_used(
    house: House, time_machine: TimeMachineFixture
) -> None:
    house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    browser = Browser(house.app).sign_in("salma")
    began = clock.now()
    for hours in range(8, 7 * 24, 8):
        time_machine.move_to(began + timedelta(hours=hours))
        assert browser.get("/offres").url.path == "/offres"
    time_machine.move_to(began + timedelta(days=7, minutes=1))
    assert browser.get("/offres").url.path == "/connexion"


def test_sessions_are_listed_and_ended_one_by_one_or_all(house: House) -> None:
    house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    here, second, third = (Browser(house.app).sign_in("salma") for _ in range(3))
    page = here.get("/mon-acces")
    handles = re.findall(r'name="which" value="([0-9a-f]{16})"', page.text)
    assert len(handles) == 3
    here.csrf = shown(r'name="csrf_token" value="(\w+)"', page.text)
    stranger = house.counsellor()
    stranger.post("/mon-acces/sessions", {"which": handles[0]})
    assert second.get("/offres").url.path == third.get("/offres").url.path == "/offres"
    here.post("/mon-acces/sessions", {"which": "all"})
    assert second.get("/offres").url.path == third.get("/offres").url.path == "/connexion"
    assert signs_in(house, "salma") == 303
    assert here.get("/offres").url.path == "/offres"
    assert "Où mon compte est ouvert" in words(here.get("/mon-acces"))
