"""A hairdresser wins a seat with a scholarship, is away for a birth, completes, and is ranked for a
vacancy that asked for what she could not do before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from time_machine import TimeMachineFixture

from amuddu.contracts.support.catalogue import CentreIn, CourseIn, SessionIn
from amuddu.kit import clock
from amuddu.kit.auth import Role
from tests.gateway.conftest import House, words
from tests.gateway.scholarships.conftest import HOME, Fund
from tests.gateway.training.test_story import KEEPER

TRADE = {"text": "coiffeuse", "concept": "hairdresser"}
SKILL = {"text": "couper les cheveux", "concept": "cut-hair"}


def test_a_hairdresser_from_a_seat_to_a_vacancy(
    house: House, time_machine: TimeMachineFixture
) -> None:
    vacancy = house.vacancy(
        house.employer("Salon Exemple"),
        title="Coiffeuse",
        description="Coupe et coiffage.",
        occupation=TRADE,
        essential_skills=[SKILL],
    )
    person = house.person(
        nationality="CD",
        occupations=[TRADE],
        skills=[],
        experience=[{"title": "coiffeuse", "occupation": "hairdresser", "months": 6}],
    )

    def ranked() -> set[str]:
        found = house.services.matching.ranking(house.staff, vacancy.id, all_essentials=True)
        return {str(each.profile_id) for each in found.items}

    assert str(person.id) not in ranked()

    support = house.services.support
    centre = support.add_centre(KEEPER, CentreIn(name="Centre de coiffure", source="exemple"))
    said = {
        "centre_id": centre.id,
        "title": "Coiffure dames",
        "trade": TRADE,
        "skills": [SKILL],
        "criteria": {"towns": ["sale"]},
        "source": "exemple",
    }
    made = support.add_course(KEEPER, CourseIn.model_validate(said))
    start = clock.today() + timedelta(days=20)
    made = support.add_session(KEEPER, made.id, SessionIn(starts_on=start, places=1))
    house.messages.sent.clear()
    fund = Fund(house)
    mine = fund.own(person)
    asked = mine.post(f"/formations/{made.id}/demander", {"session_id": str(made.sessions[0].id)})
    place = asked.url.path.rpartition("/")[2]
    desk = house.counsellor()
    assert "La place est confirmée" in words(desk.post(f"/places/{place}", {"action": "confirm"}))

    (seat,) = support.requests(house.staff).items
    one = fund.sent(mine, seat.id)
    fund.admit(one)
    for number in range(3):
        assert fund.score(number, one).status_code == 200
    assert fund.decide(one, "award").status_code == 200
    house.pump()
    told = [each.text.body for each in house.messages.sent]
    assert any("Il reste un texte à lire" in body for body in told)
    assert not any("bourse" in body.replace("/bourses", "") for body in told)
    assert fund.agree(mine, one).status_code == 200

    time_machine.move_to(datetime.now(UTC) + timedelta(days=20))
    support.note(KEEPER, "start", seat.id)
    desk, mine = house.counsellor(), fund.own(person)
    fund.keeper = house.browser(Role.COORDINATOR)
    sheet = {"action": "attend", "code": person.code}
    desk.post(f"{HOME}/{one}", {**sheet, "month": "1", "attendance": "present"})
    away = {"month": "2", "attendance": "excused", "excuse": "childbirth"}
    assert desk.post(f"{HOME}/{one}", {**sheet, **away}).status_code == 200
    assert fund.decide(one, "order").status_code == 200
    assert "2 lignes payées" in words(fund.bank(*((each, "1000") for each in fund.references())))
    assert fund.decide(one, "complete").status_code == 200
    seen = words(mine.get(f"{HOME}/{one}"))
    assert "Bourse terminée" in seen
    assert "Naissance" not in seen
    assert fund.money() == (0, 0, 2000, 8000)

    support.note(KEEPER, "complete", seat.id)
    house.pump()
    assert str(person.id) in ranked()
