"""F3: what hiring somebody takes follows from their residence title, and nobody else learns it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from amuddu.contracts.events.envelope import Envelope
from amuddu.contracts.profiles import Profile
from amuddu.kit.auth import Role
from amuddu.kit.bus.memory import MemoryBus
from amuddu.rules.residence import statuses
from tests.attack.staff.alike import by_person, people, plain, signed_in, split
from tests.gateway.conftest import House, words
from tests.support import AGENCY, OTHER_AGENCY

SCHEME = "MA_PRIME_APPUI_EMPLOI"
ROUTES = ("contract_only", "simplified", "attestation_and_visa", "not_now")


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[Envelope]:
    """Every envelope on the bus."""
    kept: list[Envelope] = []
    publish = MemoryBus.publish

    def keeping(self: MemoryBus, envelopes: Any, *args: Any, **kwargs: Any) -> Any:
        kept.extend(envelopes)
        return publish(self, envelopes, *args, **kwargs)

    monkeypatch.setattr(MemoryBus, "publish", keeping)
    return kept


def shortlisted(client: TestClient, vacancy_id: UUID, who: dict[str, Profile]) -> dict[str, Any]:
    """What somebody is answered who puts each of them forward."""
    return {
        kind: client.post(f"/api/v1/vacancies/{vacancy_id}/candidates/{one.id}/shortlist")
        for kind, one in who.items()
    }


def rows(house: House, service: str) -> Iterator[str]:
    """Every row of every table of a service, but for whom a scheme admits, which is public."""
    with house.databases[service].engine.connect() as connection:
        tables = connection.exec_driver_sql(
            "SELECT tablename FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename NOT LIKE '%%scheme_versions'"
        ).scalars()
        for table in tables.all():
            found = connection.exec_driver_sql(f'SELECT row_to_json(t)::text FROM "{table}" t')
            yield from (f"{table}: {row}" for row in found.scalars())


def test_another_agencys_counsellor_cannot_split_people(house: House) -> None:
    """A counsellor of another agency, at every door of theirs, wants to know who is irregular."""
    employer = house.employer()
    vacancy = house.vacancy(employer, incentive_scheme=SCHEME, places=60)
    who = people(house)
    whose = {one.id: kind for kind, one in who.items()}
    client = signed_in(house, Role.COUNSELLOR, agency_id=AGENCY)
    base = f"/api/v1/vacancies/{vacancy.id}"

    def ranked(**filters: Any) -> dict[str, str]:
        asked = {"part": "all", "limit": 100, **filters}
        items = client.get(f"{base}/ranking", params=asked).json()["items"]
        return {whose[UUID(item["profile_id"])]: plain(json.dumps(item)) for item in items}

    for filters in ({}, {"hireable_only": True}, {"min_fit": 0.1}, {"state": "proposed"}):
        found = ranked(**filters)
        assert found.keys() == who.keys()
        assert split(found) == [list(found)]
    asked = {"people": [str(one.id) for one in who.values()], "scheme_id": SCHEME}
    told = client.post("/api/v1/hireability", json=asked).json()["people"]
    assert split(told) == [list(told)]
    nobody = {"people": ["00000000-0000-4000-8000-000000000000"]}
    assert list(client.post("/api/v1/hireability", json=nobody).json()["people"].values()) == [
        next(iter(told.values()))
    ]

    browser = house.counsellor(agency=AGENCY)
    page = browser.get(f"/offres/{vacancy.id}/candidats").text
    lines_of = page.partition("</ol>")[0].split('<li class="person"')[1:]
    seen = {whose[UUID(card.split('id="c-')[1][:36])]: plain(_as_line(card)) for card in lines_of}
    assert seen.keys() == who.keys()
    assert split(seen) == [list(seen)]
    opened = {}
    for kind, one in who.items():
        answer = browser.get(f"/offres/{vacancy.id}/candidats?ouvert={one.code}").text
        card = answer.partition('<article class="opened')[2].partition("</article>")[0]
        assert one.code in card
        assert "À voir avec son agence." in card
        opened[kind] = plain(_without_rank(_without_turning(card)))
    first = next(iter(opened.values()))
    assert {kind: _where(first, card) for kind, card in opened.items()} == dict.fromkeys(opened, "")
    first, second, *_ = who.values()
    compared = browser.get(f"/offres/{vacancy.id}/comparer?c={first.id}&c={second.id}")
    assert words(compared).count("À voir avec son agence.") == 4
    lines = browser.get(f"/offres/{vacancy.id}/candidats.csv").text.splitlines()[1:]
    assert len({plain(line).partition(";")[2].partition(";")[2] for line in lines if line}) <= 1

    answers = shortlisted(client, vacancy.id, who)
    assert {answer.status_code for answer in answers.values()} == {200}
    bodies = {kind: plain(answer.text) for kind, answer in answers.items()}
    assert split(bodies) == [list(bodies)]
    house.pump()
    after = ranked(state="told")
    assert after.keys() == who.keys()
    assert split(after) == [list(after)]
    listed = client.get(f"{base}/candidacies").json()["items"]
    stood = {whose[UUID(item["profile_id"])]: plain(json.dumps(item)) for item in listed}
    assert split(stood) == [list(stood)]


def _as_line(card: str) -> str:
    """A line of the list without its place and without being the one that is open."""
    whole = card.rpartition("</li>")[0] or card
    return re.sub(r'<span class="place">\d+</span>', "", whole).replace(' aria-current="true"', "")


def _without_rank(card: str) -> str:
    return re.sub(r'<span class="rank">\d+</span>', "", card)


def _where(one: str, other: str) -> str:
    """Where two texts part; nothing where they are the same."""
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None:
        return "" if len(one) == len(other) else other[len(one) :] or "shorter"
    return f"{one[at - 60 : at + 60]} / {other[at - 60 : at + 60]}"


def _without_turning(card: str) -> str:
    """Who stands before and after somebody follows from their place."""
    alone = re.sub(r'<nav class="turn".*?</nav>', "", card, flags=re.DOTALL)
    return re.sub(r'name="csrf_token" value="[^"]*"', "", alone)


def test_an_employer_reads_no_route_before_a_yes_and_never_a_verdict(house: House) -> None:
    """An employer wants to know before a yes what hiring each person takes, and more after it."""
    employer = house.employer()
    vacancy = house.vacancy(employer, incentive_scheme=SCHEME, places=60)
    who = people(house)
    counsellor = signed_in(house, Role.COUNSELLOR, agency_id=AGENCY)
    boss = signed_in(house, Role.EMPLOYER, employer_id=employer.id)
    rival = signed_in(house, Role.EMPLOYER, employer_id=house.employer("Rif Bois").id)
    made: dict[str, str] = {}
    for kind, one in who.items():
        made[kind] = shortlisted(counsellor, vacancy.id, {kind: one})[kind].json()["id"]
        house.pump()
        asked = {"candidacies": list(made.values())}
        assert (
            made[kind] not in boss.post("/api/v1/hireability/opened", json=asked).json()["routes"]
        )
        house.answer()
    asked = {"candidacies": list(made.values())}
    opened = boss.post("/api/v1/hireability/opened", json=asked).json()["routes"]
    assert opened.keys() == set(made.values())
    # Who cannot be hired today reads like who has to be looked at: the agency tells what it may.
    assert "not_now" not in opened.values()
    assert len({opened[made[kind]] for kind in ("irregular", "ended", "receipt_application")}) == 1
    assert rival.post("/api/v1/hireability/opened", json=asked).json() == {"routes": {}}
    for path in (f"/vacancies/{vacancy.id}/candidacies", "/hires", f"/vacancies/{vacancy.id}"):
        told = boss.get(f"/api/v1{path}").text
        assert "scheme_verdict" not in told
        assert "not_now" not in told
    everybody = {"people": [str(one.id) for one in who.values()], "scheme_id": SCHEME}
    assert boss.post("/api/v1/hireability", json=everybody).status_code == 403
    hire = boss.post(f"/api/v1/candidacies/{made['permit_work']}/hire")
    assert hire.status_code == 200
    path = f"/api/v1/hireability/hires/{made['permit_work']}/schemes/{SCHEME}"
    assert boss.get(path).status_code == 404, "not on the public API, for anybody"


def test_databases_and_topics_of_the_others_say_the_same_of_all(
    house: House, published: list[Envelope]
) -> None:
    """Whoever holds all databases and topics but those of profiles wants people's situations."""
    employer = house.employer()
    vacancy = house.vacancy(employer, incentive_scheme=SCHEME, places=60)
    who = people(house)
    whose = {one.id: kind for kind, one in who.items()}
    counsellor = signed_in(house, Role.COUNSELLOR, agency_id=AGENCY)
    boss = signed_in(house, Role.EMPLOYER, employer_id=employer.id)
    for kind, one in who.items():
        made = shortlisted(counsellor, vacancy.id, {kind: one})[kind].json()["id"]
        whose[UUID(made)] = kind
        house.pump()
        house.answer()
        assert boss.post(f"/api/v1/candidacies/{made}/hire").status_code == 200
        house.pump()
    kept = [
        row
        for name in ("matching", "employers", "notifications", "support")
        for row in rows(house, name)
    ]
    wire = [each.model_dump_json() for each in published if each.type != "scheme.versioned"]
    for texts in (kept, wire):
        found = by_person(texts, whose)
        assert found.keys() == set(who)
        assert split(found) == [list(found)], _differences(found)
        whole = "\n".join(texts)
        assert not [code for code in (*ROUTES, "scheme_verdict") if code in whole]
        assert not [code for code in statuses() if f'"{code}"' in whole]


def _differences(found: Any) -> str:
    first, *others = found.values()
    each = next(each for each in others if each != first)
    return str((each - first, first - each))


def test_each_reading_of_a_route_is_in_the_persons_own_log(house: House) -> None:
    """A counsellor of one's own agency looks through everybody's routes and wants no trace."""
    who = people(house, agency=OTHER_AGENCY)
    client = signed_in(house, Role.COUNSELLOR, agency_id=OTHER_AGENCY)
    asked = {"people": [str(one.id) for one in who.values()]}
    told = client.post("/api/v1/hireability", json=asked).json()["people"]
    assert told[str(who["irregular"].id)]["route"] == "not_now"
    assert all(each["followed"] for each in told.values())
    for one in who.values():
        seen = client.get(f"/api/v1/profiles/{one.id}/accesses")
        log = seen.json() if seen.status_code == 200 else _log(house, one)
        assert "hireability" in [line["action"] for line in log]
    too_many = {"people": [str(next(iter(who.values())).id)] * 101}
    assert client.post("/api/v1/hireability", json=too_many).status_code == 422


def _log(house: House, one: Profile) -> list[dict[str, Any]]:
    with house.databases["profiles"].engine.connect() as connection:
        query = "SELECT action FROM accesses WHERE profile_id = %s"
        found = connection.exec_driver_sql(query, (one.id,)).mappings()
        return [dict(row) for row in found]
