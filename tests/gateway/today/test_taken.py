"""A line is looked after by one of a team: taken over, put off, given back, over by itself."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from sqlalchemy import text
from time_machine import TimeMachineFixture

from amuddu.contracts.employers import Vacancy
from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.kit.errors import Conflict
from gateway.sessions import service as accounts
from gateway.sessions.tables import Account
from gateway.taken import service as taken
from tests.gateway.conftest import Browser, House, themselves, words
from tests.support import AGENCY, OTHER_AGENCY

HERE = "/aujourdhui"


@pytest.fixture
def vacancy(house: House) -> Vacancy:
    return house.vacancy(house.employer())


def line(vacancy: Vacancy) -> str:
    return f"{HERE}/lignes/offer/{vacancy.id}"


def colleague(house: House, name: str, *, agency: str = AGENCY) -> Account:
    made = house.account(Role.COUNSELLOR, f"c-{uuid4().hex[:8]}", agency_id=agency)
    with house.databases["gateway"].session() as session:
        session.connection().execute(
            text("UPDATE account SET display_name = :name WHERE id = :id"),
            {"name": name, "id": made.id},
        )
    return made


def desk(house: House, name: str, *, agency: str = AGENCY) -> Browser:
    return house.browser().sign_in(colleague(house, name, agency=agency).login)


def rows(house: House) -> list[Any]:
    with house.databases["gateway"].engine.connect() as connection:
        return list(connection.execute(text("SELECT * FROM taken_line ORDER BY at")))


def day(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def test_a_counsellor_takes_a_line_over_and_a_colleague_sees_it(
    house: House, vacancy: Vacancy
) -> None:
    one, other = desk(house, "Nadia"), desk(house, "Karim")
    taken_by = one.post(line(vacancy), {"action": "take"})
    assert "vous vous en occupez" in words(taken_by)
    assert "Vous vous en occupez" in words(taken_by)
    assert "Nadia s'en occupe" in words(other.get(HERE))
    again = other.post(line(vacancy), {"action": "take"})
    assert again.status_code == 409
    assert "Nadia s'en occupe déjà." in words(again)
    assert vacancy.title in words(again)
    assert other.post(line(vacancy), {"action": "back"}).status_code == 409
    assert other.post(line(vacancy), {"action": "later", "until": day(3)}).status_code == 409
    assert one.post(line(vacancy), {"action": "take"}).status_code == 200  # twice is once
    assert len(rows(house)) == 1
    back = one.post(line(vacancy), {"action": "back"})
    assert "attend de nouveau toute l'équipe" in words(back)
    assert rows(house) == []
    # What was sent before is no second sending of it: the line may be taken anew.
    assert "Vous vous en occupez" in words(one.post(line(vacancy), {"action": "take"}))


def test_a_line_comes_back_on_its_day(
    house: House, vacancy: Vacancy, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(clock.now(), tick=True)
    people = [colleague(house, name).login for name in ("Nadia", "Karim")]
    one, other = (house.browser().sign_in(login) for login in people)
    page = one.post(line(vacancy), {"action": "later", "until": day(2)})
    assert "1 ligne remise à plus tard" in words(page)
    assert 'id="offer"' not in page.text
    assert "Remise par Nadia au" in words(other.get(HERE))
    assert 'id="offer"' not in other.get(HERE).text
    time_machine.shift(timedelta(days=2))
    one, other = (house.browser().sign_in(login) for login in people)
    later = one.get(HERE)
    assert 'id="offer"' in later.text
    assert "à plus tard" not in words(later)
    # Whoever holds nothing any more is in nobody's way.
    assert "Vous vous en occupez" in words(other.post(line(vacancy), {"action": "take"}))


def test_any_colleague_brings_back_what_was_put_off(house: House, vacancy: Vacancy) -> None:
    one, other = desk(house, "Nadia"), desk(house, "Karim")
    one.post(line(vacancy), {"action": "later", "until": day(2)})
    assert 'id="offer"' in other.post(line(vacancy), {"action": "back"}).text


@pytest.mark.parametrize("until", ["", "demain", "2020-01-01", "2999-01-01", "2026-02-31"])
def test_a_day_that_is_none_is_said_at_its_field(
    house: House, vacancy: Vacancy, until: str
) -> None:
    one = desk(house, "Nadia")
    page = one.post(line(vacancy), {"action": "later", "until": until})
    assert page.status_code == 422
    assert "Choisissez un jour entre demain et dans 30 jours." in words(page)
    assert vacancy.title in words(page)
    found = re.search(rf'<input[^>]*id="u-l-offer-{vacancy.id}"[^>]*aria-invalid', page.text)
    assert found
    assert rows(house) == []


def test_another_agency_touches_nothing_of_it(house: House, vacancy: Vacancy) -> None:
    one, away = desk(house, "Nadia"), desk(house, "Ailleurs", agency=OTHER_AGENCY)
    one.post(line(vacancy), {"action": "take"})
    for action in ("take", "later", "back"):
        answered = away.post(line(vacancy), {"action": action, "until": day(2)})
        assert answered.status_code == 404
        assert "Nadia" not in answered.text
    assert "Nadia" not in away.get(HERE).text
    boss = house.boss(house.employer("Autre"))
    for kind in ("offer", "yes", "draft", "import", "rien"):
        path = f"{HERE}/lignes/{kind}/{vacancy.id}"
        assert boss.post(path, {"action": "take"}).status_code == 404
    seeker = house.browser(Role.JOBSEEKER)
    assert seeker.post(line(vacancy), {"action": "take"}).status_code == 403
    assert one.post(line(vacancy), {"action": "burn"}).status_code == 400
    assert one.post_without_token(line(vacancy), {"action": "take"}).status_code == 400
    (row,) = rows(house)
    assert (row.team, row.kind, row.until) == (f"agency:{AGENCY}", "offer", None)


def test_who_reads_only_takes_nothing(house: House) -> None:
    employer = house.employer()
    house.vacancy(employer, publish=False)
    reader = house.browser(Role.EMPLOYER, employer_id=employer.id, employer_right="read")
    page = reader.get(HERE)
    found = re.search(r'id="l-draft-([0-9a-f-]{36})"', page.text)
    assert found is not None
    assert "Je m'en occupe" not in page.text
    path = f"{HERE}/lignes/draft/{found[1]}"
    assert reader.post(path, {"action": "take"}).status_code == 403
    assert "Vous vous en occupez" in words(house.boss(employer).post(path, {"action": "take"}))
    assert "s'en occupe" in words(reader.get(HERE))


def test_a_line_that_is_gone_is_held_no_more(house: House, vacancy: Vacancy) -> None:
    one, other = desk(house, "Nadia"), desk(house, "Karim")
    one.post(line(vacancy), {"action": "take"})
    house.shortlisted(vacancy, house.person())
    gone = one.post(line(vacancy), {"action": "take"})
    assert gone.status_code == 404
    assert "Cette ligne n'attend plus." in words(gone)
    other.get(HERE)
    assert rows(house) == []


def test_of_two_at_once_one_wins_and_the_other_is_told_who(house: House, vacancy: Vacancy) -> None:
    people = {name: accounts.actor(colleague(house, name)) for name in ("Nadia", "Karim")}
    start = Barrier(2)

    def take(name: str) -> str:
        start.wait()
        try:
            with house.databases["gateway"].session() as session:
                taken.take(session, people[name], ("offer", vacancy.id))
        except Conflict as error:
            return error.text.in_("fr")
        return "won"

    with ThreadPoolExecutor(2) as pool:
        said = dict(zip(people, pool.map(take, people), strict=True))
    winner = next(name for name, word in said.items() if word == "won")
    (told,) = (word for word in said.values() if word != "won")
    assert told == f"{winner} s'en occupe déjà."


def test_a_colleague_whose_account_is_closed_holds_nothing(house: House, vacancy: Vacancy) -> None:
    left = colleague(house, "Partie")
    house.browser().sign_in(left.login).post(line(vacancy), {"action": "take"})
    with house.databases["gateway"].session() as session:
        session.connection().execute(
            text("UPDATE account SET disabled_at = now() WHERE id = :id"), {"id": left.id}
        )
    one = desk(house, "Nadia")
    assert "Partie" not in one.get(HERE).text
    assert "Vous vous en occupez" in words(one.post(line(vacancy), {"action": "take"}))


def test_nothing_is_kept_of_somebody_who_was_erased(house: House) -> None:
    soon = day(10)
    person = house.person(residence={"status": "permit_work", "valid_until": soon})
    one = desk(house, "Nadia")
    path = f"{HERE}/lignes/renewal/{person.id}"
    page = one.post(path, {"action": "take"})
    assert "Vous vous en occupez" in words(page)
    (row,) = rows(house)
    assert set(row._mapping) == {"team", "kind", "about", "account_id", "until", "at"}
    assert "Zibounda" not in str(row)
    _erase(house, person.id)
    assert rows(house) == []


def _erase(house: House, profile_id: UUID) -> None:
    house.services.profiles.erase(themselves(profile_id), profile_id)
    house.carry_out_erasures()


def test_a_page_answers_in_arabic(house: House, vacancy: Vacancy) -> None:
    page: httpx2.Response = house.counsellor(lang="ar").get(HERE)
    assert 'dir="rtl"' in page.text
    assert vacancy.title in words(page)
