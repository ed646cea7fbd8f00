"""Attack and story: the places of a vacancy are given once, and whoever waits is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest

from amuddu.contracts.employers import Employer, Vacancy, VacancyChange
from amuddu.contracts.hires import AbandonIn
from amuddu.contracts.profiles import Profile
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError
from gateway.clients.base import Caller
from tests.gateway.conftest import House, words
from tests.support import employer as somebody_of


@pytest.fixture
def firm(house: House) -> Employer:
    return house.employer()


@pytest.fixture
def vacancy(house: House, firm: Employer) -> Vacancy:
    return house.vacancy(firm, places=1)


def one(house: House, number: int, **changes: Any) -> Profile:
    told = {"email": f"p{number}@exemple.ma", "phone": f"+212 6 61 23 45 {number:02}"}
    return house.person(**{**told, "family_name": f"Korvalan{number}", **changes})


def refused(take: Callable[[], object]) -> int:
    """The status with which a step is refused."""
    with pytest.raises(AmudduError) as problem:
        take()
    return problem.value.status


def yes(house: House, vacancy: Vacancy, person: Profile) -> UUID:
    candidacy = house.shortlisted(vacancy, person)
    house.answer("yes")
    return candidacy


def state(house: House, candidacy: UUID) -> str:
    return house.services.matching.candidacy(house.staff, candidacy).state


def test_the_last_place_closes_the_vacancy_and_whoever_waits_is_told_in_their_language(
    house: House, firm: Employer, vacancy: Vacancy
) -> None:
    hired = yes(house, vacancy, one(house, 1))
    said_yes = yes(house, vacancy, one(house, 2, language="en"))
    waits = house.shortlisted(vacancy, one(house, 3, language="es"))
    unasked = one(house, 4)
    house.messages.sent.clear()
    house.services.matching.hire(house.staff, hired)
    house.pump()
    closed = house.services.employers.get(house.staff, vacancy.id)
    assert (closed.status, closed.closing_reason, closed.places_taken) == ("closed", "filled", 1)
    assert [state(house, each) for each in (hired, said_yes, waits)] == [
        "hired",
        "cancelled",
        "cancelled",
    ]
    told = {each.address: each.text for each in house.messages.sent}
    hired_too = told.pop("p1@exemple.ma")
    assert "embauche" in hired_too.body
    assert set(told) == {"p2@exemple.ma", "p3@exemple.ma"}, "strangers are not"
    assert {each.language for each in told.values()} == {"en", "es"}
    assert all("/emplois" in each.body for each in told.values())
    assert all("Atlas" not in each.body + each.subject for each in told.values())
    # Nobody is put forward any more, nobody else is hired, the contact of who waited is closed.
    matching = house.services.matching
    assert refused(lambda: matching.shortlist(house.staff, vacancy.id, unasked.id)) == 409
    assert refused(lambda: matching.hire(house.staff, said_yes)) == 409
    seen = words(house.boss(firm).get(f"/offres/{vacancy.id}/preselection"))
    assert "Korvalan1" in seen
    assert "Korvalan2" not in seen
    # News that comes twice tells nobody twice.
    house.messages.sent.clear()
    house.pump()
    assert not house.messages.sent


def test_of_two_hires_at_once_for_the_last_place_one_is_made(
    house: House, vacancy: Vacancy
) -> None:
    candidacies = [yes(house, vacancy, one(house, number)) for number in (1, 2, 3)]

    def hire(candidacy: UUID) -> bool:
        try:
            house.services.matching.hire(house.staff, candidacy)
        except AmudduError:
            return False
        return True

    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(hire, candidacies))
    assert sum(made) == 1
    house.pump()
    assert [state(house, each) for each in candidacies].count("hired") == 1
    assert house.services.employers.get(house.staff, vacancy.id).places_taken == 1


def test_a_hire_that_falls_through_frees_its_place_and_people_reopen_the_vacancy(
    house: House, firm: Employer, vacancy: Vacancy
) -> None:
    hired = yes(house, vacancy, one(house, 1))
    waited = one(house, 2)
    candidacy = house.shortlisted(vacancy, waited)
    house.services.matching.hire(house.staff, hired)
    house.pump()
    boss = house.boss(firm)
    page = boss.get(f"/offres/{vacancy.id}")
    assert "Rouvrir" not in words(page).replace("pourra se rouvrir", "")
    assert boss.post(f"/offres/{vacancy.id}/rouvrir", {}).status_code == 409
    own = Caller(somebody_of(employer_id=firm.id), "fr")
    house.services.employers.move_hire(own, "abandon", hired, AbandonIn(reason="person_left"))
    house.pump()
    assert state(house, hired) == "cancelled"
    assert "Une place est libre" in words(boss.get(f"/offres/{vacancy.id}"))
    # A place that is free is for people to give: nothing opens by itself.
    assert house.services.employers.get(house.staff, vacancy.id).status == "closed"
    assert (
        house.boss(house.employer("Autre")).post(f"/offres/{vacancy.id}/rouvrir", {}).status_code
        == 404
    )
    opened = boss.post(f"/offres/{vacancy.id}/rouvrir", {})
    assert "rouverte" in words(opened)
    house.pump()
    again = house.services.matching.shortlist(house.staff, vacancy.id, waited.id)
    assert (again.id, again.state) == (candidacy, "shortlisted")
    house.pump()
    house.answer("yes")
    house.services.matching.hire(house.staff, candidacy)
    house.pump()
    assert house.services.employers.get(house.staff, vacancy.id).status == "closed"


def test_who_was_promised_a_place_keeps_it_whatever_the_vacancy_says_later(
    house: House, firm: Employer
) -> None:
    vacancy = house.vacancy(firm, places=3)
    hired = [yes(house, vacancy, one(house, number)) for number in (1, 2)]
    for each in hired:
        house.services.matching.hire(house.staff, each)
    house.pump()
    found = house.services.employers.get(house.staff, vacancy.id)
    body = found.model_dump(mode="json", include=set(type(found).model_fields))
    caller = Caller(somebody_of(employer_id=firm.id), "fr")
    content = {name: body[name] for name in VacancyChange.model_fields if name in body}
    fewer = VacancyChange.model_validate({**content, "places": 1})
    with pytest.raises(AmudduError) as problem:
        house.services.employers.update(caller, vacancy.id, fewer)
    assert [each.field for each in problem.value.fields] == ["places"]
    # As many as are taken: the vacancy is full, and closes.
    change = VacancyChange.model_validate({**content, "places": 2})
    house.services.employers.update(caller, vacancy.id, change)
    house.pump()
    closed = house.services.employers.get(house.staff, vacancy.id)
    assert (closed.status, closed.closing_reason) == ("closed", "filled")
    assert [state(house, each) for each in hired] == ["hired", "hired"]


def test_who_is_told_aloud_is_on_their_agents_list_until_it_is_said(
    house: House, vacancy: Vacancy
) -> None:
    hired = yes(house, vacancy, one(house, 1))
    aloud = one(house, 2, channel="agent", email=None)
    candidacy = house.shortlisted(vacancy, aloud)
    agent = house.browser(Role.AGENT, agency_id=house.staff.actor.agency_id)
    task = house.services.notifications.to_call(house.staff, limit=5, offset=0).items[0]
    assert agent.post(f"/appels/{task.id}", {"answer": "yes"}).status_code == 200
    house.pump()
    house.services.matching.hire(house.staff, hired)
    house.pump()
    assert state(house, candidacy) == "cancelled"
    page = agent.get("/appels")
    assert "toutes les places sont prises" in words(page)
    word = house.services.notifications.to_say(house.staff, limit=5)[0]
    other = house.browser(Role.AGENT, agency_id="casablanca")
    assert "toutes les places" not in words(other.get("/appels"))
    assert other.post(f"/appels/dit/{word.id}", {}).status_code == 404
    done = agent.post(f"/appels/dit/{word.id}", {})
    assert done.status_code == 200
    assert not house.services.notifications.to_say(house.staff, limit=5)


def test_a_vacancy_closed_by_hand_keeps_who_said_yes(house: House, firm: Employer) -> None:
    vacancy = house.vacancy(firm, places=2)
    accepted = yes(house, vacancy, one(house, 1))
    waits = house.shortlisted(vacancy, one(house, 2))
    page = house.boss(firm).post(f"/offres/{vacancy.id}/fermer", {"reason": "filled"})
    assert page.status_code == 200
    house.pump()
    assert (state(house, accepted), state(house, waits)) == ("accepted", "cancelled")
    house.services.matching.hire(house.staff, accepted)
