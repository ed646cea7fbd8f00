"""People under 18 through every public door: ranked, searched, put forward, hired, shown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from amuddu.contracts.ages import GuardianIn
from amuddu.contracts.employers import Vacancy, VacancyChange, VacancyCreate, VacancyIn
from amuddu.contracts.profiles import Profile, ProfileIn
from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError
from amuddu.reference import concepts
from amuddu.reference.enrich import PREFIX
from amuddu.rules.protection import ages
from tests.gateway.conftest import House, mason, words
from tests.gateway.conftest import person as person_body

TODAY = date(2026, 11, 30)
EVERY = sorted(each for each in concepts.occupations() if not each.startswith(PREFIX))
TRADES = sorted({*EVERY[::6], "nanny", "cleaner", "night-watchman", "scaffolder", "truck-driver"})
"""One in six through the whole product; `tests/rules/test_ages.py` asks the rules of each."""


@pytest.fixture(autouse=True)
def _the_day(time_machine: Any) -> None:
    time_machine.move_to(datetime(2026, 11, 30, 9, tzinfo=UTC), tick=True)


def named(trade: str) -> dict[str, str]:
    return {"text": concepts.label(concepts.occupation(trade), "fr"), "concept": trade}


def of_trade(house: House, trade: str, *, age: int, agreed: bool = True) -> Profile:
    """Somebody of this age by the year alone, who wants this trade."""
    made = house.person(
        birth_year=TODAY.year - age, occupations=[named(trade)], skills=[], experience=[]
    )
    if agreed and made.age.state == "no_agreement":
        body = GuardianIn(given=True, method="paper")
        house.services.profiles.set_guardian(house.staff, made.id, body)
        house.pump()
    return made


def content(trade: str, **changes: Any) -> dict[str, Any]:
    plain = {"description": "", "essential_skills": [], "languages": []}
    return {**plain, "title": "Poste", "occupation": named(trade), **changes}


def job(house: House, trade: str, **changes: Any) -> Vacancy:
    return house.vacancy(house.employer(f"Exemple {uuid4()}"), **content(trade, **changes))


def proposed(house: House, vacancy: Vacancy) -> set[Any]:
    found = house.services.matching.ranking(house.staff, vacancy.id, part="all", limit=100)
    return {each.profile_id for each in found.items}


def offered(house: House, profile: Profile) -> set[Any] | None:
    try:
        found = house.services.matching.vacancies_for(
            house.staff, profile.id, part="all", limit=100
        )
    except AmudduError:
        return None
    return {each.vacancy.id for each in found.items}


def shortlists(house: House, vacancy: Vacancy, profile: Profile) -> bool:
    try:
        house.services.matching.shortlist(house.staff, vacancy.id, profile.id)
    except AmudduError:
        return False
    return True


def test_trades_by_every_age_from_ten_to_twenty(house: House) -> None:
    """Nobody under 15 anywhere, and the young for no work that the law closes to them, in
    ranking, in a person's offers and when put forward, whatever the day of the start."""
    employer = house.employer()
    people = {age: of_trade(house, "baker", age=age) for age in range(10, 21)}
    starts = (TODAY + timedelta(days=1), TODAY + timedelta(days=40), TODAY + timedelta(days=900))
    vacancies = [
        house.services.employers.create(
            house.staff,
            VacancyCreate.model_validate(
                mason(**content(trade, employer_id=employer.id, starts_on=starts[number % 3]))
            ),
        )
        for number, trade in enumerate(TRADES)
    ]
    house.pump()
    for number, (trade, vacancy) in enumerate(zip(TRADES, vacancies, strict=True)):
        shown = proposed(house, vacancy)
        closed = ages.closed_to_young(trade, household=None) is not None
        for age, one in people.items():
            at_most = age - 1
            open_to = at_most >= 18 or (at_most >= 15 and not closed)
            assert (one.id in shown) == open_to, (trade, age)
            if number % 20 == 0:
                assert shortlists(house, vacancy, one) == open_to, (trade, age)
    for age, one in people.items():
        jobs = offered(house, one)
        assert (jobs is None) == (age - 1 < 15)
        for vacancy_id in jobs or ():
            trade = house.services.employers.get(house.staff, vacancy_id).occupation
            assert trade is not None
            closed = ages.closed_to_young(trade.concept, household=None) is not None
            assert age - 1 >= 18 or not closed


def test_a_household_changes_what_is_open(house: House) -> None:
    young = of_trade(house, "cleaner", age=17)
    firm = job(house, "cleaner", household=False)
    home = job(house, "cleaner", household=True)
    unsaid = job(house, "cleaner")
    assert [young.id in proposed(house, each) for each in (firm, home, unsaid)] == [
        True,
        False,
        False,
    ]
    assert offered(house, young) == {firm.id}


def test_whoever_nobody_asked_the_age_is_proposed_for_ordinary_work_alone(house: House) -> None:
    one = house.person(birth_year=None, occupations=[named("cleaner")])
    firm = job(house, "cleaner", household=False)
    unnamed = job(house, "baker", occupation={"text": "qsdfgh wxcvbn"}, title="Qsdfgh")
    closed = (
        job(house, "cleaner", household=True),
        job(house, "nanny"),
        job(house, "scaffolder"),
        job(house, "baker", title="Boulanger de nuit"),
    )
    for vacancy in (firm, unnamed):
        assert one.id in proposed(house, vacancy)
    assert one.id not in {each for vacancy in closed for each in proposed(house, vacancy)}
    assert offered(house, one) == {firm.id, unnamed.id}
    with pytest.raises(AmudduError) as refused:
        house.services.matching.shortlist(house.staff, closed[0].id, one.id)
    assert "Demandez d'abord l'année de naissance" in refused.value.text.in_("fr")
    counsellor = house.counsellor()
    assert "Âge à demander" in words(counsellor.get(f"/offres/{firm.id}/candidats"))
    assert "Âge à demander" in words(counsellor.get("/personnes"))
    assert "n'est proposée ni pour le travail chez un" in words(
        counsellor.get(f"/personnes/{one.id}")
    )
    body = ProfileIn.model_validate(person_body(occupations=[named("cleaner")], birth_year=1990))
    house.services.profiles.update(house.staff, one.id, body)
    house.pump()
    assert all(one.id in proposed(house, vacancy) for vacancy in closed)
    assert "Âge à demander" not in words(counsellor.get(f"/offres/{firm.id}/candidats"))


def test_what_was_begun_before_the_age_is_asked_stays_and_goes_no_further(house: House) -> None:
    one = house.person(birth_year=None, occupations=[named("cleaner")])
    vacancy = job(house, "cleaner", household=False)
    candidacy = house.shortlisted(vacancy, one)
    stored = house.services.employers.get(house.staff, vacancy.id)
    kept = stored.model_dump(include=set(VacancyIn.model_fields))
    house.services.employers.update(
        house.staff, vacancy.id, VacancyChange.model_validate({**kept, "household": True})
    )
    house.answer()
    assert house.services.matching.candidacy(house.staff, candidacy).state == "accepted"
    hire = {"action": "hire", "candidacy_id": str(candidacy), "hired_on": clock.today().isoformat()}
    boss = house.browser(Role.EMPLOYER, employer_id=stored.employer_id)
    assert "Demandez d'abord" in words(boss.post(f"/offres/{vacancy.id}/preselection", hire))


def test_night_work_is_closed(house: House) -> None:
    young = of_trade(house, "baker", age=17)
    assert young.id in proposed(house, job(house, "baker"))
    assert young.id not in proposed(house, job(house, "baker", title="Boulanger de nuit"))


def test_a_child_of_a_file_is_proposed_to_nobody(house: House) -> None:
    row = person_body(birth_year=2015, occupations=[{"text": "veilleur de nuit"}])
    body = ProfileIn.model_validate(row)
    made = house.services.profiles.create(house.staff, body)
    house.pump()
    vacancy = job(house, "night-watchman")
    assert made.id not in proposed(house, vacancy)
    assert not shortlists(house, vacancy, made)


def test_an_agreement_taken_back_ends_what_was_begun(house: House) -> None:
    young = of_trade(house, "baker", age=17)
    vacancy = job(house, "baker")
    candidacy = house.shortlisted(vacancy, young)
    house.services.profiles.set_guardian(house.staff, young.id, GuardianIn(given=False))
    house.pump()
    assert young.id not in proposed(house, vacancy)
    assert house.services.matching.candidacy(house.staff, candidacy).state == "cancelled"


def test_a_birth_set_right_or_a_job_that_changes_ends_a_candidacy(house: House) -> None:
    one = house.person(birth_year=1990, occupations=[named("cleaner")])
    firm = job(house, "cleaner", household=False)
    site = job(house, "scaffolder")
    open_job, closed_job = house.shortlisted(firm, one), house.shortlisted(site, one)
    stored = house.services.profiles.get(house.staff, one.id)
    body = ProfileIn.model_validate(
        {**stored.model_dump(include=set(ProfileIn.model_fields)), "birth_year": 2009}
    )
    house.services.profiles.update(house.staff, one.id, body)
    house.services.profiles.set_guardian(house.staff, one.id, GuardianIn(given=True))
    house.pump()
    both = (open_job, closed_job)
    states = [house.services.matching.candidacy(house.staff, each).state for each in both]
    assert states == ["cancelled", "cancelled"]  # the agreement came after the year


def test_a_job_that_says_more_ends_what_the_young_began(house: House) -> None:
    young = of_trade(house, "cleaner", age=17)
    vacancy = job(house, "cleaner", household=False)
    candidacy = house.shortlisted(vacancy, young)
    stored = house.services.employers.get(house.staff, vacancy.id)
    kept = stored.model_dump(include=set(VacancyIn.model_fields))
    body = VacancyChange.model_validate({**kept, "household": True})
    house.services.employers.update(house.staff, vacancy.id, body)
    house.pump()
    assert house.services.matching.candidacy(house.staff, candidacy).state == "cancelled"
    assert young.id not in proposed(house, vacancy)


def test_the_counsellor_sees_a_mark_and_the_employer_only_after_a_yes(house: House) -> None:
    young = of_trade(house, "baker", age=17)
    employer = house.employer()
    vacancy = house.vacancy(employer, occupation=named("baker"), title="Boulanger")
    desk, boss = house.counsellor(), house.boss(employer)
    assert "Moins de 18 ans" in words(desk.get(f"/offres/{vacancy.id}/candidats"))
    house.shortlisted(vacancy, young)
    before = words(boss.get(f"/offres/{vacancy.id}/preselection"))
    assert "18 ans" not in before
    house.answer()
    after = words(boss.get(f"/offres/{vacancy.id}/preselection"))
    assert "Cette personne a moins de 18 ans" in after
    assert "accord du parent ou du tuteur" in after
    boss.post(
        f"/offres/{vacancy.id}/preselection",
        {
            "action": "hire",
            "candidacy_id": str(_candidacy(house, vacancy)),
            "hired_on": clock.today().isoformat(),
        },
    )
    house.pump()
    hires = house.services.employers.hires(house.staff).items
    steps = house.services.employers.hire(house.staff, hires[0].id).steps
    assert {"young_agreement", "young_work", "young_medical"} <= {step.id for step in steps}


def _candidacy(house: House, vacancy: Vacancy) -> Any:
    return house.services.matching.candidacies(house.staff, vacancy.id).items[0].id


def test_pages_say_why_and_let_a_counsellor_note_the_agreement(house: House) -> None:
    young = of_trade(house, "baker", age=17, agreed=False)
    desk = house.counsellor()
    assert "Accords d'un parent ou du tuteur à demander" in words(desk.get("/aujourdhui"))
    assert "Accord du tuteur à demander" in words(desk.get("/personnes"))
    page = desk.get(f"/personnes/{young.id}")
    assert "l'accord d'un parent ou du tuteur n'est pas noté" in words(page)
    done = desk.post(f"/personnes/{young.id}/tuteur", {"given": "1", "method": "paper"})
    assert "Moins de 18 ans" in words(done)
    assert "Accord noté" in words(done)
    back = desk.post(f"/personnes/{young.id}/tuteur", {"given": "0", "method": "paper"})
    assert "n'est pas proposée" in words(back)


def test_a_child_s_page_says_so_in_plain_words(house: House) -> None:
    child = house.person(birth_year=2015)
    text = words(house.counsellor().get(f"/personnes/{child.id}"))
    assert "n'est proposée pour aucun travail" in text
    assert "tuteur" not in text


def test_the_month_is_asked_only_where_it_decides(house: House) -> None:
    desk = house.counsellor()
    asked, grown = house.person(birth_year=2008), house.person(birth_year=1990)
    assert 'name="birth_month"' in desk.get(f"/personnes/{asked.id}/modifier").text
    assert 'name="birth_month"' not in desk.get(f"/personnes/{grown.id}/modifier").text
    assert "Ajoutez le mois de naissance" in words(desk.get(f"/personnes/{asked.id}"))


def test_what_is_closed_before_18_is_told_to_the_person_and_who_follows_them(house: House) -> None:
    young = of_trade(house, "baker", age=17)
    own = house.browser(Role.JOBSEEKER, profile_id=young.id)
    for page in (house.counsellor().get(f"/personnes/{young.id}"), own.get("/profil")):
        assert "Ce qui n'est pas permis avant 18 ans" in words(page)
        assert "Travail au domicile d'un particulier" in words(page)
        assert "Travail de nuit" in words(page)
    grown = house.person(birth_year=1990)
    assert "avant 18 ans" not in words(house.counsellor().get(f"/personnes/{grown.id}"))


@pytest.mark.parametrize(("age", "trade", "household"), [(13, "baker", None), (17, "nanny", True)])
def test_own_offers_follow_the_same_ages(
    house: House, age: int, trade: str, household: bool | None
) -> None:
    one = of_trade(house, trade, age=age)
    vacancy = job(house, trade, title="Poste proposé", household=household)
    own = house.browser(Role.JOBSEEKER, profile_id=one.id)
    assert "Poste proposé" not in words(own.get("/offres-pour-moi"))
    assert "Poste proposé" not in words(own.get("/offres-pour-moi", q="poste", elargir="1"))
    path = f"/offres-pour-moi/{vacancy.id}"
    assert own.get(path).status_code == 404
    assert own.post(f"{path}/interet", {"interet": "oui"}).status_code == 404
    assert one.id not in proposed(house, vacancy)


def test_a_home_s_page_tells_its_law_and_the_minimum_of_its_hours(house: House) -> None:
    employer = house.employer()
    home = house.vacancy(
        employer, **content("nanny", household=True, hours_week=30, wage_month="2100")
    )
    page = words(house.boss(employer).get(f"/offres/{home.id}"))
    assert "La loi 19-12 s'applique : 18 ans au moins, 48 heures par semaine au plus" in page
    assert "24 heures de repos" in page
    assert "inspection du travail" in page
    assert "1 400,20" in page.replace("\u202f", " ").replace("\xa0", " ")
    form = words(house.boss(employer).get(f"/offres/{home.id}/modifier"))
    plain = form.replace("\u202f", " ").replace("\xa0", " ")
    assert "Pour 30 heures par semaine : 2 333,67" in plain
    assert "1 400,20" in plain
