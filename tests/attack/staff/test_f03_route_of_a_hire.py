"""F3: an employer wants the file of a hire to say another route than the one opened to them, or a
service that was taken over wants to ask routes in somebody's name."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from amuddu.contracts.employers import Employer
from amuddu.kit.audit import recording
from amuddu.kit.auth import Actor, Role
from amuddu.kit.errors import Unavailable
from amuddu.kit.trust.sessions import GatewaySessions
from services.employers.hires.profiles_client import ProfilesClient
from tests.attack.staff.alike import signed_in
from tests.gateway.conftest import House, words
from tests.support import AGENCY, OTHER_AGENCY, headers_for, service

PATH = "/v1/hireability/hire"


def hired(house: House, **title: str) -> tuple[Employer, UUID]:
    """Somebody of this title who said yes and was hired: the employer, and the file's id."""
    firm = house.employer()
    vacancy = house.vacancy(firm)
    person = house.person(residence=title)
    counsellor = signed_in(house, Role.COUNSELLOR, agency_id=AGENCY)
    path = f"/api/v1/vacancies/{vacancy.id}/candidates/{person.id}/shortlist"
    made = counsellor.post(path).json()["id"]
    house.pump()
    house.answer()
    assert counsellor.post(f"/api/v1/candidacies/{made}/hire").status_code == 200
    house.pump()
    return firm, UUID(made)


def test_a_file_follows_what_profiles_opens_whatever_its_employer_sends(house: House) -> None:
    firm, hire_id = hired(house, status="permit_work", valid_until="2099-06-30")
    boss = signed_in(house, Role.EMPLOYER, employer_id=firm.id)
    path = f"/api/v1/hires/{hire_id}/follow"
    answer = boss.post(path, json={"route": "contract_only"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["route"] == "attestation_and_visa"


def test_a_route_that_an_employer_is_not_told_is_not_followed_either(house: House) -> None:
    firm, hire_id = hired(house, status="receipt_application", valid_until="2099-06-30")
    boss = signed_in(house, Role.EMPLOYER, employer_id=firm.id)
    opened = boss.post("/api/v1/hireability/opened", json={"candidacies": [str(hire_id)]})
    assert opened.json()["routes"][str(hire_id)] == "ask"
    answer = boss.post(f"/api/v1/hires/{hire_id}/follow", json={"route": "contract_only"})
    assert answer.status_code == 409
    assert boss.get(f"/api/v1/hires/{hire_id}").json()["route"] == "ask"


def test_a_contact_that_closed_again_opens_no_route(house: House) -> None:
    firm, hire_id = hired(house, status="permit_work", valid_until="2099-06-30")
    boss = signed_in(house, Role.EMPLOYER, employer_id=firm.id)
    other = signed_in(house, Role.EMPLOYER, employer_id=house.employer("Autre maison").id)
    assert other.post(f"/api/v1/hires/{hire_id}/follow").status_code == 404
    desk = house.counsellor()
    found = desk.get(f"/embauches/{hire_id}")
    assert "Suivre ces démarches" in words(found)
    with house.databases["profiles"].engine.begin() as connection:
        connection.exec_driver_sql("UPDATE grants SET revoked_at = now()")
    assert boss.post(f"/api/v1/hires/{hire_id}/follow").status_code == 409
    # The agency goes on following the person.
    assert words(desk.post(f"/embauches/{hire_id}", {"action": "follow"}))
    assert boss.get(f"/api/v1/hires/{hire_id}").json()["route"] == "attestation_and_visa"


def as_employers(house: House, hire_id: UUID, reader: Actor) -> tuple[int, object]:
    """What the employers service is answered that asks for somebody."""
    fields = reader.model_dump(mode="json")
    profiles: TestClient = house.services.profiles._http  # type: ignore[assignment]
    body = {"candidacy_id": str(hire_id), "reader": fields}
    answer = profiles.post(PATH, json=body, headers=headers_for(service("employers")))
    return answer.status_code, answer.json().get("route")


def test_a_service_that_was_taken_over_asks_in_nobodys_name(house: House) -> None:
    firm, hire_id = hired(house, status="permit_work", valid_until="2099-06-30")
    inventions = [
        Actor(id=uuid4(), role=Role.EMPLOYER, employer_id=firm.id),
        Actor(id=uuid4(), role=Role.EMPLOYER, employer_id=firm.id, session_id="f" * 64),
        Actor(id=uuid4(), role=Role.COUNSELLOR, agency_id=AGENCY, session_id="f" * 64),
        Actor(id=uuid4(), role=Role.SERVICE, organisation="employers"),
    ]
    for invented in inventions:
        assert as_employers(house, hire_id, invented) == (403, None)


def test_who_is_there_reads_what_is_theirs_and_it_is_written_down(house: House) -> None:
    firm, hire_id = hired(house, status="permit_work", valid_until="2099-06-30")
    boss = signed_in(house, Role.EMPLOYER, employer_id=firm.id)
    far = signed_in(house, Role.COUNSELLOR, agency_id=OTHER_AGENCY)
    readers: dict[str, Actor] = {}
    ask = ProfilesClient.route

    def listening(client: ProfilesClient, candidacy_id: UUID, *, reader: Actor) -> object:
        readers[reader.role.value] = reader
        return ask(client, candidacy_id, reader=reader)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ProfilesClient, "route", listening)
        assert boss.post(f"/api/v1/hires/{hire_id}/follow").status_code == 200
    reader = readers["employer"]
    assert as_employers(house, hire_id, reader) == (200, "attestation_and_visa")
    # The same session with another firm, agency or strength is nobody's.
    for change in ({"employer_id": uuid4()}, {"role": Role.COUNSELLOR, "agency_id": AGENCY}):
        changed = reader.model_copy(update=change)
        assert as_employers(house, hire_id, changed) == (403, None)
    assert far.post(f"/api/v1/hires/{hire_id}/follow").status_code == 404
    audit = recording.attached(house.databases["profiles"])
    assert audit is not None
    with audit.database.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT role, outcome FROM entries WHERE action = 'route_opened'"
        ).all()
    assert {("employer", "allowed"), ("employer", "refused")} <= {tuple(row) for row in rows}


def test_while_nobody_knows_whether_the_reader_is_there_nothing_is_told(house: House) -> None:
    firm, hire_id = hired(house, status="permit_work", valid_until="2099-06-30")
    boss = signed_in(house, Role.EMPLOYER, employer_id=firm.id)

    def away(_: GatewaySessions, __: Actor) -> bool:
        raise Unavailable(retry_after=2)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(GatewaySessions, "hold", away)
        answer = boss.post(f"/api/v1/hires/{hire_id}/follow")
    assert answer.status_code == 503
    assert boss.get(f"/api/v1/hires/{hire_id}").json()["route"] == "ask"
