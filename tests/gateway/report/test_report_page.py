"""The coordinator's report: numbers from every service, small ones hidden, charts and files."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from amuddu.contracts.statistics import Figures
from amuddu.kit.auth import Actor, Role
from amuddu.kit.clock import today
from gateway.clients.base import Caller
from services.profiles.statistics import repository as statistics_repository
from services.profiles.statistics import service as statistics_service
from tests.gateway.conftest import House, words
from tests.support import administrator, counsellor, employer

AGREES = {"matching": True, "contact": True, "statistics": True}


def people(house: House) -> Figures:
    return house.services.profiles.statistics(Caller(administrator(), "fr"), months=12)


def test_the_report_counts_who_agreed_and_hides_the_few(house: House) -> None:
    for number in range(9):
        sex = "f" if number < 6 else "m"
        house.person(given_name=f"Un{number}", sex=sex, place="rabat", consents=AGREES)
    house.person(given_name="Sans", sex="m")  # did not agree to be counted
    figures = people(house)
    by = {table.dimension: table for table in figures.tables}
    assert by["region"].total == 9
    assert by["sex"].rows == ("f", "m")
    assert by["sex"].row_totals == (None, None), "three men, so neither line is shown"
    vacancy = house.vacancy(house.employer())
    page = house.browser(Role.COORDINATOR).get("/")
    assert str(page.url).endswith("/bilan")
    text = words(page)
    assert "Rabat-Salé-Kénitra" in text
    assert "masqué" in text
    assert "Femmes" in text
    assert "trop peu de cas" in text
    assert vacancy.title not in text
    assert "<svg" in page.text
    rows = list(
        csv.reader(
            io.StringIO(
                house.browser(Role.COORDINATOR).get("/bilan.csv").content.decode("utf-8-sig")
            ),
            delimiter=";",
        )
    )
    assert ["Personnes inscrites", "Par sexe", "Hommes", "Total", "masqué"] in rows
    assert ["Offres publiées", "Par région", "Total", "Total", "1"] in rows


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
        counted = list(statistics_repository.counted(session, datetime(2020, 1, 1, tzinfo=UTC)))
        assert statistics_service.people(session, on=today(), months=1).tables
    assert {(places["sex"], column, number) for places, column, number in counted} == {
        ("f", "hired", 1),
        ("f", "registered", 1),
    }
    found = house.services.matching.statistics(Caller(administrator(), "fr"), months=12)
    assert {table.dimension for table in found.tables} == {"region", "month"}, "no sex in matching"
    assert all(table.total is None for table in found.tables)


def test_numbers_are_for_coordinators_and_administrators(house: House) -> None:
    def refused(actor: Actor) -> bool:
        services, caller = house.services, Caller(actor, "fr")
        clients = (services.profiles, services.matching, services.employers)
        statuses = []
        for client in clients:
            try:
                client.statistics(caller, months=12)
            except Exception as error:  # noqa: BLE001 - the status is what is asked for
                statuses.append(getattr(error, "status", 0))
        return statuses == [403, 403, 403]

    assert refused(counsellor())
    assert refused(employer())
    assert house.counsellor().get("/bilan").status_code == 403
    empty = house.browser(Role.ADMINISTRATOR).get("/bilan", mois="7000")
    assert empty.status_code == 200
    assert "Rien à compter" in words(empty)
