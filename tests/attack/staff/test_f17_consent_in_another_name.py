"""A counsellor, with their own account and the API, wants a consent that nobody gave on record."""

from __future__ import annotations

from fastapi.testclient import TestClient

from amuddu.kit.auth import Role
from tests.gateway.conftest import PASSWORD, House, person, words
from tests.gateway.conftest import _passwords_quickly as _passwords_quickly
from tests.gateway.conftest import _two_loops as _two_loops
from tests.gateway.conftest import house as house
from tests.support import AGENCY


def test_what_a_counsellor_records_is_never_said_by_the_person(house: House) -> None:
    """By every door: the consent alone, the profile changed, the profile made."""
    login = house.account(Role.COUNSELLOR, agency_id=AGENCY, organisation="Agence de Rabat").login
    client = TestClient(house.app)
    signed = client.post("/api/v1/sessions", json={"login": login, "password": PASSWORD})
    client.headers["Authorization"] = f"Bearer {signed.json()['token']}"
    none = {"matching": False, "contact": False, "statistics": False}
    mine = person(phone="+212661234567", consents=none)
    made = client.post("/api/v1/profiles", json=mine).json()
    own = f"/api/v1/profiles/{made['id']}"
    for claimed in ("self", "import"):
        client.put(f"{own}/consents/statistics", json={"given": True, "method": claimed})
        client.put(f"{own}/consents/statistics", json={"given": False, "method": claimed})
    body = {**mine, "consents": {**none, "matching": True}, "consent_method": "self"}
    assert client.put(own, json=body).status_code == 200
    other = {**mine, "external_ref": "X-1", "consents": {**none, "contact": True}}
    second = client.post("/api/v1/profiles", json={**other, "consent_method": "self"}).json()
    records = client.get(f"{own}/consents").json()
    records += client.get(f"/api/v1/profiles/{second['id']}/consents").json()
    assert len(records) >= 4
    for record in records:
        assert record["method"] == "read_aloud"
        assert record["recorded_by"] == "counsellor"
        assert record["organisation"] == "Agence de Rabat"


def test_the_person_is_told_and_takes_it_back_in_one_step(house: House) -> None:
    profile = house.person(consents={"matching": True, "contact": True})
    house.messages.sent.clear()
    counsellor = house.browser(Role.COUNSELLOR, agency_id=AGENCY, organisation="Agence de Rabat")
    counsellor.post(f"/personnes/{profile.id}/accord/statistics", {"given": "1", "method": "self"})
    house.pump()
    (told,) = house.messages.sent
    assert told.address == profile.email
    assert "accord" in told.text.body
    own = house.browser(Role.JOBSEEKER, profile_id=profile.id)
    page = own.get("/profil/compte")
    assert "Agence de Rabat" in words(page)
    assert 'action="/profil/accord/statistics"' in page.text
    own.post("/profil/accord/statistics", {"given": "0"})
    assert not house.services.profiles.get(house.staff, profile.id).consents.statistics
