"""Somebody with a stolen key wants everything about everybody, from the doors of exports.

They hold the key of any process, even the gateway's, and may have caught a pass; each test is one
way in to a service that holds candidacies, hires or messages. None may open.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from time_machine import TimeMachineFixture

from amuddu.contracts.export import HOLDERS
from amuddu.contracts.export.profiles import BEGIN_EXPORT, ExportIn
from amuddu.kit import clock
from amuddu.kit.auth import Actor, Role, service_actor
from amuddu.kit.identity import NAMES
from amuddu.kit.trust import passes
from amuddu.kit.trust.tokens import Signer, digest
from gateway.clients.base import Caller
from gateway.sessions import service as accounts
from tests.gateway.conftest import House
from tests.keys import FOLDER
from tests.signing import signer

DOOR = "/v1/exports"


@dataclass
class Thief:
    """Knocks at the doors of exports."""

    house: House
    victim: UUID

    def key(self, name: str) -> Signer:
        return signer(FOLDER, name)

    def knock(self, to: str, token: str, *, by: str, actor: Actor) -> tuple[int, str]:
        """Ask a service with a pass, signed by somebody's key in somebody's name."""
        body = json.dumps({"token": token}).encode()
        asked = self.key(by).asked(to, digest("POST", DOOR.encode(), body), actor)
        client: TestClient = getattr(self.house.services, to)._http
        headers = {"Authorization": f"Bearer {asked}", "Content-Type": "application/json"}
        answer = client.post(DOOR, content=body, headers=headers)
        return answer.status_code, answer.text

    def forged(self, to: str, actor: Actor, *, by: str = "profiles") -> str:
        """A pass, made with somebody's key."""
        return passes.given(self.key(by), to, people=(self.victim,), actor=actor)


@pytest.fixture
def thief(house: House) -> Thief:
    firm = house.employer()
    profile = house.person()
    house.shortlisted(house.vacancy(firm), profile)
    house.answer()
    return Thief(house, profile.id)


def signed_in(house: House, role: Role = Role.COUNSELLOR, **of: Any) -> Actor:
    """Somebody with a session that exists."""
    with house.databases["gateway"].session() as session:
        account = house.account(role, **of)
        token = accounts.open_session(session, account, kind="page", hours=1)
        found = accounts.identify(session, token, kind="page", hours=1, days=1)
    assert found is not None
    return found.actor


@pytest.mark.parametrize("by", NAMES)
@pytest.mark.parametrize("to", HOLDERS)
def test_no_key_alone_opens_them(thief: Thief, to: str, by: str) -> None:
    """In its own name, in an invented one's, with a pass made with the same key."""
    nobody = Actor(id=uuid4(), role=Role.COUNSELLOR, agency_id="rabat", session_id="0" * 64)
    for actor in (service_actor(by), nobody):
        status, said = thief.knock(to, thief.forged(to, actor, by=by), by=by, actor=actor)
        assert status in (401, 403), (by, to, said)


@pytest.mark.parametrize("to", HOLDERS)
def test_a_session_of_ones_own_needs_a_pass_of_profiles(thief: Thief, to: str) -> None:
    """Who holds the gateway's key and a session of their own, and any key but that of profiles."""
    me = signed_in(thief.house, agency_id="rabat")
    for by in set(NAMES) - {"profiles"}:
        assert thief.knock(to, thief.forged(to, me, by=by), by="gateway", actor=me)[0] == 403
    for nonsense in ("", "x" * 400, thief.key("profiles").asked(to, "0" * 64, me)):
        assert thief.knock(to, nonsense, by="gateway", actor=me)[0] == 403


@pytest.mark.parametrize("to", HOLDERS)
def test_a_pass_serves_nobody_else_nowhere_else_and_not_for_long(
    thief: Thief, to: str, time_machine: TimeMachineFixture
) -> None:
    me, other = (signed_in(thief.house, agency_id="rabat") for _ in range(2))
    caught = thief.forged(to, me)
    elsewhere = next(name for name in HOLDERS if name != to)
    assert thief.knock(to, caught, by="gateway", actor=me)[0] == 200
    assert thief.knock(to, caught, by="gateway", actor=other)[0] == 403
    assert thief.knock(elsewhere, caught, by="gateway", actor=me)[0] == 403
    again = me.model_copy(update={"session_id": other.session_id})
    assert thief.knock(to, caught, by="gateway", actor=again)[0] == 401
    time_machine.move_to(clock.now() + timedelta(minutes=2), tick=False)
    assert thief.knock(to, caught, by="gateway", actor=me)[0] == 403


def test_profiles_gives_passes_to_no_service(thief: Thief) -> None:
    """Its own door takes people alone, whoever's key signs."""
    path = BEGIN_EXPORT.address(thief.victim)
    body = ExportIn().model_dump_json().encode()
    client: TestClient = thief.house.services.profiles._http  # type: ignore[assignment]
    for by in NAMES:
        asked = thief.key(by).asked(
            "profiles", digest("POST", path.encode(), body), service_actor(by)
        )
        headers = {"Authorization": f"Bearer {asked}", "Content-Type": "application/json"}
        assert client.post(path, content=body, headers=headers).status_code in (401, 403), by


def test_a_pass_names_the_person_who_was_asked_about_alone(thief: Thief) -> None:
    house = thief.house
    other = house.person(given_name="Tamekko", phone="+212655000222", email="t@exemple.ma")
    me = signed_in(house, Role.JOBSEEKER, profile_id=other.id)
    begun = house.services.profiles.begin_export(Caller(me, "fr"), other.id, ExportIn())
    for to in HOLDERS:
        status, said = thief.knock(to, begun.passes[to], by="gateway", actor=me)
        assert status == 200
        assert str(thief.victim) not in said
    assert thief.knock("notifications", begun.passes["notifications"], by="gateway", actor=me)[
        1
    ] == ('{"offers":[],"notices":[],"news":[],"muted":[]}')
