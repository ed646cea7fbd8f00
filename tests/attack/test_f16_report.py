"""A coordinator, with the report in every form, wants one person out of its differences.

They read it every day, keep every release, join page, files and API, and reckon what the sums
leave possible. They may know everybody in the house but one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from itertools import combinations
from typing import Any
from uuid import UUID

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from amuddu.contracts.batch import BatchIn
from amuddu.contracts.employers import Vacancy
from amuddu.contracts.statistics import Dimension, Report, Subject, Table
from amuddu.kit.auth import Role
from amuddu.kit.disclosure.releases import Counts, Press
from amuddu.kit.disclosure.small_cells import LEAST
from amuddu.kit.disclosure.tables import Counted, tables
from gateway.clients.base import Caller
from services.employers.vacancies import statistics as of_vacancies
from services.matching.candidacies import statistics as of_candidacies
from services.profiles.statistics import service as of_people
from tests.attack.solver import TOTAL, Key, Reader, came_out, moves_came_out, told_of_all
from tests.gateway import conftest as whole_house
from tests.gateway.conftest import PASSWORD, Browser, House, person
from tests.support import AGENCY, administrator, jobseeker

house = whole_house.house
passwords_quickly = whole_house._passwords_quickly
two_loops = whole_house._two_loops

AGREES = {"matching": True, "contact": True, "statistics": True}
STARTS = date(2031, 9, 1)
COUNTED: dict[Subject, tuple[str, Callable[..., Counts], Press]] = {
    "people": ("profiles", of_people.count, of_people.PRESS),
    "candidacies": ("matching", of_candidacies.count, of_candidacies.PRESS),
    "vacancies": ("employers", of_vacancies.count, of_vacancies.PRESS),
}
Truth = dict[Key, int]


def at(month: int, day: int) -> Any:
    """The clock of the whole house, from an hour of 2031 on."""
    return time_machine.travel(datetime(2031, month, day, 9, tzinfo=UTC), tick=True)


class Coordinator:
    """Reads all that they may, as it is served."""

    def __init__(self, house: House) -> None:
        self._browser = house.browser(Role.COORDINATOR)

    def page(self, month: str = "") -> str:
        return self._browser.get("/bilan", mois=month).text

    def file(self, month: str = "") -> list[list[str]]:
        content = self._browser.get("/bilan.csv", mois=month).content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(content), delimiter=";"))


def api(house: House, **which: Any) -> Report:
    """The report as a program reads it."""
    login = house.account(Role.COORDINATOR).login
    client = Browser(house.app)._client
    signed = client.post("/api/v1/sessions", json={"login": login, "password": PASSWORD}).json()
    headers = {"Authorization": f"Bearer {signed['token']}"}
    answer = client.get("/api/v1/report", params=which, headers=headers)
    assert answer.status_code == 200, answer.text
    return Report.model_validate(answer.json())


def truth(house: House, subject: Subject, until: datetime, shown: Iterable[Table]) -> Truth:
    """What the numbers really are, behind every hidden one."""
    service, count, _ = COUNTED[subject]
    with house.databases[service].session() as session:
        return summed(count(session, until).counted, shown)


def summed(counted: Iterable[Counted], shown: Iterable[Table]) -> Truth:
    found: Truth = dict.fromkeys(
        (
            (dimension, row, column)
            for table in shown
            for dimension, rows in ((table.dimension, table.rows), ("", (TOTAL,)))
            for row in rows
            for column in (*table.columns, TOTAL)
        ),
        0,
    )
    for where, column, number in counted:
        for told in (column, TOTAL):
            found["", TOTAL, told] += number
            for dimension, row in where.items():
                if (dimension, row, told) in found:
                    found[dimension, row, told] += number
    return found


def released(house: House) -> Report:
    """What the workers do when they look, and what the API says then."""
    for service, _, press in COUNTED.values():
        with house.databases[service].session() as session:
            press.release_due(session, on=datetime.now(UTC).date())
    return api(house)


def put_forward(house: House, vacancy: Vacancy, people: Iterable[UUID]) -> None:
    for profile_id in people:
        house.services.matching.shortlist(house.staff, vacancy.id, profile_id)
    house.pump()


@pytest.fixture
def filled(house: House) -> House:
    """A house of thirty people, eight of them put forward."""
    with at(3, 10):
        rows = tuple(
            person(
                external_ref=f"A-{number}",
                given_name=f"Un{number}",
                email=f"un{number}@exemple.ma",
                phone=None,
                sex="fm"[number % 3 == 0],
                place=("rabat", "rabat", "casablanca", "tanger")[number % 4],
                language=("fr", "ar", "fr")[number % 3],
                consents=AGREES,
            )
            for number in range(30)
        )
        batch = BatchIn(rows=rows, agency_id=AGENCY)
        taken = house.services.profiles.batch(house.staff, batch).results
        assert {each.outcome for each in taken} == {"created"}
        house.pump()
        vacancy = house.vacancy(house.employer(), starts_on=STARTS, places=9)
        some = house.services.profiles.list(house.staff, limit=100, offset=0).items[:8]
        put_forward(house, vacancy, [each.id for each in some])
    return house


def test_reading_every_day_tells_nothing(filled: House) -> None:
    def all_that_is_served() -> tuple[Report, list[list[str]], str]:
        coordinator = Coordinator(filled)
        page = re.sub(r'name="csrf_token" value="\w+"', "", coordinator.page())
        return api(filled), coordinator.file(), page

    with at(4, 6):
        released(filled)
        read = all_that_is_served()
        assert "Inscrites seulement" in read[2]
    for day in range(7, 11):
        with at(4, day):
            if day == 7:
                one = filled.person(sex="f", place="agadir", consents=AGREES)
            elif day == 8:
                vacancy = filled.vacancy(filled.employer("Deux"), starts_on=STARTS)
            elif day == 9:
                filled.shortlisted(vacancy, one)
                filled.answer("yes")
            else:
                filled.services.profiles.erase(Caller(jobseeker(profile_id=one.id), "fr"), one.id)
                filled.pump()
            assert all_that_is_served() == read


def test_releases_that_differ_by_one_tell_nothing(filled: House) -> None:
    found: list[tuple[Report, dict[Subject, Truth]]] = []

    def keep(report: Report, until: datetime) -> None:
        truths = {
            each.subject: truth(filled, each.subject, until, each.tables)
            for each in report.subjects
        }
        found.append((report, truths))

    def leave(profile_id: UUID) -> None:
        caller = Caller(jobseeker(profile_id=profile_id), "fr")
        filled.services.profiles.erase(caller, profile_id)
        filled.pump()

    with at(4, 5):
        keep(released(filled), datetime(2031, 4, 1, tzinfo=UTC))
        leave(filled.services.profiles.list(filled.staff, limit=100, offset=0).items[-1].id)
    with at(5, 5):
        keep(released(filled), datetime(2031, 5, 1, tzinfo=UTC))
        one = filled.person(sex="f", place="agadir", consents=AGREES)
        vacancy = filled.vacancy(filled.employer("Deux"), place="agadir", starts_on=STARTS)
    with at(6, 5):
        keep(released(filled), datetime(2031, 6, 1, tzinfo=UTC))
        candidacy = filled.shortlisted(vacancy, one)
        filled.answer("yes")
        filled.services.matching.hire(filled.staff, candidacy)
        filled.pump()
    with at(7, 5):
        keep(released(filled), datetime(2031, 7, 1, tzinfo=UTC))
        leave(one.id)
        services = filled.services
        for client in (services.profiles, services.matching, services.employers):
            client.release(Caller(administrator(), "fr"), "2031-06", 2)
        keep(api(filled), datetime(2031, 7, 1, tzinfo=UTC))
    assert [report.release.number for report, _ in found] == [1, 1, 1, 1, 2]
    for subject in COUNTED:
        told = [next(s for s in report.subjects if s.subject == subject) for report, _ in found]
        truths = [each[subject] for _, each in found]
        assert any(any(each.values()) for each in truths), "there is something to be found"
        attacked(truths, [each.tables for each in told])
        assert all(delay.median_days is None for each in told for delay in each.delays)


def without_map(page: str) -> tuple[str, list[str]]:
    """The page without the map by region, and the numbers of the map's table."""
    found = re.search(r'<div class="country">.*?</table>', page, flags=re.DOTALL)
    assert found is not None
    cells = re.findall(r'<td class="number">(.*?)</td>', found.group(), flags=re.DOTALL)
    return page.replace(found.group(), ""), [re.sub(r"<[^>]+>", "", each) for each in cells]


def test_page_file_and_program_say_the_same(filled: House) -> None:
    with at(4, 5):
        report = released(filled)
        coordinator = Coordinator(filled)
        rows = coordinator.file("2031-03")[1:]
        page = coordinator.page("2031-03")
    told = [
        "masqué" if value is None else str(value)
        for figures in report.subjects
        for table in figures.tables
        for cells, total in (
            *zip(table.cells, table.row_totals, strict=True),
            (table.column_totals, table.total),
        )
        if total != 0 or cells is table.column_totals
        for value in (*cells, total)
    ]
    assert [row[-1] for row in rows] == told
    page, by_region = without_map(page)
    tables_ = re.findall(r"<tbody>.*?</tfoot>", page, flags=re.DOTALL)
    cells = [
        re.sub(r"<[^>]+>", "", cell)
        for table in tables_
        for cell in re.findall(r'<td class="number">(.*?)</td>', table, flags=re.DOTALL)
    ]
    shown = [cell for cell in cells if not re.search("[%–]", cell)]
    assert shown == told, "no number stands on the page alone"
    assert set(by_region) <= {*told, "0"}, "nor on the map"
    of_regions = {
        "masqué" if value is None else str(value)
        for figures in report.subjects
        for table in figures.tables
        if table.dimension == "region" and figures.subject in ("people", "vacancies")
        for value in table.row_totals
    }
    assert set(by_region) <= {*of_regions, "0"}

    wholes = {int(value) for value in told if value.isdigit()}
    for share in {int(cell.split()[0]) for cell in cells if "%" in cell}:
        pairs = ((part, whole) for part in wholes for whole in wholes if whole)
        assert any(round(100 * part / whole) == share for part, whole in pairs)


# --- any small house ------------------------------------------------------------------------------

ROWS: Mapping[Dimension, tuple[str, ...]] = {
    "region": ("north", "east", "south", "west"),
    "sex": ("f", "m", "unknown"),
    "month": ("2031-01", "2031-02"),
}
COLUMNS = ("registered", "put_forward", "hired")
SOMEBODY = st.tuples(*(st.sampled_from(rows) for rows in ROWS.values()), st.sampled_from(COLUMNS))
ALIKE = st.lists(st.tuples(SOMEBODY, st.integers(1, 12)), max_size=8)
COMES_AND_GOES = st.lists(st.tuples(SOMEBODY, st.integers(-6, 6)), max_size=3)


@settings(max_examples=40, deadline=None)
@given(ALIKE, st.lists(COMES_AND_GOES, min_size=2, max_size=2))
def test_no_small_house_gives_anybody_away(
    there: list[tuple[Any, int]], then: list[list[tuple[Any, int]]]
) -> None:
    house: dict[Any, int] = {}
    truths: list[Truth] = []
    shown: list[tuple[Table, ...]] = []
    for change in (there, *then):
        for one, number in change:
            house[one] = max(0, house.get(one, 0) + number)
        counted: list[Counted] = [
            (dict(zip(ROWS, one[:-1], strict=True)), one[-1], number)
            for one, number in house.items()
        ]
        shown.append(tables(counted, rows=ROWS, columns=COLUMNS, before=list(shown)))
        truths.append(summed(counted, shown[-1]))
    attacked(truths, shown)


def attacked(truths: list[Truth], shown: Iterable[Iterable[Table]]) -> None:
    """All differences, sums and bounds of all releases: nothing comes out."""
    readers = [Reader(tuple(each)) for each in shown]
    for true, reader in zip(truths, readers, strict=True):
        assert all(value in (None, true[key]) for key, value in reader.numbers.items())
        assert came_out(true, reader, LEAST) == []
        assert told_of_all(true, reader) == []
    for first, second in combinations(range(len(truths)), 2):
        before = {key: truths[first].get(key, 0) for key in truths[second]}
        assert (
            moves_came_out(before, truths[second], (readers[first], readers[second]), LEAST) == []
        )
