"""Somebody who took over one process of the house, or listens between two, wants to read people.

They hold the private key of a service, or have caught a token, or even hold the gateway's own key,
and knock at profiles from inside the network. Each test is one way in; none may open.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import Mock
from uuid import uuid4

import httpx2
import pytest
import time_machine
from fastapi import FastAPI
from fastapi.testclient import TestClient
from itsdangerous import URLSafeTimedSerializer
from prometheus_client import REGISTRY
from sqlalchemy import select

from amuddu.contracts.doors import DOORS
from amuddu.kit import identity
from amuddu.kit.audit import recording
from amuddu.kit.audit.tables import entries
from amuddu.kit.auth import SERVICE_ACTOR_ID, Actor, Role
from amuddu.kit.db import Database
from amuddu.kit.health import internal_port
from amuddu.kit.health.probes import Health
from amuddu.kit.identity import NAMES, Identities, Identity
from amuddu.kit.settings import Settings
from amuddu.kit.trust import gate
from amuddu.kit.trust import sessions as trust_sessions
from amuddu.kit.trust.sessions import GatewaySessions, Question, Verdict
from amuddu.kit.trust.tokens import LIFE_SECONDS, SKEW_SECONDS, Asked, Signer, digest
from cli.processes import keys
from gateway.sessions import inside
from gateway.sessions import service as accounts
from gateway.sessions.tables import Account, Agency
from gateway.settings import GatewaySettings
from services.employers import app as employers_app
from services.profiles import app as profiles_app
from tests.conftest import TEST_SECRET, DatabaseOf
from tests.services.profiles.conftest import person
from tests.signing import signer
from tests.support import AGENCY, OTHER_AGENCY

PEOPLE = b"/v1/profiles"
SERVICES = tuple(name for name in NAMES if name != "gateway")


@dataclass
class Place:
    """Profiles and employers as they run, the gateway's door inside the house, and the keys."""

    keys: Path
    gateway: Database
    inside: TestClient
    apps: dict[str, FastAPI]
    replica: Callable[[], TestClient]

    def signer(self, name: str) -> Signer:
        """Whoever holds the private key of a process."""
        return signer(self.keys, name)

    def signed_in(self, *, kind: Any = "page") -> Actor:
        """A counsellor who is signed in, as the gateway names them."""
        with self.gateway.session() as session:
            account = Account(
                login=f"c-{uuid4().hex[:8]}",
                password_hash="",
                role=Role.COUNSELLOR,
                display_name="Compte de test",
                agency_id=AGENCY,
            )
            accounts.create(session, account, password="mot-de-passe-de-test")
            token = accounts.open_session(session, account, kind=kind, hours=1)
            found = accounts.identify(session, token, kind="page", hours=1, days=1)
        assert found is not None
        return found.actor

    def token(self, actor: Actor, *, by: str = "gateway", target: bytes = PEOPLE) -> str:
        """What the holder of a key signs for a reading of profiles."""
        return self.signer(by).asked("profiles", digest("GET", target, b""), actor)

    def knock(self, token: str, *, target: bytes = PEOPLE, to: str = "profiles") -> int:
        """Status of a reading with a token."""
        client = TestClient(self.apps[to])
        return client.get(target.decode(), headers={"Authorization": f"Bearer {token}"}).status_code


@pytest.fixture
def place(database_of: DatabaseOf, identities: Path, settings: Settings) -> Place:
    gateway, profiles = database_of("gateway"), database_of("services.profiles")
    kept_keys = database_of("services.profiles.keys")
    with gateway.session() as session:
        session.add_all([Agency(id=AGENCY, name="A"), Agency(id=OTHER_AGENCY, name="B")])
    door = internal_port.create_app(
        Health("gateway", settings, gateway),
        partial(inside.serve, settings=GatewaySettings(), database=gateway),
    )
    within = TestClient(door)

    def profiles_replica() -> FastAPI:
        made = profiles_app.create(database=profiles, keys=kept_keys)
        made.state.gate.sessions._http = within
        return made

    employers = employers_app.create(database=database_of("services.employers"))
    employers.state.gate.sessions._http = within
    return Place(
        identities,
        gateway,
        within,
        {"profiles": profiles_replica(), "employers": employers},
        lambda: TestClient(profiles_replica()),
    )


def refusals(why: str, service: str = "profiles") -> float:
    """How often that has been recorded."""
    labels = {"service": service, "why": why}
    return REGISTRY.get_sample_value("amuddu_actors_refused_total", labels) or 0.0


def test_whom_the_gateway_names_comes_in_and_that_is_what_the_others_try_to_be(
    place: Place,
) -> None:
    actor = place.signed_in()
    assert place.knock(place.token(actor)) == 200


@pytest.mark.parametrize("taken", SERVICES)
def test_the_key_of_a_service_names_no_counsellor(place: Place, taken: str) -> None:
    actor = place.signed_in()
    before = refusals("issuer")
    assert place.knock(place.token(actor, by=taken)) == 401
    assert refusals("issuer") == before + 1


@pytest.mark.parametrize("taken", SERVICES)
def test_the_key_of_a_service_signs_in_nobody_elses_name(place: Place, taken: str) -> None:
    thief = identity.private(place.keys / f"{taken}.key")
    for name in {"gateway", "notifications"} - {taken}:
        pretending = Signer(Identity(name, thief))
        target = f"/v1/profiles/{uuid4()}/contact-route".encode()
        for actor in (place.signed_in(), Actor(id=SERVICE_ACTOR_ID, role=Role.SERVICE)):
            token = pretending.asked("profiles", digest("GET", target, b""), actor)
            assert place.knock(token, target=target) == 401


def test_a_service_gets_no_other_name_by_writing_it_into_the_token(place: Place) -> None:
    target = f"/v1/profiles/{uuid4()}/contact-route".encode()
    named = Actor(id=SERVICE_ACTOR_ID, role=Role.SERVICE, organisation="notifications")
    for by in NAMES:
        said = place.signer(by).say(
            "asked",
            Asked,
            "profiles",
            jti="an-id-of-sixteen-characters",
            request=digest("GET", target, b""),
            actor=named,
        )
        assert place.knock(said, target=target) == 401
    own = place.token(named, by="notifications", target=target)
    assert place.knock(own, target=target) == 404  # it may ask, and nobody bears that id


@pytest.mark.parametrize("taken", NAMES)
def test_a_service_comes_through_its_own_doors_alone(place: Place, taken: str) -> None:
    itself = Actor(id=SERVICE_ACTOR_ID, role=Role.SERVICE, organisation=taken)
    for route in place.apps["profiles"].routes:
        path = getattr(route, "path", "")
        if not path.startswith("/v1/") or taken in DOORS.get(getattr(route, "name", ""), ()):
            continue
        target = re.sub(r"{\w+}", str(uuid4()), path).encode()
        for method in getattr(route, "methods", ()):
            token = place.signer(taken).asked("profiles", digest(method, target, b""), itself)
            client = TestClient(place.apps["profiles"])
            named = {"Authorization": f"Bearer {token}"}
            answer = client.request(method, target.decode(), headers=named)
            # A link that people open without an account tells a service what it tells them.
            unnamed = client.request(method, target.decode()).status_code
            assert answer.status_code == (403 if unnamed == 401 else unnamed), (method, path)


def test_a_caught_token_opens_nothing_a_second_time(place: Place) -> None:
    token = place.token(place.signed_in())
    assert place.knock(token) == 200
    before = refusals("replayed")
    assert place.knock(token) == 401
    other = place.replica()
    assert (
        other.get("/v1/profiles", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    )
    assert refusals("replayed") == before + 2


def test_a_caught_write_is_taken_once_by_all_replicas(place: Place) -> None:
    actor = place.signed_in()
    body = json.dumps(person(external_ref=None)).encode()
    token = place.signer("gateway").asked("profiles", digest("POST", PEOPLE, body), actor)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    first, second = TestClient(place.apps["profiles"]), place.replica()
    assert first.post("/v1/profiles", content=body, headers=headers).status_code == 201
    assert second.post("/v1/profiles", content=body, headers=headers).status_code == 401


def test_a_caught_token_opens_no_other_address_body_or_service(place: Place) -> None:
    actor = place.signed_in()
    for target in (b"/v1/profiles?limit=100", f"/v1/profiles/{uuid4()}".encode()):
        assert place.knock(place.token(actor), target=target) == 401
    token = place.signer("gateway").asked("profiles", digest("POST", PEOPLE, b"{}"), actor)
    headers = {"Authorization": f"Bearer {token}"}
    changed = TestClient(place.apps["profiles"]).post(
        "/v1/profiles", json=person(), headers=headers
    )
    assert changed.status_code == 401
    before = refusals("audience", "employers")
    assert (
        place.knock(
            place.token(actor, target=b"/v1/vacancies"), target=b"/v1/vacancies", to="employers"
        )
        == 401
    )
    assert refusals("audience", "employers") == before + 1


def test_a_caught_token_opens_nothing_after_its_life(place: Place) -> None:
    token = place.token(place.signed_in())
    late = datetime.now(UTC) + timedelta(seconds=LIFE_SECONDS + SKEW_SECONDS + 2)
    with time_machine.travel(late, tick=True):
        assert place.knock(token) == 401


def test_no_token_lives_for_longer_than_a_minute_whoever_signs_it(place: Place) -> None:
    now = int(datetime.now(UTC).timestamp())
    said = Asked(
        iss="gateway",
        aud="profiles",
        iat=now,
        exp=now + 86_400,
        jti="an-id-of-sixteen-characters",
        request=digest("GET", PEOPLE, b""),
        actor=place.signed_in(),
    )
    assert place.knock(place.signer("gateway").sign("asked", said)) == 401


def test_the_gateways_own_key_invents_no_session_and_that_is_recorded(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Mock()
    monkeypatch.setattr(gate, "log", log)
    invented = Actor(id=uuid4(), role=Role.COUNSELLOR, agency_id=AGENCY, session_id="0" * 64)
    before = refusals("session")
    for actor in (invented, invented.model_copy(update={"session_id": None})):
        assert place.knock(place.token(actor)) == 401
    assert refusals("session") == before + 2
    audit = recording.attached(place.apps["profiles"].state.database)
    assert audit is not None
    kept = [row for row in audit.rows(select(entries)) if row.actor_id == invented.id]
    assert [(row.action, row.outcome) for row in kept] == [("false_name", "refused")] * 2
    told = log.warning.call_args.kwargs
    assert (told["why"], told["issuer"], told["account_id"]) == (
        "session",
        "gateway",
        str(invented.id),
    )


def test_a_session_speaks_for_nobody_else_and_for_nothing_more(place: Place) -> None:
    actor = place.signed_in(kind="card")
    for change in (
        {"id": uuid4()},
        {"role": Role.ADMINISTRATOR},
        {"agency_id": OTHER_AGENCY},
        {"strong": True},
    ):
        assert place.knock(place.token(actor.model_copy(update=change))) == 401, change
    assert place.knock(place.token(actor)) == 200


def test_a_session_that_was_ended_opens_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trust_sessions, "REMEMBERED_SECONDS", 0.0)
    actor = place.signed_in()
    assert place.knock(place.token(actor)) == 200
    with place.gateway.session() as session:
        accounts.end_work(session, str(actor.session_id))
    assert place.knock(place.token(actor)) == 401


def test_the_shared_secret_of_before_signs_nothing_any_more(place: Place) -> None:
    actor = place.signed_in()
    old = URLSafeTimedSerializer([TEST_SECRET], salt="amuddu.actor")
    token = old.dumps(actor.model_dump(mode="json", exclude_none=True))
    assert place.knock(str(token)) == 401


class FalseGateway:
    """Somebody who answers at the gateway's internal address."""

    def __init__(self, answer: Callable[[Question], Any]) -> None:
        self._answer = answer

    def post(self, _: str, *, json: Any, **__: Any) -> httpx2.Response:
        return httpx2.Response(200, json=self._answer(Question.model_validate(json)))


def test_whoever_sits_at_the_gateways_address_cannot_say_that_a_session_exists(
    place: Place,
) -> None:
    invented = Actor(id=uuid4(), role=Role.COUNSELLOR, agency_id=AGENCY, session_id="0" * 64)
    by_matching = partial(place.signer("matching").say, "verdict", Verdict, "profiles", holds=True)
    kept = place.signer("gateway").say("verdict", Verdict, "profiles", nonce="x" * 22, holds=True)
    answers: list[Callable[[Question], Any]] = [
        lambda _: True,
        lambda question: by_matching(nonce=question.nonce),
        lambda _: kept,  # a true answer to another question
    ]
    for answer in answers:
        sessions = place.apps["profiles"].state.gate.sessions
        assert isinstance(sessions, GatewaySessions)
        sessions._http, sessions._away_until = FalseGateway(answer), 0.0  # type: ignore[assignment]
        assert place.knock(place.token(invented)) == 503


def test_while_the_gateway_is_away_profiles_tells_nothing_and_the_others_go_on(
    place: Place,
) -> None:
    def nobody(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused", request=request)

    away = httpx2.Client(base_url="http://gateway", transport=httpx2.MockTransport(nobody))
    actor = place.signed_in()
    for app in place.apps.values():
        app.state.gate.sessions._http = away
    assert place.knock(place.token(actor)) == 503
    target = b"/v1/vacancies"
    token = place.signer("gateway").asked("employers", digest("GET", target, b""), actor)
    assert place.knock(token, target=target, to="employers") == 200


def test_the_door_inside_the_gateway_answers_no_stranger(place: Place, tmp_path: Path) -> None:
    actor = place.signed_in()
    body = Question(nonce="x" * 22, actor=actor).model_dump_json().encode()
    what = digest("POST", trust_sessions.DOOR.encode(), body)
    service = Actor(id=SERVICE_ACTOR_ID, role=Role.SERVICE)
    for token in (
        "",
        place.signer("gateway").asked("gateway", what, service),
        signer(tmp_path, "profiles").asked("gateway", what, service),
        place.signer("gateway").asked("gateway", what, actor),
    ):
        answer = place.inside.post(
            trust_sessions.DOOR,
            content=body,
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        assert answer.status_code in {401, 403}, token


def test_each_process_of_a_house_holds_its_own_private_key_and_no_other(tmp_path: Path) -> None:
    keys.lay_out(tmp_path)
    for name in NAMES:
        found = {path.name for path in (tmp_path / name).iterdir()}
        assert found == {f"{name}.key", *(f"{each}.pub" for each in NAMES)}
        known = Identities(tmp_path / name)
        for other in NAMES:
            theirs = identity.private(tmp_path / other / f"{other}.key").public_key()
            assert known.key(other, identity.key_id(theirs)) is not None
