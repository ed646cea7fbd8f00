"""A scheme is judged by the version in force on the day when work starts, whoever looks when."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from amuddu.kit.auth import Actor
from tests.services.employers.claims.claims_support import SCHEME, TODAY, Programme, terms
from tests.services.employers.conftest import House, mason

CHANGES = TODAY + timedelta(days=30)
BEFORE = (TODAY + timedelta(days=10)).isoformat()
AFTER = (TODAY + timedelta(days=40)).isoformat()


@pytest.fixture
def running(house: House, boss: Actor) -> Programme:
    """2,000 a month for starts before the change, 500 for those from it on."""
    made = Programme(house, boss=boss)
    made.open_scheme()
    body = {
        "valid_from": CHANGES.isoformat(),
        "reason": "Avenant à la convention",
        "terms": terms(house, made.leader, amount_value="500"),
    }
    path = f"/schemes/{SCHEME}/versions"
    assert house.approved(house.call("POST", path, by=made.leader, body=body)).status_code == 201
    made.fund()
    return made


@pytest.mark.parametrize(("start", "total"), [(BEFORE, 12000), (AFTER, 3000), (None, 12000)])
def test_a_vacancy(running: Programme, start: str | None, total: int) -> None:
    house, boss = running.house, running.boss
    made = house.new_vacancy(by=boss, incentive_scheme=SCHEME, starts_on=start)
    assert Decimal(made["incentive"]["total"]) == total
    asked = {"scheme_id": SCHEME, "vacancy": mason(incentive_scheme=SCHEME, starts_on=start)}
    found = house.ok("POST", "/incentives/evaluate", by=boss, body=asked)
    assert Decimal(found["total"]) == total
    other = AFTER if start == BEFORE else BEFORE
    path = f"/vacancies/{made['id']}"
    body = mason(incentive_scheme=SCHEME, starts_on=other)
    moved = house.ok("PUT", path, by=boss, body=body)
    assert Decimal(moved["incentive"]["total"]) == (3000 if other == AFTER else 12000)


def test_a_row_of_a_file(running: Programme) -> None:
    rows = [
        mason(external_ref=str(number), incentive_scheme=SCHEME, starts_on=start)
        for number, start in enumerate((BEFORE, AFTER, BEFORE))
    ]
    body = {"rows": rows}
    done = running.house.ok("POST", "/vacancies/batch", by=running.boss, body=body)
    paid = [
        running.house.ok("GET", f"/vacancies/{row['id']}", by=running.boss)["incentive"]["total"]
        for row in done["results"]
    ]
    assert list(map(Decimal, paid)) == [12000, 3000, 12000]


@pytest.mark.parametrize(("start", "total"), [(BEFORE, 12000), (AFTER, 3000)])
def test_a_claim_on_whatever_day_it_is_sent(
    running: Programme, time_machine: Any, start: str, total: int
) -> None:
    hire = running.hired(starts_on=start)
    offered = running.house.ok("GET", f"/hires/{hire}/schemes", by=running.boss)
    (one,) = (each for each in offered if each["scheme_id"] == SCHEME)
    assert Decimal(one["total"]) == total
    claim = running.draft(hire)
    assert Decimal(claim["total"]) == total
    running.complete(claim)
    if start == AFTER:  # sent in once the version is in force, and the money is the same
        time_machine.shift(timedelta(days=35))
    sent = running.step(claim["id"], "submit", by=running.boss)
    assert (Decimal(sent["total"]), sent["state"]) == (total, "submitted")
