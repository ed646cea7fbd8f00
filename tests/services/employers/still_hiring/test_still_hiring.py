"""Employers who are silent: the signed link, one tap, and closing after ninety days."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from time_machine import TimeMachineFixture

from amuddu.contracts.employers import VacancyClosed
from amuddu.kit import retention
from amuddu.kit.auth import Actor
from amuddu.kit.bus.memory import MemoryBus
from amuddu.kit.errors import NotFound
from services.employers.settings import EmployersSettings
from services.employers.still_hiring import service as still_hiring
from services.employers.worker import create
from tests.services.employers.conftest import House
from tests.support import OTHER_AGENCY, counsellor

LINK_DAYS = retention.term("still_hiring_link").days
KEY = "a-key-for-this-test-alone-0123456789"


def days_later(days: float) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


def close_silent(house: House, days: float) -> int:
    with house.database.session() as session:
        return still_hiring.close_silent(session, at=days_later(days), limit=50)


def log_of(house: House, vacancy: dict[str, Any], boss: Actor) -> list[str]:
    steps = house.ok("GET", f"/vacancies/{vacancy['id']}/log", by=boss)
    return [step["name"] for step in steps]


def test_a_vacancy_closes_after_ninety_days_of_silence_and_not_before(
    house: House, boss: Actor
) -> None:
    vacancy = house.new_vacancy(by=boss)
    assert vacancy["closes_on"] == days_later(90).date().isoformat()
    assert close_silent(house, 89.9) == 0
    assert close_silent(house, 90.1) == 1
    assert close_silent(house, 90.1) == 0
    found = house.ok("GET", f"/vacancies/{vacancy['id']}", by=boss)
    assert (found["status"], found["closing_reason"]) == ("closed", "silent")
    assert found["closes_on"] is None
    assert isinstance(house.events()[-1], VacancyClosed)
    (step,) = house.ok("GET", f"/vacancies/{vacancy['id']}/log", by=boss)[-1:]
    assert (step["name"], step["actor_role"], step["reason"]) == ("close", "service", "silent")


def test_drafts_and_closed_vacancies_are_left_alone(house: House, boss: Actor) -> None:
    house.new_vacancy(by=boss, publish=False)
    closed = house.new_vacancy(by=boss)
    house.ok("POST", f"/vacancies/{closed['id']}/close", by=boss, body={"reason": "filled"})
    assert close_silent(house, 365) == 0


def test_a_sign_of_life_begins_the_days_anew(house: House, boss: Actor) -> None:
    vacancy = house.new_vacancy(by=boss)
    _age(house, days=80)
    silent = house.ok("GET", "/vacancies", by=counsellor(), silent_days=60)
    assert [item["id"] for item in silent["items"]] == [vacancy["id"]]
    before = len(house.events())
    kept = house.ok("POST", f"/vacancies/{vacancy['id']}/confirm", by=boss)
    assert kept["closes_on"] == days_later(90).date().isoformat()
    assert kept["revision"] == vacancy["revision"]
    assert len(house.events()) == before, "nobody is told of what did not change"
    assert house.ok("GET", "/vacancies", by=counsellor(), silent_days=60)["total"] == 0
    assert close_silent(house, 30) == 0


def _age(house: House, *, days: int) -> None:
    with house.database.engine.begin() as connection:
        connection.execute(
            text("UPDATE vacancies SET updated_at = updated_at - :time"),
            {"time": timedelta(days=days)},
        )


def test_an_employer_answers_by_a_signed_link(house: House, boss: Actor) -> None:
    vacancy = house.new_vacancy(by=boss)
    path = f"/vacancies/{vacancy['id']}/still-hiring-link"
    url = house.ok("GET", path, by=counsellor())["url"]
    token = url.rpartition("/encore/")[2]
    assert house.call("GET", path, by=boss).status_code == 403
    assert house.call("GET", path, by=counsellor(agency=OTHER_AGENCY)).status_code == 404
    shown = house.client.get(f"/v1/still-hiring/{token}").json()
    assert (shown["title"], shown["status"]) == (vacancy["title"], "published")
    assert set(shown) == {"title", "employer_name", "status", "closing_reason", "closes_on"}
    _age(house, days=80)
    yes = house.client.post(f"/v1/still-hiring/{token}", json={"answer": "yes"}).json()
    assert yes["closes_on"] == days_later(90).date().isoformat()
    assert log_of(house, vacancy, boss)[-1] == "confirm"
    for _ in range(2):  # a double tap closes once
        done = house.client.post(f"/v1/still-hiring/{token}", json={"answer": "filled"})
        assert done.json()["closing_reason"] == "filled"
    assert log_of(house, vacancy, boss).count("close") == 1
    late = house.client.post(f"/v1/still-hiring/{token}", json={"answer": "yes"})
    assert late.status_code == 409
    assert "copiez-la" in late.json()["title"]
    assert house.call("GET", path, by=counsellor()).status_code == 409


@given(st.text(max_size=40))
def test_a_link_that_was_not_signed_here_is_unknown(token: str) -> None:
    with pytest.raises(NotFound):
        still_hiring._read(token, KEY)


def test_a_link_ends(house: House, boss: Actor, time_machine: TimeMachineFixture) -> None:
    vacancy = house.new_vacancy(by=boss)
    token = still_hiring.token(UUID(vacancy["id"]), key=EmployersSettings().signing_key)
    time_machine.move_to(days_later(LINK_DAYS), tick=False)
    assert house.client.get(f"/v1/still-hiring/{token}").status_code == 200
    time_machine.move_to(days_later(LINK_DAYS + 1), tick=False)
    late = house.client.post(f"/v1/still-hiring/{token}", json={"answer": "filled"})
    assert late.status_code == 404
    assert "un autre" in late.json()["title"]
    assert house.ok("GET", f"/vacancies/{vacancy['id']}", by=boss)["status"] == "published"


def test_a_link_opens_one_vacancy_and_no_draft(house: House, boss: Actor) -> None:
    draft = house.new_vacancy(by=boss, publish=False)
    key = EmployersSettings().signing_key
    for vacancy_id in (UUID(draft["id"]), uuid4()):
        token = still_hiring.token(vacancy_id, key=key)
        assert house.client.get(f"/v1/still-hiring/{token}").status_code == 404
        other = still_hiring.token(vacancy_id, key=KEY)
        assert house.client.get(f"/v1/still-hiring/{other}").status_code == 404


def test_the_worker_closes_by_itself(
    house: House, boss: Actor, time_machine: TimeMachineFixture
) -> None:
    house.new_vacancy(by=boss)
    time_machine.shift(timedelta(days=91))
    worker = create(EmployersSettings(), database=house.database, bus=MemoryBus())
    worker.start()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if house.ok("GET", "/vacancies", by=boss, status="closed")["total"]:
            break
        time.sleep(0.05)
    worker.stop()
    assert house.ok("GET", "/vacancies", by=boss, status="closed")["total"] == 1
