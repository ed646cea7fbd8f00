"""Joiners, movers, leavers: invited, moved, suspended; and who may do none of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select
from time_machine import TimeMachineFixture

from amuddu.kit import clock
from amuddu.kit.auth import Role
from gateway.sessions.tables import Account
from tests.gateway.access.support import NEXT, path_of, shown, signs_in, with_totp
from tests.gateway.conftest import PASSWORD, Browser, House, words
from tests.support import OTHER_AGENCY


def invitation(house: House, **of: str) -> str:
    """An invitation handed over by hand; its address."""
    fields = {"role": "counsellor", "agency_id": "rabat", "language": "fr", **of}
    page = house.browser(Role.ADMINISTRATOR).post("/comptes/inviter", fields)
    return path_of(shown(r'id="link">([^<]+)<', page.text))


JOINER = {"name": "Nadia Exemple", "login": "nadia@exemple.ma", "password": NEXT}


def test_an_invitation_makes_one_account_with_its_role_and_agency(house: House) -> None:
    address = invitation(house)
    assert "Conseiller" in words(Browser(house.app).get(address))
    weak = Browser(house.app).post(address, {**JOINER, "password": "nadia2026nadia"})
    assert weak.status_code == 422
    browser = Browser(house.app)
    assert browser.post(address, JOINER).url.path == "/mon-acces/preuve"
    assert browser.get("/personnes").url.path == "/personnes"
    assert signs_in(house, "nadia@exemple.ma", NEXT) == 303
    again = Browser(house.app).post(address, {**JOINER, "login": "voleur@exemple.ma"})
    assert again.status_code == 410
    assert signs_in(house, "voleur@exemple.ma", NEXT) == 401


def test_an_invitation_by_mail_is_shown_to_nobody_else(house: House) -> None:
    admin = house.browser(Role.ADMINISTRATOR)
    fields = {"role": "agent", "agency_id": "rabat", "email": "nadia@exemple.ma", "language": "ar"}
    page = admin.post("/comptes/inviter", fields)
    assert "/invitation/" not in page.text
    house.pump()
    (sent,) = house.messages.sent
    assert (sent.address, sent.text.language) == ("nadia@exemple.ma", "ar")
    assert Browser(house.app).post(path_of(sent.link), JOINER).url.path == "/mon-acces/preuve"


def test_an_invitation_ends_by_itself_and_when_taken_back(
    house: House, time_machine: TimeMachineFixture
) -> None:
    admin = house.browser(Role.ADMINISTRATOR)
    fields = {"role": "employer", "employer_id": str(house.employer().id), "language": "fr"}
    page = admin.post("/comptes/inviter", fields)
    address = path_of(shown(r'id="link">([^<]+)<', page.text))
    assert "Atlas BTP" in words(Browser(house.app).get(address))
    admin.post(shown(r'action="(/comptes/invitations/[^"]+)"', page.text), {})
    assert Browser(house.app).get(address).status_code == 410
    late = invitation(house)
    time_machine.move_to(clock.now() + timedelta(days=8))
    assert Browser(house.app).post(late, JOINER).status_code == 410


@pytest.mark.parametrize("fields", [{"role": "counsellor"}, {"role": "jobseeker"}, {"role": "x"}])
def test_an_invitation_without_its_place_is_refused(house: House, fields: dict[str, str]) -> None:
    page = house.browser(Role.ADMINISTRATOR).post("/comptes/inviter", {"language": "fr", **fields})
    assert page.status_code == 422


def test_an_account_suspended_while_signed_in_is_out_at_once(house: House) -> None:
    account = house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    browser = Browser(house.app).sign_in("salma")
    api = TestClient(house.app)
    token = api.post("/api/v1/sessions", json={"login": "salma", "password": PASSWORD}).json()
    bearer = {"Authorization": f"Bearer {token['token']}"}
    admin = house.browser(Role.ADMINISTRATOR)
    page = admin.post(f"/comptes/{account.id}", {"action": "suspend"})
    assert "suspendu" in words(page)
    assert browser.get("/personnes").url.path == "/connexion"
    assert api.get("/api/v1/profiles", headers=bearer).status_code == 401
    assert signs_in(house, "salma") == 401
    assert admin.post(f"/comptes/{account.id}", {"action": "code"}).status_code == 409
    admin.post(f"/comptes/{account.id}", {"action": "reopen"})
    assert browser.get("/personnes").url.path == "/connexion"  # the session is gone for good
    assert signs_in(house, "salma") == 303


def test_who_moves_sees_the_new_agency_alone_after_signing_in_again(house: House) -> None:
    person = house.person()
    account = house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    browser = Browser(house.app).sign_in("salma")
    assert browser.get(f"/personnes/{person.id}").status_code == 200
    admin = house.browser(Role.ADMINISTRATOR)
    fields = {"action": "move", "role": "counsellor", "agency_id": OTHER_AGENCY}
    assert admin.post(f"/comptes/{account.id}", fields).status_code == 200
    assert browser.get("/personnes").url.path == "/connexion"
    browser = Browser(house.app).sign_in("salma")
    assert browser.get(f"/personnes/{person.id}").status_code == 404


def test_a_code_of_an_administrator_frees_lost_proofs_only_if_asked(house: House) -> None:
    account = house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    with_totp(house, account)
    admin = house.browser(Role.ADMINISTRATOR)
    for frees, leads_to in (("", "/preuve"), ("1", "/mon-acces")):
        page = admin.post(f"/comptes/{account.id}", {"action": "code", "frees": frees})
        code = shown(r'id="access-code">([\d ]+)<', page.text)
        fields = {"code": code, "password": f"{NEXT} {frees}"}
        assert Browser(house.app).post("/code", fields).url.path == leads_to


def test_nobody_else_may_and_nobody_locks_the_house(house: House) -> None:
    admin = house.account(Role.ADMINISTRATOR, "admin")
    other = house.account(Role.OFFICER, "protection")
    person = house.account(Role.JOBSEEKER, "argan-12345")
    for role, of in (
        (Role.COUNSELLOR, {"agency_id": "rabat"}),
        (Role.COORDINATOR, {}),
        (Role.OFFICER, {}),
        (Role.JOBSEEKER, {}),
    ):
        browser = house.browser(role, **of)
        assert browser.get("/comptes/inviter").status_code == 403
        assert browser.get(f"/comptes/{admin.id}").status_code == 403
        assert browser.post(f"/comptes/{admin.id}", {"action": "suspend"}).status_code == 403
    own = Browser(house.app).sign_in("admin")
    assert own.post(f"/comptes/{admin.id}", {"action": "suspend"}).status_code == 403
    assert own.get(f"/comptes/{person.id}").status_code == 404  # looked after by their agency
    with house.databases["gateway"].session() as session:
        officers = select(Account).where(Account.role == "officer", Account.id != other.id)
        for each in session.exec(officers):
            each.disabled_at = clock.now()
    assert own.post(f"/comptes/{other.id}", {"action": "suspend"}).status_code == 409
