"""A house where everything exists that an address names, and people of every role in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from fastapi.testclient import TestClient

from amuddu.kit.auth import Role
from tests.gateway.conftest import PASSWORD, SOON, House
from tests.support import AGENCY

USUAL = (Role.COUNSELLOR, Role.EMPLOYER, Role.JOBSEEKER)
MORE = (Role.AGENT, Role.COORDINATOR, Role.ADMINISTRATOR, Role.OFFICER)
SCHEME = "AMUDDU_HIRING"


def api(house: House, login: str) -> TestClient:
    """The public API, signed in."""
    client = TestClient(house.app, headers={"Accept-Language": "fr"})
    body = {"login": login, "password": PASSWORD}
    token = client.post("/api/v1/sessions", json=body).json()["token"]
    client.headers["Authorization"] = f"Bearer {token}"
    return client


def everything(house: House) -> tuple[dict[str, str], Callable[[Role], str]]:
    """Ids by the names that addresses give them, and what makes an account of a role there."""
    firm = house.employer()
    vacancy = house.vacancy(firm, places=20)
    people = [house.person(email=f"p{number}@exemple.ma") for number in range(3)]

    def account(role: Role) -> str:
        of: dict[str, Any] = {}
        if role in (Role.COUNSELLOR, Role.AGENT):
            of = {"agency_id": AGENCY}
        if role is Role.EMPLOYER:
            of = {"employer_id": firm.id}
        if role is Role.JOBSEEKER:
            of = {"profile_id": people[0].id}
        return house.account(role, **of).login

    counsellor = api(house, account(Role.COUNSELLOR))
    boss = api(house, account(Role.EMPLOYER))
    path = f"/api/v1/vacancies/{vacancy.id}/candidates"
    hired = counsellor.post(f"{path}/{people[0].id}/shortlist").json()["id"]
    house.pump()
    house.answer()
    counsellor.post(f"/api/v1/candidacies/{hired}/hire")
    house.pump()
    boss.post(f"/api/v1/hires/{hired}/follow")
    told = counsellor.post(f"{path}/{people[1].id}/shortlist").json()["id"]
    house.pump()
    ids = {
        "vacancy_id": str(vacancy.id),
        "employer_id": str(firm.id),
        "profile_id": str(people[1].id),
        "first_id": str(people[1].id),
        "second_id": str(people[2].id),
        "candidacy_id": told,
        "hire_id": hired,
        "step_id": "check_stay",
        "scheme_id": SCHEME,
        "token": house.messages.sent[-1].link.rpartition("/")[2],
        "key": str(uuid4()),
        "number": "1",
        "kind": "profiles",
        "form": "csv",
        "name": "prenom",
        "purpose": "matching",
        "fact_id": "answers.anapec_services.title_asked",
    }
    return ids | _programme(house, account, hired), account


def _programme(house: House, account: Callable[[Role], str], hire_id: str) -> dict[str, str]:
    """An envelope, a claim, a rule and a version of a scheme that wait."""
    leader = api(house, account(Role.COORDINATOR))
    boss = api(house, account(Role.EMPLOYER))
    envelope = {
        "scheme_id": SCHEME,
        "label": "Essai",
        "starts_on": f"{SOON.year - 1}-01-01",
        "ends_on": f"{SOON.year + 2}-12-31",
        "total": "1000",
    }
    made = {
        "envelope_id": leader.post("/api/v1/envelopes", json=envelope),
        "claim_id": boss.post(f"/api/v1/hires/{hire_id}/claims", json={"scheme_id": SCHEME}),
    }
    found = {name: answer.json().get("id", str(uuid4())) for name, answer in made.items()}
    return {name: str(UUID(found[name])) for name in found}
