"""Calls that agents make belong to those who follow the person, not to the vacancy's agency."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from amuddu.contracts.notifications import NotificationFailed
from amuddu.contracts.profiles import ContactRoute
from amuddu.kit.auth import Actor
from tests import support
from tests.services.notifications.conftest import House


def to_be_called(house: House, *, agency: str | None, agent_id: UUID | None = None) -> UUID:
    """Somebody of `agency` shortlisted for a vacancy of Rabat; the id of the candidacy."""
    event = house.invite(channel="agent", address=None, agency="rabat")
    house.profiles.routes[event.profile_id] = ContactRoute(
        channel="agent", address=None, language="fr", agency_id=agency, agent_id=agent_id
    )
    house.send_all()
    return event.candidacy_id


def tasks(house: House, actor: Actor) -> list[str]:
    answer = house.client.get("/v1/messages/for-agents", headers=support.headers_for(actor))
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    assert page["total"] == len(page["items"])
    return [item["candidacy_id"] for item in page["items"]]


def test_a_call_belongs_to_the_agency_of_the_person(house: House) -> None:
    called = [str(to_be_called(house, agency="casablanca"))]
    for actor in (support.agent(agency="casablanca"), support.counsellor(agency="casablanca")):
        assert tasks(house, actor) == called
    for actor in (support.agent(agency="rabat"), support.counsellor(agency="rabat")):
        assert tasks(house, actor) == []
    assert tasks(house, support.administrator()) == called


def test_an_agent_calls_their_own_people_and_those_without_an_agent(house: House) -> None:
    helper, colleague = support.agent(), support.agent()
    own = str(to_be_called(house, agency="rabat", agent_id=helper.id))
    free = str(to_be_called(house, agency="rabat"))
    other = str(to_be_called(house, agency="rabat", agent_id=uuid4()))
    assert set(tasks(house, helper)) == {own, free}
    assert set(tasks(house, colleague)) == {free}
    assert set(tasks(house, support.counsellor())) == {own, free, other}


def test_nobody_can_call_who_has_no_agency(house: House) -> None:
    candidacy_id = to_be_called(house, agency=None)
    message = house.message(candidacy_id)
    assert (message.state, message.failure, message.channel) == ("failed", "no_address", "agent")
    failed = NotificationFailed(candidacy_id=candidacy_id, reason="no_address")
    assert support.outbox_events(house.database) == [failed]
    assert tasks(house, support.administrator()) == []
