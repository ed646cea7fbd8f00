"""A guesser with fifty connections, a stranger with a login, somebody with an old card.

The guesser wants the number of a card that they found; the stranger wants a person shut out of
their own account, or sign-in stopped for everybody; the last wants a session to outlive its card.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient

from amuddu.kit.auth import Role
from gateway.accounts import cards
from gateway.sessions import passwords
from gateway.settings import GatewaySettings
from tests.gateway.accounts.test_cards import PIN, entered, made
from tests.gateway.conftest import PASSWORD, Browser, House
from tests.gateway.conftest import _passwords_quickly as _passwords_quickly
from tests.gateway.conftest import _two_loops as _two_loops
from tests.gateway.conftest import house as house

GUESSERS = 50


@contextmanager
def counting_looks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """How many secrets were looked at, and whether a transaction waited meanwhile."""
    looked: Counter[str] = Counter()
    lock = threading.Lock()
    matches = passwords.matches

    def counted(password_hash: str, password: str) -> bool:
        with lock:
            looked["at"] += 1
        return matches(password_hash, password)

    with monkeypatch.context() as patch:
        patch.setattr(passwords, "matches", counted)
        # Places for all: the counter is tried here, not the room.
        patch.setattr(passwords, "_INSIDE", GUESSERS)
        patch.setattr(passwords, "_INSIDE_OF_ONE", GUESSERS)
        yield looked


def all_at_once(house: House, send: Callable[[Browser, int], int]) -> Counter[int]:
    """What fifty browsers are answered that send at the same moment."""
    browsers = [Browser(house.app) for _ in range(GUESSERS)]
    start = threading.Barrier(GUESSERS)

    def one(number: int) -> int:
        start.wait()
        return send(browsers[number], number)

    with ThreadPoolExecutor(GUESSERS) as pool:
        return Counter(pool.map(one, range(GUESSERS)))


def signed_out_again(browser: Browser) -> Browser:
    """The phone of somebody who signed in before, at the form for signing in."""
    browser.post("/deconnexion", {})
    found = re.search(r'name="csrf_token" value="(\w+)"', browser.get("/connexion").text)
    assert found is not None
    browser.csrf = found.group(1)
    return browser


def test_fifty_guesses_of_a_cards_number_at_once_are_counted_one_by_one(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = made(house, house.person())
    with counting_looks(monkeypatch) as looked:
        answers = all_at_once(
            house,
            lambda browser, number: (
                browser.post(address, {"pin": f"{5000 + number}"}, follow=False).status_code
            ),
        )
    assert looked["at"] == answers[422] == cards.TRIES
    assert answers[429] == GUESSERS - cards.TRIES


def test_fifty_guesses_of_a_password_at_once_are_counted_one_by_one(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.account(Role.JOBSEEKER, "awa-du-port")
    allowed = GatewaySettings().sign_in_attempts
    with counting_looks(monkeypatch) as looked:
        answers = all_at_once(
            house,
            lambda browser, number: (
                browser.post(
                    "/connexion",
                    {"login": "awa-du-port", "password": f"guess {number}"},
                    follow=False,
                ).status_code
            ),
        )
    assert looked["at"] == answers[401] == allowed
    assert answers[429] == GUESSERS - allowed


def test_a_stranger_does_not_shut_a_person_out_of_their_own_phone(house: House) -> None:
    house.account(Role.JOBSEEKER, "awa-du-port")
    own = signed_out_again(Browser(house.app).sign_in("awa-du-port"))
    for number in range(GatewaySettings().sign_in_attempts + 2):
        Browser(house.app).post("/connexion", {"login": "awa-du-port", "password": f"x {number}"})
    right = {"login": "awa-du-port", "password": PASSWORD}
    assert Browser(house.app).post("/connexion", right).status_code == 429
    assert own.post("/connexion", right, follow=False).status_code == 303


def test_a_device_known_for_ones_own_account_opens_no_more_tries_of_another(
    house: House,
) -> None:
    house.account(Role.JOBSEEKER, "awa-du-port")
    house.account(Role.JOBSEEKER, "voleur")
    answers = Counter[int]()
    for number in range(30):
        thief = Browser(house.app).sign_in("voleur")  # each time another known device
        guess = {"login": "awa-du-port", "password": f"guess {number}"}
        answers[thief.post("/connexion", guess, follow=False).status_code] += 1
    assert answers[401] == GatewaySettings().sign_in_attempts


def test_somebody_who_holds_the_session_of_an_old_card_holds_nothing(house: House) -> None:
    person = house.person()
    thief = entered(house, made(house, person, PIN))
    assert thief.get("/profil").url.path == "/profil"
    made(house, person, "8305")
    assert thief.get("/profil").url.path == "/connexion"


def test_forty_strangers_who_sign_in_at_once_leave_a_known_phone_its_way_in(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While every place for strangers is taken and none moves, a known device gets in, and the
    next stranger is told to come back instead of waiting."""
    house.account(Role.JOBSEEKER, "awa-du-port")
    own = signed_out_again(Browser(house.app).sign_in("awa-du-port"))
    room = passwords.room(known=False)
    held = [room.place(f"192.0.2.{number}") for number in range(passwords._AT_ONCE)]
    waiting = [room.place(f"192.0.2.{number}") for number in range(100, 108)]
    for each in held:
        each.__enter__()
    with ThreadPoolExecutor(len(waiting)) as pool:
        entering = [pool.submit(each.__enter__) for each in waiting]
        while room._inside.total() < passwords._INSIDE:
            pass
        stranger = Browser(house.app).post("/connexion", {"login": "x-y-z", "password": "y" * 12})
        right = {"login": "awa-du-port", "password": PASSWORD}
        mine = own.post("/connexion", right, follow=False)
        for each in held:
            each.__exit__(None, None, None)
        for done, each in zip(entering, waiting, strict=True):
            done.result()
            each.__exit__(None, None, None)
    assert stranger.status_code == 503
    assert stranger.headers["retry-after"]
    assert mine.status_code == 303


def test_signing_up_does_not_tell_who_has_an_account(house: House) -> None:
    """A stranger with a list of logins sends each to the form for new accounts."""
    house.account(Role.JOBSEEKER, "awa-du-port")
    house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    told = {}
    for login in ("awa-du-port", "salma", "nobody-at-all", "argan-12345"):
        browser = Browser(house.app)
        browser.get("/inscription")
        form = {"login": login, "turn": "0", "password": "quatre mots pour entrer"}
        page = browser.post("/inscription", form)
        shown = re.sub(r'value="[^"]*"', "", page.text)
        told[login] = (page.status_code, len(page.text) // 100, shown)
    assert len(set(told.values())) == 1


def test_nobody_works_out_the_login_that_another_browser_is_offered(house: House) -> None:
    own, other = Browser(house.app), Browser(house.app)
    found = [
        re.search(r'name="login" value="([^"]*)"', each.get("/inscription").text)
        for each in (own, other)
    ]
    assert found[0] is not None
    assert found[1] is not None
    assert found[0].group(1) != found[1].group(1)
    theirs = {"login": found[1].group(1), "turn": "0", "password": "quatre mots pour entrer"}
    assert own.post("/inscription", theirs).status_code == 400


def test_a_page_is_answered_while_forty_sign_in_at_once(house: House) -> None:
    """Places for passwords are taken, and none moves: pages ask for none."""
    reader = house.counsellor()
    room = passwords.room(known=False)
    held = [room.place(f"192.0.2.{number}") for number in range(passwords._AT_ONCE)]
    for each in held:
        each.__enter__()
    browsers = [Browser(house.app) for _ in range(40)]
    with ThreadPoolExecutor(len(browsers)) as pool:
        guess = {"login": "x-y-z", "password": "y" * 12}
        asked = [pool.submit(each.post, "/connexion", guess) for each in browsers]
        while room._inside.total() < passwords._INSIDE_OF_ONE + len(held) - 1:
            pass
        assert reader.get("/personnes").status_code == 200
        for each in held:
            each.__exit__(None, None, None)
        assert {one.result().status_code for one in asked} <= {401, 429, 503}


def test_a_stranger_does_not_shut_a_program_out_that_signed_in_before(house: House) -> None:
    house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    house.account(Role.COUNSELLOR, "voleur", agency_id="rabat")
    api = TestClient(house.app)
    right = {"login": "salma", "password": PASSWORD}
    device = api.post("/api/v1/sessions", json=right).json()["device"]
    thiefs = api.post("/api/v1/sessions", json={**right, "login": "voleur"}).json()["device"]
    for number in range(GatewaySettings().sign_in_attempts + 2):
        guess = {"login": "salma", "password": f"guess {number}"}
        # A device of another account, or an invented one, opens no tries of its own.
        guess["device"] = (thiefs, "x" * 40, device[:-2] + "AA")[number % 3]
        api.post("/api/v1/sessions", json=guess)
    assert api.post("/api/v1/sessions", json=right).status_code == 429
    assert api.post("/api/v1/sessions", json={**right, "device": device}).status_code == 201
