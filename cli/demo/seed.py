"""Fill an empty deployment with the demonstration: accounts, employers, people, vacancies.

Accounts and agencies are written where the gateway keeps them; all else goes through the public
API, as an office would do it. A deployment that has its demonstration already is left alone.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from amuddu.kit.auth import Role
from amuddu.kit.db import Database, Session
from amuddu.kit.production.refusals import DEMONSTRATION
from amuddu.kit.settings import Settings
from amuddu.reference.places import place
from cli.client import Api
from cli.demo import courses
from cli.demo.people import people
from cli.demo.tables import EMPLOYERS, TOWNS
from cli.demo.vacancies import vacancies
from gateway.sessions import repository as sessions_repository
from gateway.sessions import service as accounts
from gateway.sessions.tables import Account, Agency

PASSWORD = DEMONSTRATION
ADMINISTRATOR = "admin@amuddu.example"
OFFICER = "protection@amuddu.example"
COORDINATOR = "coordination@amuddu.example"
EMPLOYER = "employeur@amuddu.example"
COUNSELLOR = "conseil.rabat@amuddu.example"
JOBSEEKER = "personne.fr@amuddu.example"
SEED = 20260101
BATCH = 50
LOOKED_THROUGH = 200
"""People of the agency among whom those with an account are chosen."""


def seed(
    database: Database, url: str, *, jobseekers: int, postings: int, today: date
) -> dict[str, int]:
    """Make the demonstration; returns how many of each were added."""
    if Settings().mode != "demo":
        raise SystemExit("demonstration accounts exist only in demo mode (AMUDDU_MODE=demo)")
    if _seeded(database):
        return {}
    _add_staff(database)
    api = Api(url).sign_in(ADMINISTRATOR, PASSWORD)
    employers = _add_employers(api)
    _add_employer_accounts(database, employers)
    added = {
        "employers": len(employers),
        "profiles": _add_people(api, jobseekers, today),
        "vacancies": _add_vacancies(api, employers, postings, today),
        "courses": courses.add(Api(url).sign_in(COORDINATOR, PASSWORD), today=today),
    }
    _add_jobseeker_accounts(database, url)
    return added


def _seeded(database: Database) -> bool:
    """The accounts of the last step exist. Every step before may be taken again unharmed."""
    with database.session() as session:
        return sessions_repository.account_by_login(session, JOBSEEKER) is not None


def _add_staff(database: Database) -> None:
    with database.session() as session:
        for agency in TOWNS:
            name = f"Agence de {place(agency).names['fr']}"
            if sessions_repository.agency(session, agency) is None:
                sessions_repository.save(session, Agency(id=agency, name=name, place=agency))
            staff = {
                "conseil": (Role.COUNSELLOR, "Salma Exemple"),
                "agent": (Role.AGENT, "Moussa Exemple"),
            }
            for prefix, (role, person) in staff.items():
                login = f"{prefix}.{agency}@amuddu.example"
                _account(session, login, role, person, organisation=name, agency_id=agency)
        _account(
            session, ADMINISTRATOR, Role.ADMINISTRATOR, "Administration", organisation="Amuddu"
        )
        _account(session, OFFICER, Role.OFFICER, "Protection des données", organisation="Amuddu")
        _account(
            session, COORDINATOR, Role.COORDINATOR, "Coordination nationale", organisation="Amuddu"
        )


def add_jobseeker(database: Database, login: str) -> None:
    """An account of somebody who has no profile yet."""
    with database.session() as session:
        _account(session, login, Role.JOBSEEKER, "")


def _account(session: Session, login: str, role: Role, person: str, **links: Any) -> None:
    if sessions_repository.account_by_login(session, login) is None:
        row = Account(
            login=login, role=role, display_name=person, password_hash="", demo=True, **links
        )
        accounts.create(session, row, password=PASSWORD)


def _add_employers(api: Api) -> dict[str, UUID]:
    made = {each["name"]: UUID(each["id"]) for each in api.get("/employers")}
    for name, agency, town, size in EMPLOYERS:
        if name in made:
            continue
        body = {
            "name": name,
            "agency_id": agency,
            "place": town,
            "size": size,
            "created_on": "2025-03-03",
            "cnss_up_to_date": True,
        }
        made[name] = UUID(api.post("/employers", body)["id"])
    return made


def _add_employer_accounts(database: Database, employers: dict[str, UUID]) -> None:
    logins = {EMPLOYER: "Rénov Imaginaire", "employeur.casa@amuddu.example": "La Table Modèle"}
    with database.session() as session:
        for login, name in logins.items():
            links = {"employer_id": employers[name], "organisation": name}
            _account(session, login, Role.EMPLOYER, f"Recrutement, {name}", **links)


def _add_people(api: Api, count: int, today: date) -> int:
    by_agency: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for agency, body in people(count, seed=SEED, today=today):
        by_agency[agency].append(body)
    return sum(
        _sent(api, "profiles", {"agency_id": agency}, bodies)
        for agency, bodies in by_agency.items()
    )


def _add_vacancies(api: Api, employers: dict[str, UUID], count: int, today: date) -> int:
    by_employer: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for name, body in vacancies(count, seed=SEED, today=today):
        by_employer[name].append(body)
    return sum(
        _sent(api, "vacancies", {"employer_id": str(employers[name])}, bodies)
        for name, bodies in by_employer.items()
    )


def _sent(api: Api, kind: str, whose: dict[str, str], bodies: list[dict[str, Any]]) -> int:
    kept = 0
    for batch in _batches(bodies):
        results = api.post(f"/imports/{kind}/batch", {**whose, "rows": batch})["results"]
        refused = [result for result in results if result["outcome"] == "refused"]
        if refused:
            raise SystemExit(f"demonstration data refused: {refused[0]}")
        kept += len(results)
    return kept


def _batches(bodies: list[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    return (bodies[start : start + BATCH] for start in range(0, len(bodies), BATCH))


def _add_jobseeker_accounts(database: Database, url: str) -> None:
    """Accounts for one person of each language, so that every page can be tried: of those to whom
    an offer is within what they said, where there is one."""
    api = Api(url).sign_in(COUNSELLOR, PASSWORD)
    people = [
        person
        for offset in range(0, LOOKED_THROUGH, 100)
        for person in api.get("/profiles", limit=100, offset=offset)["items"]
    ]
    if people:
        _wait_heard(api, people[-1]["id"])
    found: dict[str, dict[str, Any]] = {}
    for lang in dict.fromkeys(person["language"] for person in people):
        spoken = [person for person in people if person["language"] == lang]
        offered = (one for one in spoken if has_offers(api, one["id"]))
        found[lang] = next(offered, spoken[0])
    with database.session() as session:
        for lang, person in found.items():
            links = {"language": lang, "profile_id": UUID(person["id"])}
            login = f"personne.{lang}@amuddu.example"
            _account(session, login, Role.JOBSEEKER, f"Personne ({lang})", **links)


def _wait_heard(api: Api, profile_id: str, *, seconds: float = 20, pause: float = 0.1) -> None:
    """Until matching has heard of a person and of offers, or has had time enough to."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        offers = api.find(f"/profiles/{profile_id}/vacancies", limit=1)
        if offers and offers["considered"]:
            return
        time.sleep(pause)


def has_offers(api: Api, profile_id: str) -> bool:
    """Whether an offer is within what a person said, as far as matching has heard of both."""
    offers = api.find(f"/profiles/{profile_id}/vacancies", limit=5)
    return bool(offers and any(not one["reasons"]["outside"] for one in offers["items"]))


def ranked(api: Api, vacancy_id: str, *, at_least: int) -> list[dict[str, Any]]:
    """People of a vacancy's list; of a small house, where they are too few, those outside of what
    was said as well, and then those of other trades."""
    items: list[dict[str, Any]] = []
    for part in ("inside", "outside", "all"):
        found = api.get(f"/vacancies/{vacancy_id}/ranking", part=part, limit=60)["items"]
        known = {item["profile_id"] for item in items}
        items += [item for item in found if item["profile_id"] not in known]
        if len(items) >= at_least:
            break
    return items


def wait_until_ranked(
    api: Api, vacancy_id: str, *, at_least: int, seconds: float, pause: float = 0.05
) -> dict[str, Any]:
    """The ranking of a vacancy once it considers enough people. Raises `TimeoutError`."""
    deadline = time.monotonic() + seconds
    while True:
        ranking: dict[str, Any] | None = api.find(f"/vacancies/{vacancy_id}/ranking", limit=20)
        if ranking is not None and ranking["considered"] >= at_least:
            return ranking
        if time.monotonic() > deadline:
            raise TimeoutError("the ranking did not come in time")
        time.sleep(pause)
