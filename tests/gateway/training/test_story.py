"""Training through the doors: a file, a search, a place, a course completed, another ranking."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from time_machine import TimeMachineFixture

from amuddu.contracts.profiles import Profile
from amuddu.contracts.support.catalogue import CentreIn, Course, CourseIn, CriteriaIn, SessionIn
from amuddu.contracts.support.training import PlaceRequest, RequestIn
from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError
from gateway.clients.base import Caller
from gateway.training import linking
from services.support.places import holding
from tests.gateway.conftest import House, themselves, words
from tests.support import OTHER_AGENCY, coordinator, counsellor, jobseeker, outbox_envelopes

KEEPER = Caller(coordinator(), "fr")


def course(house: House, *, places: int = 1, days: int = 30, **changes: Any) -> Course:
    """A course with a session to come."""
    support = house.services.support
    centre = CentreIn(name="ISTA Exemple", operator="ofppt", place="rabat", source="ofppt.ma")
    body = {
        "centre_id": support.add_centre(KEEPER, centre).id,
        "title": "Maçonnerie",
        "trade": {"text": "maçon", "concept": "mason"},
        "skills": [{"text": "gâcher le mortier", "concept": "mix-mortar"}],
        "criteria": CriteriaIn(towns=("rabat",)),
        "source": "ofppt.ma",
        **changes,
    }
    made = support.add_course(KEEPER, CourseIn.model_validate(body))
    start = clock.today() + timedelta(days=days)
    return support.add_session(KEEPER, made.id, SessionIn(starts_on=start, places=places))


def ask(house: House, made: Course, person: Profile) -> PlaceRequest:
    body = RequestIn()
    return house.services.support.ask(themselves(person.id), made.sessions[0].id, body)


def fit_for(house: House, person: Profile, vacancy_id: UUID) -> float:
    """How well somebody fits a vacancy, as they read it."""
    found = house.services.matching.vacancies_for(themselves(person.id), person.id)
    return next(each.fit for each in found.items if each.vacancy.id == vacancy_id)


def test_a_completed_course_adds_its_skills_with_their_source_and_the_ranking_changes(
    house: House, time_machine: TimeMachineFixture
) -> None:
    vacancy = house.vacancy(house.employer())
    person = house.person(skills=[{"text": "bennay", "concept": "lay-bricks"}])
    before = fit_for(house, person, vacancy.id)
    mine = ask(house, course(house), person)
    support = house.services.support
    support.move(house.staff, "confirm", mine.id)
    time_machine.move_to(datetime.now(UTC) + timedelta(days=30))
    support.note(KEEPER, "start", mine.id)
    support.note(KEEPER, "complete", mine.id)
    house.pump()
    me = themselves(person.id)
    now = house.services.profiles.get(me, person.id)
    assert [each.concept for each in now.skills] == ["lay-bricks", "mix-mortar"]
    assert fit_for(house, person, vacancy.id) > before
    # The person reads on whose word it was added, and that nobody of the house did it.
    (change,) = house.services.profiles.changes(me, person.id)
    assert (change.way, change.role) == ("training", "service")
    assert [each.field for each in change.fields] == ["skills"]


def test_what_is_told_of_a_course_says_nothing_of_the_person(house: House) -> None:
    person = house.person(nationality="SN")
    mine = ask(house, course(house), person)
    house.services.support.move(house.staff, "confirm", mine.id)
    for envelope in outbox_envelopes(house.databases["support"]):
        said = envelope.model_dump_json()
        assert "permit_work" not in said
        assert "Zibounda" not in said


def test_the_fit_is_worked_out_for_who_may_know_it_and_recorded(house: House) -> None:
    made, person = course(house), house.person()
    support = house.services.support
    mine = support.fit(themselves(person.id), made.id)
    assert mine.paper in ("open", "conditional", "ask")
    theirs = support.fit(house.staff, made.id, profile_id=person.id)
    assert theirs.paper == mine.paper
    accesses = house.services.profiles.accesses(themselves(person.id), person.id)
    assert ("training_asked", "training") in {(each.action, each.purpose) for each in accesses}
    # A card opens no paper, and another agency nobody.
    card = jobseeker(profile_id=person.id).model_copy(update={"strong": False})
    assert support.fit(Caller(card, "fr"), made.id).paper == "unknown"
    other = Caller(counsellor(agency=OTHER_AGENCY), "fr")
    with pytest.raises(AmudduError) as refused:
        support.fit(other, made.id, profile_id=person.id)
    assert refused.value.status == 404


def test_no_table_of_support_says_which_paper_or_age_anybody_has(house: House) -> None:
    made = course(house, criteria=CriteriaIn(towns=("rabat",), age_most=60, school_level="primary"))
    person = house.person(nationality="SN")
    house.services.support.fit(themselves(person.id), made.id)
    body = RequestIn(school_level="bac")
    house.services.support.ask(themselves(person.id), made.sessions[0].id, body)
    with house.databases["support"].engine.connect() as connection:
        for table in ("place_requests", "place_request_log", "outbox"):
            kept = str(connection.exec_driver_sql(f"SELECT * FROM {table}").all())
            for telling in ("permit_work", "'SN'", "1990", "'bac'", "conditional", "Zibounda"):
                assert not re.search(rf"(?<!\w){telling}(?!\w)", kept), (table, telling)


def test_somebody_erased_stands_nowhere_and_their_seat_is_the_next_ones(house: House) -> None:
    made, person, other = course(house), house.person(), house.person(email="autre@exemple.ma")
    mine, theirs = ask(house, made, person), ask(house, made, other)
    assert (mine.state, theirs.state) == ("held", "waiting")
    begun = house.services.profiles.erase(themselves(person.id), person.id)
    house.carry_out_erasures()
    found = house.services.support.session_list(KEEPER, made.sessions[0].id)
    assert [each.code for each in found.seats] == [theirs.code]
    assert (found.waiting, found.left) == ((), ())
    receipt = house.services.profiles.receipt(Caller(None, "fr"), begun.token)
    answered = {each.place for each in receipt.places if each.acknowledged_at}
    assert {"support", "support_letters", "support_topics"} <= answered
    with house.databases["support"].engine.connect() as connection:
        for table in ("place_requests", "place_request_log"):
            kept = str(connection.exec_driver_sql(f"SELECT * FROM {table}").all())
            assert str(person.id) not in kept


def test_a_hold_ends_though_nobody_looks(house: House, time_machine: TimeMachineFixture) -> None:
    made = course(house)
    first = ask(house, made, house.person())
    second = ask(house, made, house.person(email="autre@exemple.ma"))
    time_machine.move_to(datetime.now(UTC) + timedelta(days=4))
    assert holding.look(house.databases["support"], days=3) == 1
    support = house.services.support
    assert support.request(house.staff, first.id).state == "expired"
    assert support.request(house.staff, second.id).why == "moved_up"


# --- pages ----------------------------------------------------------------------------------------


def test_somebody_looks_for_a_course_asks_and_reads_what_comes_next(house: House) -> None:
    made, person = course(house), house.person()
    mine = house.browser(Role.JOBSEEKER, profile_id=person.id)
    for asked in ("maçon", "mason", "albañil", "بناء"):
        assert "Maçonnerie" in words(mine.get("/formations", q=asked)), asked
    assert "Aucune formation" in words(mine.get("/formations", q="zzzz"))
    page = mine.get(f"/formations/{made.id}")
    assert "1 place libre" in words(page)
    assert "Pour vous" in words(page)
    asked_for = mine.post(
        f"/formations/{made.id}/demander", {"session_id": str(made.sessions[0].id)}
    )
    assert "Une place vous est gardée jusqu'au" in words(asked_for)
    twice = mine.post(f"/formations/{made.id}/demander", {"session_id": str(made.sessions[0].id)})
    assert twice.status_code == 409
    assert "déjà une demande" in words(twice)
    assert "Maçonnerie" in words(mine.get("/places"))


def test_a_counsellor_asks_for_her_people_and_confirms(house: House) -> None:
    made, person = course(house), house.person()
    desk = house.counsellor()
    page = desk.get(f"/formations/{made.id}", personne=str(person.id))
    assert "Pour cette personne" in words(page)
    fields = {"session_id": str(made.sessions[0].id), "profile_id": str(person.id)}
    shown = desk.post(f"/formations/{made.id}/demander", fields)
    assert "Confirmez-la avant" in words(shown)
    assert "Zibounda" in words(desk.get("/places"))
    (mine,) = house.services.support.requests(house.staff).items
    done = desk.post(f"/places/{mine.id}", {"action": "confirm"})
    assert "La place est confirmée" in words(done)
    late = desk.post(f"/places/{mine.id}", {"action": "refuse", "reason": "other"})
    assert late.status_code == 409
    # Another agency sees nothing of it.
    other = house.counsellor(agency=OTHER_AGENCY)
    assert "Zibounda" not in words(other.get("/places"))
    assert other.get(f"/places/{mine.id}").status_code == 404
    assert other.post(f"/places/{mine.id}", {"action": "withdraw"}).status_code == 404


def test_the_coordination_enters_a_course_and_follows_its_session(
    house: House, time_machine: TimeMachineFixture
) -> None:
    house.services.support.add_centre(KEEPER, CentreIn(name="Centre Un", source="appel du 1er"))
    keeper = house.browser(Role.COORDINATOR)
    (centre,) = house.services.support.centres(KEEPER).items
    typed = {
        "centre_id": str(centre.id),
        "title": "Cuisine",
        "trade": "cuisinier",
        "diploma": "yes",
        "towns": "Rabat\nSalé",
        "age_least": "15",
        "source": "appel du centre",
    }
    wrong = keeper.post("/formations/nouvelle", {**typed, "towns": "Atlantis"})
    assert wrong.status_code == 422
    assert "Atlantis" in words(wrong)
    made = keeper.post("/formations/nouvelle", typed)
    assert "Ce qu'on sait faire après" in words(made)
    course_id = made.url.path.rpartition("/")[2]
    start = (clock.today() + timedelta(days=20)).isoformat()
    added = keeper.post(f"/formations/{course_id}/sessions", {"starts_on": start, "places": "2"})
    assert "2 places libres" in words(added)
    found = house.services.support.course(KEEPER, UUID(course_id))
    person = house.person(nationality="SN")
    mine = ask(house, found, person)
    house.services.support.move(house.staff, "confirm", mine.id)
    address = f"/formations/sessions/{found.sessions[0].id}"
    page = words(keeper.get(address))
    assert person.code in page
    for telling in ("Zibounda", "Korvalan", "SN", "permit_work", "Sénégal"):
        assert telling not in page
    time_machine.move_to(datetime.now(UTC) + timedelta(days=20))
    keeper = house.browser(Role.COORDINATOR)
    one = {"request_id": str(mine.id)}
    assert keeper.post(address, {**one, "action": "start"}).status_code == 200
    assert "Formation terminée" in words(keeper.post(address, {**one, "action": "complete"}))
    assert keeper.post(address, {**one, "action": "complete"}).status_code == 409


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.AGENT, Role.ADMINISTRATOR, Role.COUNSELLOR])
def test_the_coordinations_pages_are_for_nobody_else(house: House, role: Role) -> None:
    made = course(house)
    of: dict[str, Any] = {"agency_id": "rabat"} if role in (Role.AGENT, Role.COUNSELLOR) else {}
    if role is Role.EMPLOYER:
        of = {"employer_id": house.employer().id}
    browser = house.browser(role, **of)
    for address in (
        "/formations/nouvelle",
        "/formations/centres",
        f"/formations/{made.id}/modifier",
        f"/formations/sessions/{made.sessions[0].id}",
    ):
        assert browser.get(address).status_code == 403
    if role is not Role.COUNSELLOR:
        assert browser.get("/places").status_code == 403


def test_a_stranger_finds_courses_and_asks_for_none(house: House) -> None:
    made = course(house)
    nobody = house.browser()
    assert "Maçonnerie" in words(nobody.get("/formations", q="mason"))
    page = nobody.get(f"/formations/{made.id}")
    assert "Se connecter pour demander une place" in words(page)
    assert "Pour vous" not in words(page)
    asked = nobody.post(f"/formations/{made.id}/demander", {"session_id": str(made.sessions[0].id)})
    assert "/connexion" in str(asked.url)


# --- a file ---------------------------------------------------------------------------------------

FILE = "\n".join(
    (
        "title,level,kind,mode,sector,towns,age_at_most,school_level,semesters,hours",
        "Coiffure,Qualification,Diplomante,Cours du jour,,Settat & Ben Ahmed,30,3e collège,2,",
        "Soudure,Certificat,Qualifiante,Résidentiel,,Ville inconnue,,6e primaire,,140",
    )
)


def test_a_file_of_a_centre_is_linked_by_the_linker_and_its_losses_are_named(house: House) -> None:
    from amuddu.imports.importer import Importer
    from amuddu.imports.mapping import Mapped
    from amuddu.imports.reading import read
    from gateway.imports.access import Target
    from gateway.imports.service import send_batch

    table = read(FILE.encode(), "formations.csv")
    mapping = Mapped.model_validate(
        {
            **{name: name for name in ("title", "level", "mode", "towns", "semesters", "hours")},
            "diploma": "kind",
            "age_most": "age_at_most",
            "school_level": "school_level",
            "centre": {"constant": "ISTA Settat"},
            "operator": {"constant": "ofppt"},
        }
    )
    importer = Importer("courses", table, mapping=mapping, lang="fr")
    for _ in importer.run(
        lambda rows: send_batch(house.services, KEEPER, "courses", rows, Target())
    ):
        pass
    counts = {str(name): number for name, number in importer.report.counts.items() if number}
    assert counts == {"created": 2}
    lost = [each for each in importer.report.notes if each.column == "towns"]
    assert lost
    found = house.services.support.search(KEEPER, q="coiffure").items
    assert [(each.trade, each.towns) for each in found] == [
        ("hairdresser", ("settat", "ben-ahmed"))
    ]
    whole = house.services.support.course(KEEPER, found[0].id)
    assert "cut-hair" in {each.concept for each in whole.skills}
    assert whole.criteria.age_most == 30
    assert whole.criteria.school_level == "lower_secondary"


def test_a_doubtful_trade_gives_nobody_a_skill(house: House) -> None:
    row = {"title": "Infrastructure Digitale option Cyber sécurité", "diploma": True}
    (made,) = linking.linked(house.services, KEEPER, [row])
    assert "security-guard" not in str(made)
    sure = {"title": "Maçonnerie", "diploma": True}
    (made,) = linking.linked(house.services, KEEPER, [sure])
    assert made["trade"]["concept"] == "mason"
    assert "lay-bricks" in {each["concept"] for each in made["skills"]}
    own = {**sure, "skills": [{"text": "mesurer"}]}
    (made,) = linking.linked(house.services, KEEPER, [own])
    assert made["skills"] == [{"text": "mesurer"}]
