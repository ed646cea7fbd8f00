"""Somebody with a stolen key wants to read when and where people meet, or to speak for them.

Three doors answer whoever holds the link of a yes, and no session stands behind them: that of
notifications, which says whose yes a link is, and the two of matching, which read and move
interviews. They are the gateway's alone. Each test is one way in; none may open.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from amuddu.contracts.matching.interviews import LINKED_INTERVIEWS, LINKED_STEP, ProposeIn
from amuddu.contracts.notifications import READ_SAID_YES
from amuddu.kit import clock
from amuddu.kit.auth import Actor, Role, service_actor
from amuddu.kit.identity import NAMES
from amuddu.kit.trust.tokens import digest
from gateway.clients.base import Caller
from gateway.sessions import service as accounts
from tests.gateway.conftest import House
from tests.keys import FOLDER
from tests.signing import signer
from tests.support import AGENCY, counsellor

SERVICES = tuple(name for name in NAMES if name != "gateway")


@dataclass
class Thief:
    """Knows every id of a story, and holds keys."""

    house: House
    person: UUID
    candidacy: UUID
    interview: UUID
    token: str
    time: str

    def step(self, **changes: Any) -> dict[str, Any]:
        return {
            "profile_id": str(self.person),
            "round": 1,
            "interview_id": str(self.interview),
            "choose": {"starts_at": self.time},
            **changes,
        }

    def doors(self) -> dict[str, tuple[str, str, str, bytes]]:
        """Service, method, address and body of each."""
        link = LINKED_INTERVIEWS.address(self.candidacy)
        step = json.dumps(self.step()).encode()
        return {
            "read_said_yes": ("notifications", "GET", READ_SAID_YES.address(self.token), b""),
            "linked_interviews": ("matching", "GET", link, b""),
            "linked_interview_step": (
                "matching",
                "POST",
                LINKED_STEP.address(self.candidacy),
                step,
            ),
        }

    def knock(
        self, door: str, *, by: str, actor: Actor, body: bytes | None = None, path: str = ""
    ) -> int:
        """Ask with somebody's key, in somebody's name."""
        to, method, address, usual = self.doors()[door]
        path, sent = path or address, usual if body is None else body
        asked = signer(FOLDER, by).asked(to, digest(method, path.encode(), sent), actor)
        client: TestClient = getattr(self.house.services, to)._http
        headers = {"Authorization": f"Bearer {asked}", "Content-Type": "application/json"}
        return client.request(method, path, content=sent or None, headers=headers).status_code

    def state(self) -> str:
        """Where the interview stands."""
        staff = Caller(counsellor(), "fr")
        known = self.house.services.matching.interviews_of(staff, self.candidacy)
        return known.items[0].state


@pytest.fixture
def thief(house: House) -> Thief:
    vacancy, person = house.vacancy(house.employer()), house.person()
    candidacy = house.shortlisted(vacancy, person)
    token = house.messages.sent[-1].link.rpartition("/")[2]
    house.answer()
    at = (clock.now() + timedelta(days=3)).replace(second=0, microsecond=0)
    body = ProposeIn(times=(at,), how="phone", minutes=30)
    made = house.services.matching.move_interview(house.staff, "propose", candidacy, body)
    house.pump()
    return Thief(house, person.id, candidacy, made.id, token, made.times[0].isoformat())


def signed_in(house: House, role: Role, **of: Any) -> Actor:
    """Somebody with a session that exists."""
    account = house.account(role, **of)
    with house.databases["gateway"].session() as session:
        token = accounts.open_session(session, account, kind="page", hours=1)
        found = accounts.identify(session, token, kind="page", hours=1, days=1)
    assert found is not None
    return found.actor


@pytest.mark.parametrize("door", ["read_said_yes", "linked_interviews", "linked_interview_step"])
def test_no_other_services_key_opens_them(thief: Thief, door: str) -> None:
    """In its own name, in the gateway's, in that of somebody who is signed in."""
    them = signed_in(thief.house, Role.JOBSEEKER, profile_id=thief.person)
    nobody = Actor(id=uuid4(), role=Role.COUNSELLOR, agency_id=AGENCY, session_id="0" * 64)
    for by in SERVICES:
        for actor in (service_actor(by), service_actor("gateway"), them, nobody):
            assert thief.knock(door, by=by, actor=actor) in (401, 403), (door, by, actor.role)
    assert thief.state() == "proposed"


@pytest.mark.parametrize("door", ["read_said_yes", "linked_interviews", "linked_interview_step"])
def test_they_are_nobodys_who_is_signed_in(thief: Thief, door: str) -> None:
    """Even with the gateway's key: a session, of staff or of the very person, is not let in."""
    house = thief.house
    for actor in (
        signed_in(house, Role.COUNSELLOR, agency_id=AGENCY),
        signed_in(house, Role.ADMINISTRATOR),
        signed_in(house, Role.JOBSEEKER, profile_id=thief.person),
    ):
        assert thief.knock(door, by="gateway", actor=actor) == 403, (door, actor.role)
    assert thief.state() == "proposed"


def test_with_the_gateways_own_key_a_link_still_speaks_for_its_person_alone(thief: Thief) -> None:
    """What that key could do is what a link does: of another person, another round, another
    interview, or an invented link, nothing."""
    ours = service_actor("gateway")
    other = json.dumps(thief.step(profile_id=str(uuid4()))).encode()
    assert thief.knock("linked_interview_step", by="gateway", actor=ours, body=other) == 404
    another = json.dumps(thief.step(interview_id=str(uuid4()))).encode()
    assert thief.knock("linked_interview_step", by="gateway", actor=ours, body=another) == 404
    late = json.dumps(thief.step(round=2)).encode()
    assert thief.knock("linked_interview_step", by="gateway", actor=ours, body=late) == 410
    nothing = json.dumps(thief.step(choose=None)).encode()
    assert thief.knock("linked_interview_step", by="gateway", actor=ours, body=nothing) == 400
    for made_up in ("x" * 22, thief.token[:-1] + ("A" if thief.token[-1] != "A" else "B")):
        path = READ_SAID_YES.address(made_up)
        assert thief.knock("read_said_yes", by="gateway", actor=ours, path=path) in (404, 410)
    assert thief.state() == "proposed"
    # The way there is, or what is above would prove nothing.
    assert all(thief.knock(door, by="gateway", actor=ours) == 200 for door in thief.doors())
    assert thief.state() == "set"
