"""Signing in with the account of one's organisation: linked first, then opened by it alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import ECKey
from sqlmodel import select
from time_machine import TimeMachineFixture

from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.kit.settings import WrongSettings
from gateway.accounts import elsewhere
from gateway.credentials import invitations
from gateway.credentials.invitations import InvitationIn
from gateway.sessions.tables import Account
from gateway.single_sign_on import providers
from tests.attack.inside.dumps import dump, whole
from tests.gateway.access.provider import (
    CLIENT,
    ISSUER,
    Elsewhere,
    by_shared_secret,
    provider_of,
    unsigned,
)
from tests.gateway.access.support import code_at, keys, reached_at, with_totp
from tests.gateway.conftest import Browser, House, words
from tests.support import administrator

START = "/connexion/avec/ministere"


@pytest.fixture
def there(house: House, tmp_path: Path) -> Iterator[Elsewhere]:
    with provider_of(house, tmp_path) as elsewhere:
        yield elsewhere


def linked(house: House, there: Elsewhere, login: str = "salma", **of: Any) -> Browser:
    """An account of a counsellor that the provider opens."""
    house.account(Role.COUNSELLOR, login, **{"agency_id": "rabat", **of})
    browser = Browser(house.app).sign_in(login)
    page = there.comes_back(browser, "/mon-acces/avec/ministere")
    assert page.status_code == 200, page.text
    assert browser.post("/connexion/relier", {}).url.path == "/mon-acces"
    return browser


def enters(house: House, there: Elsewhere, more: str = "") -> tuple[Browser, int, str]:
    """A new browser comes by the provider: status, and where it is led."""
    browser = Browser(house.app)
    page = there.comes_back(browser, f"{START}?suite=/personnes", more)
    return browser, page.status_code, page.headers.get("location", "")


def test_an_account_is_linked_and_then_opened(house: House, there: Elsewhere) -> None:
    browser = linked(house, there)
    assert "relié" in words(browser.get("/mon-acces"))
    other, status, led = enters(house, there)
    assert (status, led) == (303, "/personnes")
    assert other.get("/personnes").url.path == "/personnes"
    asked = there.asked
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    sent = there.exchanged[-1]
    assert sent["code_verifier"]
    assert sent["redirect_uri"] == asked["redirect_uri"]
    assert sent["authorization"].startswith("Basic ")


def test_whoever_the_provider_knows_and_nobody_linked_gets_nowhere(
    house: House, there: Elsewhere
) -> None:
    house.account(Role.COUNSELLOR, "salma@exemple.ma", agency_id="rabat")
    there.more = {"email": "salma@exemple.ma", "email_verified": True}  # alike, and not linked
    browser, status, _ = enters(house, there)
    assert status == 403
    assert browser.get("/personnes").url.path == "/connexion"


def test_two_people_there_are_two_here(house: House, there: Elsewhere) -> None:
    linked(house, there)
    house.account(Role.COUNSELLOR, "hamid", agency_id="rabat")
    hamid = Browser(house.app).sign_in("hamid")
    there.comes_back(hamid, "/mon-acces/avec/ministere")
    assert hamid.post("/connexion/relier", {}).status_code == 409  # it opens Salma's account
    there.subject = "u-2"
    assert enters(house, there)[1] == 403


def test_one_account_has_one_identity_at_a_provider(house: House, there: Elsewhere) -> None:
    browser = linked(house, there)
    there.subject = "u-2"
    there.comes_back(browser, "/mon-acces/avec/ministere")
    assert browser.post("/connexion/relier", {}).status_code == 409
    there.subject = "u-1"
    there.comes_back(browser, "/mon-acces/avec/ministere")
    assert browser.post("/connexion/relier", {}).status_code == 200  # linked twice is once


@pytest.mark.parametrize(
    "spoil",
    [
        lambda it: setattr(it, "more", {"iss": "https://autre.exemple.ma"}),
        lambda it: setattr(it, "more", {"aud": "another-client"}),
        lambda it: setattr(it, "more", {"aud": [CLIENT, "another-client"]}),
        lambda it: setattr(it, "more", {"azp": "another-client"}),
        lambda it: setattr(it, "more", {"nonce": "of-another-browser"}),
        lambda it: setattr(it, "more", {"exp": int(clock.now().timestamp()) - 61}),
        lambda it: setattr(it, "more", {"exp": "9999999999"}),
        lambda it: setattr(it, "more", {"exp": True}),
        lambda it: setattr(it, "more", {"iat": int(clock.now().timestamp()) - 601}),
        lambda it: setattr(it, "more", {"iat": int(clock.now().timestamp()) + 3600}),
        lambda it: setattr(it, "more", {"sub": ""}),
        lambda it: setattr(it, "more", {"sub": 1}),
        lambda it: setattr(it, "more", {"sub": "x" * 256}),
        *(
            lambda it, name=name: setattr(it, "without", (name,))
            for name in ("iss", "aud", "sub", "exp", "iat", "nonce")
        ),
        lambda it: setattr(it, "signed", by_shared_secret),
        lambda it: setattr(it, "signed", unsigned),
        lambda it: setattr(it, "signed", _by_another_key),
        lambda it: setattr(it, "signed", lambda claims: it.by_key(claims)[:-4] + "AAAA"),
        lambda it: setattr(it, "signed", lambda claims: "no.token.at-all"),
        lambda it: setattr(it, "signed", lambda claims: "x" * 20_001),
        lambda it: setattr(it, "signed", lambda claims: None),
        lambda it: setattr(it, "token_status", 400),
        lambda it: setattr(it, "token_status", 401),
    ],
)
def test_a_token_that_breaks_a_rule_opens_nothing(
    house: House, there: Elsewhere, spoil: Callable[[Elsewhere], None]
) -> None:
    linked(house, there)
    spoil(there)
    browser, status, _ = enters(house, there)
    assert status == 400
    assert browser.get("/personnes").url.path == "/connexion"


def _by_another_key(claims: dict[str, Any]) -> str:
    """As the provider's own key is named, by somebody else's."""
    key = ECKey.generate_key("P-256", {"kid": "one"})
    return jwt.encode({"alg": "ES256", "kid": "one"}, claims, key)


def test_several_audiences_with_ours_authorised_are_right(house: House, there: Elsewhere) -> None:
    linked(house, there)
    there.more = {"aud": [CLIENT, "another"], "azp": CLIENT}
    assert enters(house, there)[1] == 303


def test_an_answer_is_for_the_browser_that_asked_and_once(house: House, there: Elsewhere) -> None:
    linked(house, there)
    victim, thief = Browser(house.app), Browser(house.app)
    back = there.goes(victim, START)
    assert thief.go(back).status_code == 400  # no cookie of its own
    there.goes(thief, START)
    assert thief.go(back).status_code == 400  # its own state is another
    there.goes(victim, START)
    mine = there.goes(victim, START)
    assert victim.go(mine + "&iss=https://autre.exemple.ma").status_code == 400
    assert victim.go(mine).status_code == 400  # the cookie went with the first answer
    mine = there.goes(victim, START)
    assert victim.go(f"{mine}&iss={ISSUER}").status_code == 303
    assert Browser(house.app).go("/connexion/retour/ministere").status_code == 400
    assert Browser(house.app).go("/connexion/retour/autre?code=x").status_code == 404


def test_an_answer_that_comes_too_late_is_none(
    house: House, there: Elsewhere, time_machine: TimeMachineFixture
) -> None:
    linked(house, there)
    browser = Browser(house.app)
    back = there.goes(browser, START)
    time_machine.move_to(clock.now() + timedelta(minutes=16))
    assert browser.go(back).status_code == 400


def test_who_refuses_there_is_told_so(house: House, there: Elsewhere) -> None:
    browser = Browser(house.app)
    back = there.goes(browser, START)
    refused = browser.go(back.replace("code=one", "error=access_denied"))
    assert refused.status_code == 400
    assert "pas été connecté" in words(refused)
    assert not there.exchanged


def test_nobody_links_an_account_in_the_session_of_another(house: House, there: Elsewhere) -> None:
    """Somebody has a victim come back with the somebody's own answer."""
    house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    house.account(Role.COUNSELLOR, "hamid", agency_id="rabat")
    browser = Browser(house.app).sign_in("salma")
    there.comes_back(browser, "/mon-acces/avec/ministere")
    browser.sign_in("hamid")  # the same browser, another session
    assert browser.post("/connexion/relier", {}).status_code == 400
    assert enters(house, there)[1] == 403


def test_coming_back_changes_nothing_before_it_is_confirmed(house: House, there: Elsewhere) -> None:
    house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    browser = Browser(house.app).sign_in("salma")
    there.more = {"email": "thief@exemple.ma"}
    page = there.comes_back(browser, "/mon-acces/avec/ministere")
    assert "thief@exemple.ma" in words(page)
    assert enters(house, there)[1] == 403
    assert browser.post_without_token("/connexion/relier", {}).status_code == 400
    assert enters(house, there)[1] == 403


def test_who_works_here_no_more_gets_in_no_more(house: House, there: Elsewhere) -> None:
    linked(house, there)
    browser, _, _ = enters(house, there)
    boss = Browser(house.app).sign_in(house.account(Role.ADMINISTRATOR).login)
    account = next(one for one in _accounts(house) if one.login == "salma")
    assert boss.post(f"/comptes/{account.id}", {"action": "suspend"}).status_code == 200
    assert browser.get("/personnes").url.path == "/connexion"
    assert enters(house, there)[1] == 403


def _accounts(house: House) -> list[Account]:
    with house.databases["gateway"].session() as session:
        return list(session.exec(select(Account)).all())


def test_the_house_asks_its_own_proof_where_the_provider_asked_none(
    house: House, there: Elsewhere, time_machine: TimeMachineFixture
) -> None:
    linked(house, there)
    account = next(one for one in _accounts(house) if one.login == "salma")
    secret, _ = with_totp(house, account)
    time_machine.move_to(clock.now() + timedelta(minutes=1))
    browser, status, led = enters(house, there)
    assert (status, led) == (303, "/preuve?suite=/personnes")
    assert browser.get("/personnes").url.path == "/connexion"
    done = browser.post("/preuve", {"code": code_at(secret), "suite": "/personnes"})
    assert done.url.path == "/personnes"
    there.more = {"amr": ["pwd", "mfa"]}
    assert enters(house, there)[2] == "/personnes"


def test_a_providers_proof_grows_old_and_is_asked_there_again(
    house: House, there: Elsewhere, time_machine: TimeMachineFixture
) -> None:
    linked(house, there)
    there.more = {"amr": ["mfa"]}
    browser, _, _ = enters(house, there)
    assert browser.get("/mon-acces/preuve").url.path == "/mon-acces/preuve"
    time_machine.move_to(clock.now() + timedelta(minutes=31))
    asked = browser.get("/mon-acces/preuve")
    assert asked.url.path == "/preuve"
    assert "Ministère d'essai" in words(asked)
    start = "/preuve/avec/ministere?suite=/mon-acces/preuve"
    there.more = {"amr": ["pwd"]}
    assert there.comes_back(browser, start).status_code == 400  # no second proof there
    there.more = {"amr": ["mfa"], "auth_time": int(clock.now().timestamp()) - 3600}
    assert there.comes_back(browser, start).status_code == 400  # not asked now
    there.more, there.subject = {"amr": ["mfa"]}, "u-2"
    assert there.comes_back(browser, start).status_code == 400  # somebody else
    there.subject = "u-1"
    assert there.comes_back(browser, start).headers["location"] == "/mon-acces/preuve"
    assert (there.asked["prompt"], there.asked["max_age"]) == ("login", "0")
    assert browser.get("/mon-acces/preuve").url.path == "/mon-acces/preuve"


def test_an_invitation_is_accepted_without_a_password(house: House, there: Elsewhere) -> None:
    with house.databases["gateway"].session() as session:
        body = InvitationIn(role=Role.COUNSELLOR, agency_id="rabat")
        token = invitations.invite(session, keys(house), body, by=administrator()).token
    browser = Browser(house.app)
    assert "Ministère d'essai" in words(browser.get(f"/invitation/{token}"))
    page = there.comes_back(browser, f"/invitation/{token}/avec/ministere")
    assert page.status_code == 200
    wrong = browser.post("/connexion/invitation", {"login": "x", "name": "Salma"})
    assert wrong.status_code == 422
    fields = {"login": "salma", "name": "Salma Ayt Uzzal"}
    assert browser.post("/connexion/invitation", fields).status_code == 200
    assert browser.get("/personnes").url.path == "/personnes"
    assert enters(house, there)[1] == 303
    assert Browser(house.app).get(f"/invitation/{token}").status_code == 410
    assert Browser(house.app).go(f"/invitation/{'x' * 43}/avec/ministere").status_code == 410


def test_an_identity_that_is_taken_makes_no_account(house: House, there: Elsewhere) -> None:
    linked(house, there)
    with house.databases["gateway"].session() as session:
        body = InvitationIn(role=Role.COUNSELLOR, agency_id="rabat")
        token = invitations.invite(session, keys(house), body, by=administrator()).token
    browser = Browser(house.app)
    there.comes_back(browser, f"/invitation/{token}/avec/ministere")
    fields = {"login": "hamid", "name": "Hamid"}
    assert browser.post("/connexion/invitation", fields).status_code == 409
    assert [one.login for one in _accounts(house)].count("hamid") == 0
    assert Browser(house.app).get(f"/invitation/{token}").status_code == 200  # not used up


def test_signing_out_there_ends_what_it_opened_here(house: House, there: Elsewhere) -> None:
    with_password = linked(house, there)
    there.more = {"sid": "s-1"}
    one, _, _ = enters(house, there)
    there.more = {"sid": "s-2"}
    two, _, _ = enters(house, there)
    client = TestClient(house.app)

    def says(token: str) -> int:
        return client.post("/connexion/fin/ministere", data={"logout_token": token}).status_code

    for wrong in (
        there.logout(events={}),
        there.logout(events=None),
        there.logout(nonce="of-an-id-token"),
        there.logout(jti=None),
        there.logout(sub=None),
        there.logout(aud="another-client"),
        there.logout(iss="https://autre.exemple.ma"),
        there.logout(iat=int(clock.now().timestamp()) - 601),
        there.token(),
        "",
    ):
        assert says(wrong) == 400
    assert one.get("/personnes").url.path == "/personnes"
    assert says(there.logout(sub=None, sid="s-1")) == 200
    assert one.get("/personnes").url.path == "/connexion"
    assert two.get("/personnes").url.path == "/personnes"
    assert says(there.logout()) == 200
    assert two.get("/personnes").url.path == "/connexion"
    assert with_password.get("/personnes").url.path == "/personnes"


def test_signing_out_here_says_that_one_may_be_signed_in_there(
    house: House, there: Elsewhere
) -> None:
    linked(house, there)
    browser, _, _ = enters(house, there)
    browser.go("/personnes")
    out = browser.post("/deconnexion", {})
    assert f"{ISSUER}/fin?client_id=amuddu" in out.text
    assert browser.get("/personnes").url.path == "/connexion"
    plain = Browser(house.app).sign_in("salma")
    assert plain.post("/deconnexion", {}).url.path == "/"


def test_an_identity_is_taken_away_and_the_person_told(house: House, there: Elsewhere) -> None:
    browser = linked(house, there)
    account = next(one for one in _accounts(house) if one.login == "salma")
    reached_at(house, account, "salma@exemple.ma")
    by_it, _, _ = enters(house, there)
    gone = browser.post("/mon-acces/organisation/retirer", {"provider": "ministere"})
    assert gone.status_code == 200
    assert by_it.get("/personnes").url.path == "/connexion"
    assert enters(house, there)[1] == 403
    house.pump()
    assert [one.text for one in house.messages.sent if "organisation" in str(one.text)]


def test_a_provider_that_is_away_or_odd_says_so(house: House, there: Elsewhere) -> None:
    for state in ({"issuer": "https://autre.exemple.ma"}, {"authorization_endpoint": 1},
                  {"authorization_endpoint": "http://connexion.exemple.ma/demande"}):  # fmt: skip
        there.described = state
        page = Browser(house.app).go(START)
        assert page.status_code == 503, state
        house.app.state.identity_providers._kept.clear()
    there.described, there.down = {}, True
    away = Browser(house.app).go(START)
    assert away.status_code == 503
    assert "ne répond pas" in words(away)
    assert Browser(house.app).sign_in(house.account(Role.COUNSELLOR, agency_id="rabat").login)


def test_keys_are_renewed_once_a_minute_at_most(house: House, there: Elsewhere) -> None:
    linked(house, there)
    there.key = ECKey.generate_key("P-256", {"kid": "two"})
    house.app.state.identity_providers._kept[ISSUER].keys_at -= 61
    assert enters(house, there)[1] == 303
    read = there.keys_read
    there.signed = _by_unknown_key
    for _ in range(3):
        assert enters(house, there)[1] == 400
    assert there.keys_read == read


def _by_unknown_key(claims: dict[str, Any]) -> str:
    key = ECKey.generate_key("P-256", {"kid": "three"})
    return jwt.encode({"alg": "ES256", "kid": "three"}, claims, key)


def test_an_office_behind_one_address_signs_in_all_day(
    house: House, there: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who comes back counts no more; who sets out again and again and never does, waits."""
    linked(house, there)
    monkeypatch.setattr(elsewhere, "_GOINGS", 3)
    for _ in range(8):
        assert enters(house, there)[1] == 303
    tried = [Browser(house.app).go(START).status_code for _ in range(5)]
    assert tried[:3] == [303, 303, 303]
    assert tried[-1] == 429


def test_no_role_but_those_of_the_provider(house: House, there: Elsewhere) -> None:
    linked(house, there)
    narrow = there.provider.model_copy(update={"roles": frozenset({Role.EMPLOYER})})
    house.app.state.providers = {"ministere": narrow}
    assert enters(house, there)[1] == 403
    person = Browser(house.app).sign_in(house.account(Role.JOBSEEKER).login)
    house.app.state.providers = {"ministere": there.provider}
    there.subject = "u-9"
    there.comes_back(person, "/mon-acces/avec/ministere")
    assert person.post("/connexion/relier", {}).status_code == 409


def test_no_table_tells_who_somebody_is_there(house: House, there: Elsewhere) -> None:
    there.subject, there.more = "sujet-tres-secret", {"sid": "seance-secrete", "email": "s@e.ma"}
    linked(house, there)
    enters(house, there)
    content = whole(dump(house.databases["gateway"]))
    for secret in ("sujet-tres-secret", "seance-secrete", "s@e.ma"):
        assert secret not in content


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("providers: [{id: a}]", "id"),
        ("providers: [", "cannot be read"),
        ("{issuer: http://exemple.ma}", "issuer"),
        ("{issuer: 'https://exemple.ma?x=1'}", "issuer"),
        ("{roles: [jobseeker]}", "roles"),
        ("{client_secret_file: /nowhere/at/all}", "cannot be read"),
        ("{unknown: 1}", "unknown"),
    ],
)
def test_a_wrong_file_stops_the_start(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "secret").write_text("s", encoding="utf-8")
    if text.startswith("{"):
        whole_one = {
            "id": "ministere",
            "name": "Ministère",
            "issuer": "https://exemple.ma",
            "client_id": "x",
            "client_secret_file": str(tmp_path / "secret"),
            **yaml.safe_load(text),
        }
        text = yaml.safe_dump({"providers": [whole_one]})
    file = tmp_path / "providers.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(WrongSettings, match=why):
        providers.read(str(file))
