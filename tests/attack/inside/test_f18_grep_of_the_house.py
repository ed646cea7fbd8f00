"""Somebody with every dump, every topic, every log and the memory of matching greps for people.

The house is full, and everything that happens to people has happened: files were read, people put
forward, told, asked again, hired; forms were refused; strangers tried names as logins. What is
looked for, and why a hit is a leak, is said in `needles.py`.
"""

from __future__ import annotations

import io
import logging
import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from amuddu.contracts.events.envelope import Envelope
from amuddu.kit import clock
from amuddu.kit.audit import recording
from amuddu.kit.auth import Role
from amuddu.kit.bus.memory import MemoryBus
from amuddu.kit.observability import logs
from amuddu.kit.settings import Settings
from cli.demo.vacancies import vacancies
from gateway.accounts.cards import token_of
from gateway.sessions.tables import Agency, Card
from gateway.settings import GatewaySettings
from tests.attack.inside.dumps import OPEN, dump
from tests.attack.inside.needles import Hit, Needles, bodies, readable
from tests.attack.staff.alike import signed_in
from tests.gateway.accounts.test_cards import PIN
from tests.gateway.conftest import House, words
from tests.gateway.imports.support import send, work
from tests.support import AGENCY

PEOPLE = int(os.environ.get("AMUDDU_ATTACK_PEOPLE", "40"))
"""`make attack` fills it with all 400."""
BATCH = 50
TOLD = 12

PUBLIC = {"topic employers.schemes", "topic employers.rules"}
"""Terms of schemes and versions of rules name titles and countries, and nobody."""


@dataclass
class Full:
    """A full house, and all that it has written on the way."""

    house: House
    needles: Needles
    events: list[Envelope] = field(default_factory=list)
    log: io.StringIO = field(default_factory=io.StringIO)
    answers: dict[str, str] = field(default_factory=dict)
    before: dict[str, set[Hit]] = field(default_factory=dict)

    def written(self) -> dict[str, str]:
        """Everything outside profiles, by where it stands."""
        databases = dict(self.house.databases)
        audit = recording.attached(databases["profiles"])
        assert audit is not None
        databases["audit"] = audit.database
        texts = {
            f"database {name}: {table}": rows
            for name, database in databases.items()
            for table, rows in dump(database).items()
            if table not in OPEN
        }
        for envelope in self.events:
            texts[f"topic {envelope.topic}"] = (
                texts.get(f"topic {envelope.topic}", "") + envelope.model_dump_json() + "\n"
            )
        return {
            **texts,
            "log": self.log.getvalue(),
            "memory of matching": readable(_engine(self.house)),
            **self.answers,
        }

    def told(self) -> dict[str, set[Hit]]:
        """What is given away, by where, beside what pages said before anybody was here."""
        found = {
            place: self.needles.found(text) - self.before.get(place, set())
            for place, text in self.written().items()
            if place not in PUBLIC
        }
        return {place: hits for place, hits in found.items() if hits}


@pytest.fixture
def full(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Full]:
    """The house with its people, listened to from the first word."""
    today = clock.today()
    people = list(bodies(PEOPLE, today=today))
    made = Full(house, Needles.of(body for _, body in people))
    publish = MemoryBus.publish

    def keeping(bus: MemoryBus, envelopes: Any, *args: Any, **kwargs: Any) -> Any:
        made.events.extend(envelopes)
        return publish(bus, envelopes, *args, **kwargs)

    monkeypatch.setattr(MemoryBus, "publish", keeping)
    with _listening(made.log):
        vacancy_id = _offers(house, today=today)
        made.before = {
            place: made.needles.found(text) for place, text in _exports(house, vacancy_id).items()
        }
        _fill(house, people)
        _live(made, [body for _, body in people], today=today)
        yield made
    for name in ("notifications", "matching"):
        _execute(house, name, "DROP TABLE IF EXISTS planted")


@contextmanager
def _listening(stream: io.StringIO) -> Iterator[None]:
    """Everything that is logged, as the product writes it, down to the last detail."""
    logs.configure(Settings(log_level="DEBUG"))
    root = logging.getLogger()
    before = list(root.handlers)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(before[0].formatter)
    root.handlers = [handler]
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.handlers = before
        logs.configure(Settings())


def _offers(house: House, *, today: date) -> str:
    """Import vacancies; the id of one."""
    with house.databases["gateway"].session() as session:
        session.add(Agency(id="tanger", name="Agence de tanger"))
    admin = signed_in(house, Role.ADMINISTRATOR)
    firm = house.employer()
    rows = [body for _, body in vacancies(12, seed=18, today=today)]
    _imported(admin, "vacancies", {"employer_id": str(firm.id)}, rows)
    house.pump()
    items = admin.get("/api/v1/vacancies", params={"status": "published"}).json()["items"]
    return str(items[0]["id"])


def _fill(house: House, people: list[tuple[str, dict[str, Any]]]) -> None:
    """Import people of three agencies."""
    admin = signed_in(house, Role.ADMINISTRATOR)
    by_agency: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for agency, body in people:
        by_agency[agency].append(body)
    for agency, rows in by_agency.items():
        _imported(admin, "profiles", {"agency_id": agency}, rows)
    house.pump()


def _imported(api: TestClient, kind: str, whose: dict[str, str], rows: list[Any]) -> None:
    for start in range(0, len(rows), BATCH):
        body = {**whose, "rows": rows[start : start + BATCH]}
        answer = api.post(f"/api/v1/imports/{kind}/batch", json=body)
        assert answer.status_code == 200, answer.text
        outcomes = {each["outcome"] for each in answer.json()["results"]}
        assert "refused" not in outcomes, answer.text


def _live(full: Full, people: list[dict[str, Any]], *, today: date) -> None:
    """What happens to people in a house: the good, and what goes wrong."""
    house = full.house
    counsellor = signed_in(house, Role.COUNSELLOR, agency_id=AGENCY)
    found = counsellor.get("/api/v1/vacancies", params={"status": "published", "limit": 100}).json()
    vacancy = next(each for each in found["items"] if each["places"] > 1)  # two are hired
    firm = signed_in(house, Role.EMPLOYER, employer_id=vacancy["employer_id"])
    told = _put_forward(house, counsellor, vacancy["id"])
    _answered(house)
    _hired(house, counsellor, firm, vacancy["id"], today=today)
    _files(house, people)
    _mistakes(house, counsellor, people, told)
    full.answers |= _exports(house, vacancy["id"])


def _put_forward(house: House, counsellor: TestClient, vacancy_id: str) -> list[str]:
    path = f"/api/v1/vacancies/{vacancy_id}"
    items = counsellor.get(f"{path}/ranking", params={"part": "all", "limit": 100}).json()["items"]
    told: list[str] = []
    for item in items:
        answer = counsellor.post(f"{path}/candidates/{item['profile_id']}/shortlist")
        if answer.status_code == 200:
            told.append(item["profile_id"])
        if len(told) == TOLD:
            break
    assert len(told) > 3
    house.pump()
    assert house.messages.sent
    return told


def _answered(house: House) -> None:
    for number, message in enumerate(house.messages.sent):
        token = message.link.rpartition("/")[2]
        answer = ("yes", "yes", "no", "call")[number % 4]
        house.browser().post(f"/r/{token}", {"answer": answer})
    house.pump()


def _hired(
    house: House, counsellor: TestClient, firm: TestClient, vacancy_id: str, *, today: date
) -> None:
    path = f"/api/v1/vacancies/{vacancy_id}/candidacies"
    accepted = firm.get(path, params={"state": "accepted"}).json()["items"]
    assert accepted
    for one in accepted[:2]:
        assert firm.post(f"/api/v1/candidacies/{one['id']}/hire").status_code == 200
        house.pump()
        firm.post(f"/api/v1/hires/{one['id']}/follow")
        note = {"on": today.isoformat(), "note": "Dossier remis au guichet."}
        firm.post(f"/api/v1/hires/{one['id']}/steps/check_stay/finish", json=note)
        counsellor.get(f"/api/v1/hires/{one['id']}")
    assert firm.get("/api/v1/hires").json()["total"] > 0


def _files(house: House, people: list[dict[str, Any]]) -> None:
    """Files as offices keep them, right and wrong, sent by a page and worked through."""
    desk = house.counsellor()
    lines = ["prénom;nom;téléphone;courriel;nationalité;titre de séjour;métiers recherchés;ville"]
    for one in people[:8]:
        title = (one["residence"] or {}).get("status", "")
        cells = [one["given_name"], one["family_name"], one["phone"] or "", one["email"] or ""]
        lines.append(";".join([*cells, one["nationality"], title, "maçon", "Rabat"]))
    lines.append(f"{people[0]['given_name']};;{people[0]['phone']};;;;;Atlantide")
    send(desk, "profiles", "\n".join(lines), name=f"{people[0]['family_name']}.csv")
    odd = f"Demandeur;Portable\n{people[1]['given_name']};{people[1]['phone']}\n"
    send(desk, "profiles", odd, name=f"{people[1]['family_name']}.csv")
    work(house)
    house.pump()


def _mistakes(
    house: House, counsellor: TestClient, people: list[dict[str, Any]], told: list[str]
) -> None:
    """Refused forms, searches, strangers who try, a service that is away."""
    one = people[2]
    name = f"{one['given_name']} {one['family_name']}"
    desk = house.counsellor()
    desk.get("/personnes", q=name)
    desk.get(f"/personnes/{name}")
    desk.post("/personnes/nouvelle", {**_strings(one), "birth_year": "x", "place": "atlantide"})
    desk.post("/textes", {"text": f"{name} est {one['residence']}"})
    for bad in ({**one, "residence": {"status": name}}, {**one, "birth_year": name}, {name: name}):
        assert counsellor.post("/api/v1/profiles", json=bad).status_code in (401, 403, 422)
    stranger = house.browser()
    for login in (one["family_name"], one["email"] or one["phone"] or "", name):
        stranger.post("/connexion", {"login": login, "password": name})
        counsellor.post("/api/v1/sessions", json={"login": login, "password": name})
    counsellor.get(f"/api/v1/profiles/{told[0]}")
    _with_cards(house, counsellor, told)
    counsellor.get(f"/api/v1/profiles/{UUID(int=7)}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(house.services.profiles, "_http", _Away())
        desk.get("/personnes", q=name)
        desk.post("/personnes/nouvelle", _strings(one))


def _with_cards(house: House, counsellor: TestClient, told: list[str]) -> None:
    """Cards for those of the agency, one of which is opened, one guessed at."""
    desk = house.counsellor()
    for profile_id in told:
        if counsellor.get(f"/api/v1/profiles/{profile_id}").status_code == 200:
            desk.get(f"/personnes/{profile_id}/carte")
            desk.post(f"/personnes/{profile_id}/carte", {"pin": PIN, "again": PIN})
    with house.databases["gateway"].session() as session:
        cards = [card.id for card in session.exec(select(Card)).all()]
    assert cards
    for card_id, pin in zip(cards, (PIN, "0000"), strict=False):
        path = f"/c/{token_of(card_id, GatewaySettings().signing_key)}"
        browser = house.browser()
        browser.get(path)
        browser.post(path, {"pin": pin})
        browser.get("/profil")


class _Away:
    def request(self, *_: object, **__: object) -> object:
        raise httpx2.ConnectError("nobody there")


def _strings(one: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in one.items() if isinstance(value, str | int)}


def _exports(house: House, vacancy_id: str) -> dict[str, str]:
    """What may be carried away from pages by those who follow none of these people."""
    far = house.counsellor(agency="tanger")
    path = f"/offres/{vacancy_id}"
    readers = {
        "another agency": (far, (f"{path}/candidats", f"{path}/candidats.csv", "/embauches")),
        "coordinator": (
            house.browser(Role.COORDINATOR),
            ("/bilan", "/bilan.csv", "/journal.csv", "/embauches", "/demandes", "/budgets"),
        ),
        "officer": (house.browser(Role.OFFICER), ("/alertes", "/journal.csv", "/acces")),
        "administrator": (house.browser(Role.ADMINISTRATOR), ("/offres", "/imports", "/embauches")),
        "stranger": (house.browser(), ("/", "/ouvert", "/api", "/openapi.json")),
    }
    return {
        f"export {who}: {address}": words(page) if "html" in kind else page.text
        for who, (browser, addresses) in readers.items()
        for address in addresses
        for page in [browser.get(address)]
        for kind in [page.headers.get("content-type", "")]
    }


def test_a_grep_of_everything_finds_nobody_and_whoever_is_planted(full: Full) -> None:
    everything = full.written()
    assert sum(map(len, everything.values())) > 500_000
    assert {place.partition(" ")[0] for place in everything} >= {"database", "topic", "log"}
    told = full.told()
    assert told == {}, "\n".join(f"{place}: {sorted(hits)[:8]}" for place, hits in told.items())
    planted = _plant(full)
    told = full.told()
    assert {place: {kind for kind, _ in hits} for place, hits in told.items()} == planted


def _plant(full: Full) -> dict[str, set[str]]:
    """One leak of each kind, as a careless change would make it; what is to be found, by where."""
    one = next(body for _, body in bodies(PEOPLE, today=clock.today()) if body["phone"])
    spaced = f"06 {one['phone'][5:7]} {one['phone'][7:9]} {one['phone'][9:11]} {one['phone'][11:]}"
    logging.getLogger("planted").debug("kept %s", one["family_name"].upper())
    told = full.events[-1]
    full.events.append(told.model_copy(update={"data": {"to": spaced}}))
    clear = f"CREATE TABLE planted AS SELECT '{one['nationality']}'::text AS kept"
    _execute(full.house, "notifications", clear)
    hidden = f"CREATE TABLE planted AS SELECT convert_to('{one['given_name']}', 'UTF8') AS kept"
    _execute(full.house, "matching", hidden)
    _engine(full.house).cache.planted = {"who": [{"title": "refugee_bra_permit"}]}
    full.answers["export planted"] = f"K7-4QX;{one['external_ref']};3"
    return {
        "log": {"name"},
        f"topic {told.topic}": {"phone"},
        "database notifications: public.planted": {"nationality"},
        "database matching: public.planted": {"name"},
        "memory of matching": {"title"},
        "export planted": {"reference"},
    }


def _engine(house: House) -> Any:
    """What matching keeps in memory."""
    app: Any = house.services.matching._http.app  # type: ignore[attr-defined]
    return app.state.engine


def _execute(house: House, name: str, query: str) -> None:
    with house.databases[name].engine.begin() as connection:
        connection.exec_driver_sql(query)
