"""Steps of a hire and their papers have versions too; a file keeps those of its own day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from amuddu.kit.auth import Actor
from amuddu.rules.book import Book, stand
from services.employers.rulebook.following import follow
from tests.services.employers.claims.claims_support import TODAY, Programme
from tests.services.employers.conftest import House
from tests.support import coordinator

TOMORROW = TODAY + timedelta(days=1)
PAPERS = [{"fr": "Passeport", "en": "Passport"}, {"fr": "Bail", "en": "Lease"}]
SHORTER = [
    *("check_stay", "check_employer", "taechir_account", "sign_legalise"),
    *("deposit", "visa", "cnss", "work_card"),
]


@pytest.fixture(autouse=True)
def as_delivered() -> Iterator[None]:
    """Rules are the process's own: no other test meets what one of these approved."""
    stand(Book())
    yield
    stand(Book())


@pytest.fixture
def running(house: House, boss: Actor) -> Programme:
    made = Programme(house, boss=boss)
    made.open_scheme()
    return made


def version(fact: str, values: dict[str, Any], **changes: Any) -> dict[str, Any]:
    source = {"title": "Circulaire d'essai", "published_on": TODAY.isoformat()}
    day = TOMORROW.isoformat()
    told = {"fact": fact, "valid_from": day, "values": values, "source": source}
    return {**told, "reason": "Lu au guichet", **changes}


def in_force(house: House, fact: str, values: dict[str, Any]) -> dict[str, Any]:
    """A version that a second person approved; what it changes was told before."""
    made = house.ok("POST", "/rules/versions", by=coordinator(), body=version(fact, values))
    path = f"/rules/versions/{made['id']}/approve"
    house.ok("POST", path, by=coordinator(), body={"reason": "Vérifié"})
    follow(house.database)
    return {each["subject"]: each for each in made["effects"]}


def steps_of(running: Programme, hire_id: UUID) -> dict[str, dict[str, Any]]:
    found = running.house.ok("GET", f"/hires/{hire_id}", by=running.boss)
    return {step["id"]: step for step in found["steps"]}


def test_a_file_keeps_the_steps_and_papers_of_the_day_it_was_opened(
    running: Programme, time_machine: Any
) -> None:
    house = running.house
    before = running.hired()
    told = in_force(house, "steps.check_stay", {"documents": PAPERS, "payer": "worker"})
    assert "Passeport, Bail" in told["step"]["after"]
    assert "Titre de séjour, Passeport" in told["step"]["before"]
    assert "la personne" in told["step"]["after"]
    routes = in_force(house, "routes.visa", {"steps": SHORTER})
    assert routes["steps"]["about"] == "visa"
    assert "3. Joindre le justificatif" in routes["steps"]["before"]
    assert "Joindre le justificatif" not in routes["steps"]["after"]

    assert steps_of(running, before)["check_stay"]["documents"][0] == "Titre de séjour"
    time_machine.shift(timedelta(days=1))
    after = running.hired_on(UUID(house.new_vacancy(by=running.boss)["id"]), hired_on=TOMORROW)
    old, new = steps_of(running, before), steps_of(running, after)
    assert old["check_stay"]["documents"] == ["Titre de séjour", "Passeport"]
    assert new["check_stay"]["documents"] == ["Passeport", "Bail"]
    assert "exemption_proof" in old
    assert list(new) == SHORTER
    history = house.ok("GET", "/rules/facts/steps.check_stay", by=coordinator())["history"]
    assert [row["valid_from"] for row in history] == [TOMORROW.isoformat(), None]
    assert history[1]["values"]["documents"][0]["fr"] == "Titre de séjour"


def test_a_hire_of_today_meets_no_version_of_today(house: House, time_machine: Any) -> None:
    body = version("steps.check_stay", {"documents": PAPERS}, valid_from=TODAY.isoformat())
    problems = house.problems("POST", "/rules/versions", by=coordinator(), body=body)
    assert TOMORROW.isoformat() in problems["valid_from"]
    tomorrow = version("steps.check_stay", {"documents": PAPERS})
    made = house.ok("POST", "/rules/versions", by=coordinator(), body=tomorrow)
    time_machine.shift(timedelta(days=1))
    path = f"/rules/versions/{made['id']}/approve"
    assert house.call("POST", path, by=coordinator(), body={"reason": "Tard"}).status_code == 409


@pytest.mark.parametrize(
    ("fact", "values"),
    [
        ("routes.visa", {"steps": ["check_stay", "fly"]}),
        ("routes.visa", {"steps": ["check_stay", "check_stay"]}),
        ("routes.visa", {"steps": "check_stay"}),
        ("steps.deposit", {"documents": [{"fr": "Sans anglais"}]}),
        ("steps.deposit", {"documents": ["Passeport"]}),
        ("steps.deposit", {"documents": {"fr": "Passeport"}}),
        ("steps.deposit", {"needs": ["fly"]}),
        ("steps.deposit", {"what": None}),
        ("steps.deposit", {"payer": "nobody"}),
        ("steps.deposit", {"days": {"low": "9", "high": "2"}}),
        ("steps.deposit", {"documents": None, "days": None, "cost_note": None}),
    ],
)
def test_what_is_no_step_is_refused_beside_its_field(
    house: House, fact: str, values: dict[str, Any]
) -> None:
    field = next(iter(values))
    for path in ("/rules/versions", "/rules/trials"):
        made = house.call("POST", path, by=coordinator(), body=version(fact, values))
        if len(values) > 1:  # a step without papers may be
            assert made.status_code in (200, 201), made.text
            continue
        assert made.status_code == 422, made.text
        assert f"values.{field}" in made.text


@pytest.mark.parametrize(
    ("fact", "values"),
    [
        # lodged before it is signed, never signed, an attestation that the route does not ask for
        ("routes.visa", {"steps": ["check_stay", "deposit", "sign_legalise", "visa", "cnss"]}),
        ("routes.visa", {"steps": ["check_stay", "deposit", "visa", "cnss"]}),
        ("routes.visa", {"steps": [*SHORTER[:3], "attestation_standard", *SHORTER[3:]]}),
        # nobody asks the desk for treaty nationals; a route to be settled that signs
        ("routes.contract_only", {"steps": ["check_stay", "check_employer", "cnss"]}),
        ("routes.ask", {"steps": ["check_stay", "sign_legalise"]}),
        # signed before the stay is looked at
        ("steps.sign_legalise", {"needs": ["check_employer"]}),
    ],
)
def test_a_version_that_the_check_would_refuse_is_refused(
    house: House, fact: str, values: dict[str, Any]
) -> None:
    made = house.call("POST", "/rules/trials", by=coordinator(), body=version(fact, values))
    assert made.status_code == 422, made.text
    assert "routes" in made.text or "steps" in made.text
