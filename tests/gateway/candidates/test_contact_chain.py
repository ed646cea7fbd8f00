"""From the shortlist to the contact and away from it again, through every service."""

from __future__ import annotations

from uuid import UUID

import pytest

from amuddu.contracts.employers import CloseIn, Employer, Vacancy
from amuddu.contracts.matching.candidacies import Candidacy, RefuseIn
from amuddu.contracts.profiles import ConsentIn, Profile
from amuddu.kit.errors import NotFound
from gateway.clients.base import Caller, ServiceProblem
from tests.gateway.conftest import House, words
from tests.support import employer as employer_actor
from tests.support import jobseeker

NAME = "Zibounda Korvalan"


@pytest.fixture
def firm(house: House) -> Employer:
    return house.employer()


@pytest.fixture
def boss(firm: Employer) -> Caller:
    return Caller(employer_actor(employer_id=firm.id), "fr")


@pytest.fixture
def vacancy(house: House, firm: Employer) -> Vacancy:
    return house.vacancy(firm)


@pytest.fixture
def mason(house: House) -> Profile:
    return house.person()


def contact(house: House, boss: Caller, candidacy: UUID) -> str | None:
    """The name that the employer sees; none while the contact is closed."""
    try:
        return house.services.profiles.disclosure(boss, candidacy).display_name
    except ServiceProblem as problem:
        if problem.status != NotFound.status:
            raise
        return None


def state(house: House, candidacy: UUID) -> str:
    return house.services.matching.candidacy(house.staff, candidacy).state


def cancel(house: House, candidacy: UUID) -> None:
    house.services.matching.cancel(house.staff, candidacy)
    house.pump()


def link(house: House) -> str:
    return "/r/" + house.messages.sent[-1].link.rpartition("/")[2]


def test_cancelled_and_put_forward_again_a_yes_opens_the_contact(
    house: House, vacancy: Vacancy, mason: Profile, boss: Caller
) -> None:
    first = house.shortlisted(vacancy, mason)
    cancel(house, first)
    assert house.shortlisted(vacancy, mason) == first
    house.answer("yes")
    assert state(house, first) == "accepted"
    assert contact(house, boss, first) == NAME


def test_a_withdrawn_agreement_given_again_leads_to_a_contact_again(
    house: House, vacancy: Vacancy, mason: Profile, boss: Caller
) -> None:
    candidacy = house.shortlisted(vacancy, mason)
    house.answer("yes")
    consent(house, mason, given=False)
    assert contact(house, boss, candidacy) is None
    consent(house, mason, given=True)
    assert contact(house, boss, candidacy) is None
    assert house.shortlisted(vacancy, mason) == candidacy
    house.answer("yes")
    assert contact(house, boss, candidacy) == NAME


def consent(house: House, person: Profile, *, given: bool) -> None:
    me = Caller(jobseeker(profile_id=person.id), "fr")
    house.services.profiles.set_consent(me, person.id, "matching", ConsentIn(given=given))
    house.pump()


def test_whoever_refuses_sees_no_contact_any_more(
    house: House, vacancy: Vacancy, mason: Profile, boss: Caller
) -> None:
    candidacy = house.shortlisted(vacancy, mason)
    house.answer("yes")
    assert contact(house, boss, candidacy) == NAME
    house.services.matching.refuse(boss, candidacy, RefuseIn(reason="skills"))
    house.pump()
    assert state(house, candidacy) == "refused"
    assert contact(house, boss, candidacy) is None


def test_a_yes_can_be_taken_back_after_the_vacancy_closed(
    house: House, vacancy: Vacancy, mason: Profile, boss: Caller
) -> None:
    candidacy = house.shortlisted(vacancy, mason)
    house.answer("yes")
    house.services.employers.close(house.staff, vacancy.id, CloseIn(reason="filled"))
    house.pump()
    assert contact(house, boss, candidacy) == NAME

    page = house.browser().get(link(house))
    assert page.status_code == 200
    assert 'value="no"' in page.text
    assert 'value="yes"' not in page.text
    after = house.browser().post(link(house), {"answer": "no"})
    house.pump()

    assert after.status_code == 200
    assert "Vous avez dit non." in words(after)
    assert 'value="yes"' not in after.text
    assert state(house, candidacy) == "declined"
    assert contact(house, boss, candidacy) is None


def test_the_code_that_an_employer_sees_is_of_that_candidacy_alone(
    house: House, firm: Employer, vacancy: Vacancy, mason: Profile, boss: Caller
) -> None:
    other = house.vacancy(firm)
    for one in (vacancy, other):
        house.shortlisted(one, mason)

    def seen(by: Caller, one: Vacancy) -> Candidacy:
        (item,) = house.services.matching.candidacies(by, one.id).items
        return item

    codes = {seen(boss, vacancy).code, seen(boss, other).code}
    assert len(codes) == 2
    assert mason.code not in codes
    assert seen(house.staff, vacancy).code == mason.code
    pages = house.boss(firm)
    for one in (vacancy, other):
        page = pages.get(f"/offres/{one.id}/preselection")
        assert seen(boss, one).code in words(page)
        assert mason.code not in page.text
