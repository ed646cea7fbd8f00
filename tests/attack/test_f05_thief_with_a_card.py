"""A thief with a person's card and its number, at any telephone: wants their title and their place.

From a card session they read every page and knock at every door of the API, then change the
contact, to get the messages themselves.
"""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from time_machine import TimeMachineFixture

from amuddu.contracts.profiles import Profile, ProfileIn
from amuddu.kit import clock
from amuddu.kit.auth import Actor, Role
from amuddu.rules.residence import statuses
from gateway.accounts import cards
from gateway.clients.base import Caller, ServiceProblem
from gateway.people.steps import STEPS
from gateway.routes import ROUTERS
from gateway.settings import GatewaySettings
from tests.gateway.accounts.test_cards import PIN, entered
from tests.gateway.conftest import Browser, House, words
from tests.gateway.conftest import _passwords_quickly as _passwords_quickly
from tests.gateway.conftest import _two_loops as _two_loops
from tests.gateway.conftest import house as house
from tests.gateway.conftest import person as person_of
from tests.signing import with_session

_THEIRS = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"  # ids
    r"|[0-9a-f]{60,80}"  # tokens of forms
    r"|\b[A-Z0-9]{2}-[A-Z0-9]{3}\b"  # the code
)
_NEW = "+212655000199"
_OF_ONE = {"id", "code", "created_at", "updated_at"}


def doors(house: House, person: Profile) -> list[str]:
    """Every address that answers to GET, with the person's own id where one is asked."""
    found = {
        re.sub(r"{\w*id}", str(person.id), route.path)
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and "GET" in (route.methods or ())
    }
    steps = {f"/profil/pas/{step.name}" for step in STEPS}
    return sorted({path for path in found if "{" not in path} | steps)


def stolen(house: House, counsellor: Browser, person: Profile) -> Browser:
    """The thief's telephone, once it has scanned the card and taken the number."""
    page = counsellor.post(f"/personnes/{person.id}/carte", {"pin": PIN, "again": PIN})
    assert page.status_code == 200, words(page)
    return entered(house, card_address(house, person.id))


def card_address(house: House, profile_id: UUID) -> str:
    """What the square code of somebody's card says."""
    with house.databases["gateway"].session() as session:
        card = cards.of_profile(session, profile_id)
    assert card is not None
    return f"/c/{cards.token_of(card.id, GatewaySettings().signing_key)}"


def title(status: str, number: int) -> dict[str, Any]:
    """A title that ended, ends soon, or is good for years."""
    days = ("2020-01-01", clock.today().isoformat(), "2099-06-30")
    return {"status": status, "valid_until": days[number % 3]}


def test_every_title_looks_the_same_to_whoever_holds_the_card(
    house: House, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(clock.now(), tick=False)
    house.vacancy(house.employer())
    counsellor = house.counsellor()
    looks: dict[str, dict[str, set[str]]] = {}
    shut: set[str] = set()
    for number, status in enumerate((*statuses(), None)):
        residence = title(status, number) if status else None
        person = house.person(residence=residence, nationality="CM" if number % 2 else "SN")
        thief = stolen(house, counsellor, person)
        token = thief._client.cookies["amuddu_session"]
        bearer = TestClient(house.app, headers={"Authorization": f"Bearer {token}"})
        for path in doors(house, person):
            if _THEIRS.sub("·", path) in shut:
                continue
            page = bearer.get(path) if path.startswith("/api/") else thief.get(path)
            seen = f"{page.status_code} {_THEIRS.sub('·', page.text)}"
            assert page.status_code < 500, path
            looks.setdefault(_THEIRS.sub("·", path), {}).setdefault(seen, set()).add(str(status))
        if number == 2:  # three titles were shut out alike: the role decides, before anything else
            shut = {
                path
                for path, seen in looks.items()
                if len(seen) == 1 and next(iter(seen)).startswith(("401", "403 <!doctype html>"))
            }
    told = {path: list(seen.values()) for path, seen in looks.items() if len(seen) > 1}
    assert len(statuses()) >= 15
    for each in ("/inscription", "/inscription/entreprise"):
        told.pop(each, None)  # it offers another login each time
    assert told == {}


def test_the_service_itself_tells_a_card_session_nothing_of_the_title(house: House) -> None:
    """Past the pages: what profiles answers to the session that a card opened."""
    profiles = house.services.profiles
    answers: set[str] = set()
    for number, status in enumerate((*statuses(), None)):
        residence = title(status, number) if status else None
        body = ProfileIn.model_validate(person_of(residence=residence, nationality="SN"))
        made = profiles.create(house.staff, body)
        actor = with_session(Actor(id=uuid4(), role=Role.JOBSEEKER, profile_id=made.id))
        card = Caller(actor, "fr")
        with pytest.raises(ServiceProblem) as refused:
            profiles.rights(card, made.id)
        with pytest.raises(ServiceProblem) as kept:
            profiles.erase(card, made.id)
        read = profiles.get(card, made.id)
        sent = ProfileIn.model_validate(read.model_dump(include=set(ProfileIn.model_fields)))
        written = profiles.update(card, made.id, sent)
        seen = [
            refused.value.code,
            kept.value.code,
            *(each.model_dump_json(exclude=_OF_ONE) for each in (read, written)),
            *(each.action for each in profiles.accesses(card, made.id)),
        ]
        answers.add("\n".join(seen))
        assert profiles.get(house.staff, made.id).residence == made.residence
    assert len(answers) == 1


def test_a_card_neither_erases_nor_rewrites_the_title_by_sending_a_form(house: House) -> None:
    person = house.person(nationality="SN")
    thief = stolen(house, house.counsellor(), person)
    asked = thief.post("/profil/pas/prenom", {"given_name": "Zibounda", "family_name": "Autre"})
    assert asked.status_code == 200
    kept = house.services.profiles.get(house.staff, person.id)
    assert kept.family_name == "Autre"
    assert kept.residence == person.residence
    assert kept.nationality == "SN"
    assert thief.get("/profil/droits").status_code == 403
    assert "mot de passe" in words(thief.get("/profil/droits"))


def test_the_messages_of_a_person_are_not_led_to_the_thiefs_telephone(house: House) -> None:
    person = house.person()
    vacancy = house.vacancy(house.employer())
    thief = stolen(house, house.counsellor(), person)
    house.pump()
    house.messages.sent.clear()
    fields = {"channel": "sms", "phone": _NEW, "email": "", "language": "fr"}
    assert thief.post("/profil/pas/prevenir", fields).status_code == 200
    house.pump()
    (asked,) = house.messages.sent
    assert asked.address == person.email  # the contact of before is asked
    assert "/k/" in asked.link
    assert _NEW not in asked.text.body
    waiting = thief.get("/profil/compte")
    assert "Un changement de contact attend" in words(waiting)
    assert thief.post("/profil/compte/contact", {"answer": "mine"}).status_code in (403, 404)
    house.shortlisted(vacancy, person)
    assert {each.address for each in house.messages.sent} == {person.email}
    link = "/k/" + asked.link.rpartition("/")[2]
    assert Browser(house.app).post(link, {"answer": "not_mine"}).status_code == 200
    assert house.services.profiles.get(house.staff, person.id).phone == person.phone
    assert Browser(house.app).post(link, {"answer": "mine"}).status_code == 200  # too late
    assert house.services.profiles.get(house.staff, person.id).email == person.email
