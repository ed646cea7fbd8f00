"""The coordinator's report: figures released by period, small ones hidden, charts and files."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
import time_machine

from amuddu.contracts.statistics import Figures
from amuddu.kit.auth import Actor, Role
from amuddu.kit.clock import now, today
from amuddu.kit.disclosure.releases import month_of
from amuddu.kit.errors import AmudduError
from gateway.clients.base import Caller
from services.employers.vacancies.statistics import PRESS as VACANCIES
from services.matching.candidacies.statistics import PRESS as CANDIDACIES
from services.profiles.statistics import repository as statistics_repository
from services.profiles.statistics.service import PRESS as PEOPLE
from tests.gateway.conftest import Browser, House, words
from tests.support import administrator, coordinator, counsellor, employer

AGREES = {"matching": True, "contact": True, "statistics": True}
BOSS = Caller(administrator(), "fr")
PRESSES = {"profiles": PEOPLE, "matching": CANDIDACIES, "employers": VACANCIES}


def this_month() -> str:
    return month_of(today())


def release(house: House, number: int = 1) -> None:
    """What a demonstration does: its month is released at once."""
    services = house.services
    for client in (services.profiles, services.matching, services.employers):
        client.release(BOSS, this_month(), number)


def people(house: House) -> Figures:
    return house.services.profiles.statistics(BOSS, period=this_month())


def rows_of(answer: httpx2.Response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
def reader(house: House) -> Browser:
    return house.browser(Role.COORDINATOR)


def test_the_report_counts_who_agreed_and_hides_the_few(house: House, reader: Browser) -> None:
    for number in range(9):
        sex = "f" if number < 6 else "m"
        house.person(given_name=f"Un{number}", sex=sex, place="rabat", consents=AGREES)
    house.person(given_name="Sans", sex="m")  # did not agree to be counted
    vacancy = house.vacancy(house.employer())
    release(house)
    by = {table.dimension: table for table in people(house).tables}
    assert by["region"].total == 9
    assert by["sex"].rows == ("f", "m", "unknown")
    assert by["sex"].row_totals[:2] == (None, None), "three men, so neither line is shown"
    page = reader.get("/bilan")
    text = words(page)
    assert "Rabat-Salé-Kénitra" in text
    assert "masqué" in text
    assert "Femmes" in text
    assert "trop peu de cas" in text
    assert "Prochains chiffres le" in text
    assert vacancy.title not in text
    assert "<svg" in page.text
    rows = rows_of(reader.get("/bilan.csv"))
    assert ["Personnes inscrites", "Par sexe", "Hommes", "Total", "masqué"] in rows
    assert ["Offres publiées", "Par région", "Total", "Total", "masqué"] in rows


def test_how_far_people_got_is_counted_where_their_sex_is_known(house: House) -> None:
    first = house.person(sex="f", consents=AGREES)
    house.person(sex="f", consents=AGREES)
    boss = house.employer()
    vacancy = house.vacancy(boss)
    candidacy = house.shortlisted(vacancy, first)
    house.answer("yes")
    house.services.matching.hire(house.staff, candidacy)
    house.pump()
    with house.databases["profiles"].session() as session:
        until = datetime.now(UTC) + timedelta(days=1)
        counted = list(statistics_repository.counted(session, until))
    assert {(places["sex"], column, number) for places, column, number in counted} == {
        ("f", "hired", 1),
        ("f", "registered", 1),
    }
    release(house)
    found = house.services.matching.statistics(BOSS, period=this_month())
    assert {table.dimension for table in found.tables} == {"region", "month"}, "no sex in matching"
    assert all(table.total is None for table in found.tables)


def test_numbers_are_for_coordinators_and_administrators(house: House) -> None:
    def refused(actor: Actor, *, to_release: bool = False) -> bool:
        services, caller = house.services, Caller(actor, "fr")
        statuses = []
        for client in (services.profiles, services.matching, services.employers):
            try:
                if to_release:
                    client.release(caller, this_month(), 1)
                else:
                    client.releases(caller)
                    client.statistics(caller, period=this_month())
            except AmudduError as error:
                statuses.append(error.status)
        return statuses == [403, 403, 403]

    assert refused(counsellor())
    assert refused(employer())
    assert refused(coordinator(), to_release=True)
    assert house.counsellor().get("/bilan").status_code == 403
    assert house.counsellor().get("/bilan.csv").status_code == 403
    empty = house.browser(Role.ADMINISTRATOR).get("/bilan", mois="7000")
    assert empty.status_code == 200
    assert "Rien n'est encore publié" in words(empty)


def test_a_release_is_whole_or_not_there(house: House, reader: Browser) -> None:
    house.services.profiles.release(BOSS, this_month(), 1)
    house.services.matching.release(BOSS, this_month(), 1)
    assert "Rien n'est encore publié" in words(reader.get("/bilan"))
    assert reader.get("/bilan.csv").status_code == 404
    house.services.employers.release(BOSS, this_month(), 1)
    assert "Rien à compter" in words(reader.get("/bilan"))
    assert reader.get("/bilan.csv").status_code == 200


def test_a_month_comes_out_once_on_the_fifth_day_after_its_end(house: House) -> None:
    def due(name: str, day: datetime) -> bool:
        with house.databases[name].session() as session, time_machine.travel(day, tick=False):
            return PRESSES[name].release_due(session, on=today())

    for name in PRESSES:
        assert due(name, datetime(2031, 3, 4, tzinfo=UTC)), "January was never released"
        assert not due(name, datetime(2031, 3, 4, tzinfo=UTC))
        assert due(name, datetime(2031, 3, 5, tzinfo=UTC))
        assert not due(name, datetime(2031, 4, 4, tzinfo=UTC))
    with time_machine.travel(datetime(2031, 3, 6, tzinfo=UTC), tick=False):
        found = house.services.profiles.releases(BOSS)
    assert [(each.period, each.number) for each in found.items] == [
        ("2031-02", 1),
        ("2031-01", 1),
    ]
    assert f"{found.next_on}" == "2031-04-05"


def test_a_correction_is_a_new_number_and_comes_once_in_four_weeks(house: House) -> None:
    def refused(number: int, period: str = this_month()) -> bool:
        with pytest.raises(AmudduError) as error:
            house.services.profiles.release(BOSS, period, number)
        return error.value.status == 409

    assert refused(1, "2090-01"), "not over yet"
    assert refused(2), "before the first"
    first = house.services.profiles.release(BOSS, this_month(), 1)
    assert refused(2), "a month that is not over is released by a demonstration alone, and once"
    later = now() + timedelta(days=40)
    with time_machine.travel(later, tick=False):
        second = house.services.profiles.release(BOSS, first.release.period, 2)
        assert second.release.number == 2
        assert house.services.profiles.release(BOSS, first.release.period, 2) == second
        assert refused(3, first.release.period)
    with time_machine.travel(later + timedelta(days=29), tick=False):
        house.services.profiles.release(BOSS, first.release.period, 3)
        kept = house.services.profiles.statistics(BOSS, period=first.release.period, number=1)
    assert kept == first, "what was released stays as it was"
