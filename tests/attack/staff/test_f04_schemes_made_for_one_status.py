"""F4: a scheme made for one status names its holders by its verdicts, unless nobody reads them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from amuddu.contracts.profiles import Profile
from amuddu.kit.auth import Role
from services.profiles.hireability import sharing
from tests.attack.staff.alike import STATUSES, people, signed_in, title_of
from tests.gateway.conftest import House
from tests.services.employers.schemes.test_new_schemes import NEW, new_scheme
from tests.support import AGENCY

WIDE = ["permit_work", "permit_family", "refugee_bra_permit", "receipt_application"]
"""Four statuses that meet a scheme; eleven do not. Without the receipt, which else is asked about
alone, the verdict would tell who holds one."""


def proposed(client: TestClient, *, statuses: list[str]) -> Any:
    body = new_scheme(terms={"statuses": statuses})
    return client.post("/api/v1/schemes", json=body)


def approved(house: House, made: Any) -> None:
    """A second person approves, and everybody hears of it."""
    other = signed_in(house, Role.COORDINATOR)
    path = f"/api/v1/schemes/proposals/{made.json()['id']}/approve"
    assert other.post(path, json={"reason": "Lu et vérifié"}).status_code == 200
    house.pump()


def verdicts(client: TestClient, who: dict[str, Profile]) -> dict[str, str | None]:
    asked = {"people": [str(one.id) for one in who.values()], "scheme_id": NEW}
    told = client.post("/api/v1/hireability", json=asked).json()["people"]
    return {kind: told[str(one.id)]["scheme_verdict"] for kind, one in who.items()}


def test_a_scheme_for_one_status_tells_nobody_apart(house: House) -> None:
    """A coordinator writes a scheme for refugees and wants its verdicts to name them."""
    leader = signed_in(house, Role.COORDINATOR)
    made = proposed(leader, statuses=["refugee_bra_permit"])
    assert made.json()["after_hire_only"], "who proposes and who decides read it"
    own = leader.post(
        f"/api/v1/schemes/proposals/{made.json()['id']}/approve", json={"reason": "moi-même"}
    )
    assert own.status_code == 403
    assert leader.get(f"/api/v1/schemes/{NEW}").status_code == 404, "not in force by one person"
    approved(house, made)
    employer = house.employer()
    vacancy = house.vacancy(employer, incentive_scheme=NEW)
    who = people(house, agency=AGENCY)
    for _ in range(sharing.LEAST_PEOPLE):  # however many there are
        house.person(agency=AGENCY, residence=title_of("refugee_bra_permit"))
    mine = signed_in(house, Role.COUNSELLOR, agency_id=AGENCY)
    assert set(verdicts(mine, who).values()) == {"ask"}
    counted = signed_in(house, Role.ADMINISTRATOR)
    assert set(verdicts(counted, who).values()) == {None}
    assert leader.post("/api/v1/hireability", json={"people": []}).status_code == 403
    boss = signed_in(house, Role.EMPLOYER, employer_id=employer.id)
    for one in who.values():
        house.services.matching.shortlist(house.staff, vacancy.id, one.id)
    house.pump()
    seen = boss.get(f"/api/v1/vacancies/{vacancy.id}/candidacies").text
    assert "verdict" not in seen


def test_a_scheme_that_few_people_meet_tells_nobody_apart(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A coordinator takes several statuses, of which one person here holds one."""
    approved(house, proposed(signed_in(house, Role.COORDINATOR), statuses=WIDE))
    who = people(house, agency=AGENCY)
    mine = signed_in(house, Role.COUNSELLOR, agency_id=AGENCY)
    assert set(verdicts(mine, who).values()) == {"ask"}
    # Where each verdict is shared by enough people, the person's own counsellor reads it.
    monkeypatch.setattr(sharing, "LEAST_PEOPLE", 3)
    monkeypatch.setattr(sharing, "_KNOWN", {})
    told = verdicts(mine, who)
    assert (told["refugee_bra_permit"], told["irregular"]) == ("eligible", "not_eligible")
    assert set(told) >= set(STATUSES)


def test_an_employer_sees_a_decided_claim_and_never_a_verdict(house: House) -> None:
    """An employer hires people, claims a scheme for one status, and wants to read who has it."""
    leader = signed_in(house, Role.COORDINATOR)
    approved(house, proposed(leader, statuses=["refugee_bra_permit"]))
    employer = house.employer()
    vacancy = house.vacancy(employer, incentive_scheme=NEW, places=2)
    who = people(house, agency=AGENCY)
    boss = signed_in(house, Role.EMPLOYER, employer_id=employer.id)
    seen: dict[str, Any] = {}
    for kind in ("refugee_bra_permit", "permit_work"):
        made = house.shortlisted(vacancy, who[kind])
        house.answer()
        boss.post(f"/api/v1/candidacies/{made}/hire")
        house.pump()
        offered = boss.get(f"/api/v1/hires/{made}/schemes").json()
        claim = boss.post(f"/api/v1/hires/{made}/claims", json={"scheme_id": NEW}).json()
        person = [each["verdict"] for each in claim["criteria"] if each["id"] == "person"]
        verdict = [each["verdict"] for each in offered if each["scheme_id"] == NEW]
        seen[kind] = (person, verdict, claim["state"], claim["total"])
        assert _judged(house, made) == ("eligible" if kind != "permit_work" else "not_eligible")
    assert len({str(each) for each in seen.values()}) == 1


def _judged(house: House, hire_id: UUID) -> str:
    """What the person's own counsellor reads who decides on the claim."""
    found = house.services.profiles.judge_claim(house.staff, hire_id, NEW)
    return str(found.verdict)
