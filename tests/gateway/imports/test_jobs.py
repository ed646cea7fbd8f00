"""Files as jobs: whose turn it is, restarts, stopping, what is kept and for how long."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import text

from amuddu.contracts.batch import BatchIn, BatchOut, FieldProblem, RowResult
from amuddu.imports import importer
from amuddu.kit.auth import Role
from amuddu.kit.errors import Unavailable
from gateway.clients.base import Caller
from gateway.imports.running import LEASE, MOST_ATTEMPTS, Runners
from gateway.retention.keeping import KEEPER
from gateway.sessions import service as accounts
from tests.conftest import TEST_SECRET
from tests.gateway.conftest import Browser, House, words
from tests.gateway.imports.support import (
    PEOPLE,
    VACANCIES,
    job_id,
    long_file,
    row_of,
    runner,
    send,
    upload,
    work,
)
from tests.support import AGENCY, OTHER_AGENCY, counsellor

STAFF = Caller(counsellor(), "fr")


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a file of a hundred rows is some way on its way."""
    monkeypatch.setattr(importer, "BATCH", 50)


def state(house: House, page: Any) -> str:
    return row_of(house, page).state


def later(**of: Any) -> Any:
    return time_machine.travel(datetime.now(UTC) + timedelta(**of), tick=True)


def batches(house: House, monkeypatch: pytest.MonkeyPatch, act: Any) -> None:
    """Do something at each batch, which is numbered from 1; the batch is sent afterwards."""
    send_on, count = house.services.employers.batch, [0]

    def acting(caller: Caller, body: BatchIn) -> BatchOut:
        count[0] += 1
        act(count[0])
        answered: BatchOut = send_on(caller, body)
        return answered

    monkeypatch.setattr(house.services.employers, "batch", acting)


# --- progress -----------------------------------------------------------------------------------


def test_a_page_shows_how_far_a_file_is_and_asks_for_itself(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = house.counsellor()
    page = send(browser, "vacancies", long_file(120), "Offres de mars.csv")
    assert "attend son tour" in words(page)
    assert "Offres de mars.csv" in words(page)
    assert page.headers["refresh"] == "3"
    seen: list[str] = []
    batches(house, monkeypatch, lambda _: seen.append(words(browser.get(page.url.path))))
    work(house)
    assert "en cours" in seen[0]
    assert "Lignes traitées : 50 sur 120" in seen[1]
    assert "Lignes traitées : 100 sur 120" in seen[2]
    ended = browser.get(page.url.path)
    assert "120 lignes ajoutées" in words(ended)
    assert "Tout le fichier est importé." in words(ended)
    assert "refresh" not in ended.headers
    listed = words(browser.get("/imports"))
    assert "Derniers fichiers" in listed
    assert "Offres de mars.csv" in listed


def test_a_page_stays_still_for_whoever_wants_it_so(house: House) -> None:
    browser = house.counsellor()
    page = send(browser, "vacancies", VACANCIES)
    still = browser.get(f"{page.url.path}?pause=1")
    assert "refresh" not in still.headers
    assert "Recharger cette page" in words(still)


def test_a_colleague_sees_the_file_of_their_agency_and_nobody_else_does(house: House) -> None:
    page = send(house.counsellor(), "profiles", PEOPLE)
    work(house)
    path = page.url.path
    assert "1 ligne à corriger" in words(house.counsellor().get(path))
    elsewhere = house.counsellor(agency=OTHER_AGENCY)
    for other in (elsewhere, house.browser(Role.ADMINISTRATOR), house.boss(house.employer())):
        assert other.get(path).status_code == 404
        assert other.get(f"{path}/remarques.csv").status_code == 404
        assert other.post(f"{path}/arreter", {}).status_code == 404
    assert str(job_id(page)) not in elsewhere.get("/imports").text
    assert house.browser(Role.JOBSEEKER).get(path).status_code == 403
    assert house.browser().get(path).url.path == "/connexion"


# --- whose turn ---------------------------------------------------------------------------------


def test_organisations_take_turns_and_none_runs_two_files(house: House) -> None:
    mine, theirs = house.counsellor(), house.counsellor(agency=OTHER_AGENCY)
    first = [send(mine, "vacancies", long_file(1, n)) for n in range(3)]
    second = [send(theirs, "vacancies", long_file(1, n)) for n in range(2)]
    order = []
    one = runner(house)
    while one.run_next():
        pages = {row_of(house, page).started_at: page for page in (*first, *second)}
        order.append(job_id(pages[max(each for each in pages if each)]))
    names = [job_id(page) for page in (first[0], second[0], first[1], second[1], first[2])]
    assert order == names


def test_an_organisation_runs_one_file_at_a_time_in_all_processes(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, elsewhere = house.counsellor(), house.counsellor(agency=OTHER_AGENCY)
    pages = [send(browser, "vacancies", long_file(1, n)) for n in range(2)]
    other = send(elsewhere, "vacancies", long_file(1))
    seen: list[list[str]] = []

    def another_process(number: int) -> None:
        if number == 1:
            turns = [runner(house).run_next(), runner(house).run_next()]
            assert turns == [True, False]  # the other organisation's, then nothing
            seen.append([state(house, page) for page in (*pages, other)])

    batches(house, monkeypatch, another_process)
    assert runner(house).run_next()
    assert seen == [["running", "waiting", "done"]]


def test_two_processes_never_take_the_same_file(house: House) -> None:
    browser = house.counsellor()
    page = send(browser, "vacancies", long_file(60))
    done: list[bool] = []
    threads = [
        threading.Thread(target=lambda one=runner(house): done.append(one.run_next()))
        for _ in range(4)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert row_of(house, page).attempts == 1
    assert "60 lignes ajoutées" in words(browser.get(page.url.path))


def test_the_fourth_file_that_waits_is_refused_with_a_sentence(house: House) -> None:
    browser = house.counsellor()
    pages = [send(browser, "vacancies", long_file(1, n)) for n in range(3)]
    refused = send(browser, "vacancies", long_file(1, 9))
    assert refused.status_code == 429
    assert "Importer ce fichier" in words(refused)  # the form, with the sentence in it
    assert "3 de vos fichiers attendent déjà." in words(refused)
    browser.post(f"{pages[0].url.path}/arreter", {})
    assert send(browser, "vacancies", long_file(1, 9)).status_code == 200


# --- restarts -----------------------------------------------------------------------------------


def test_a_file_goes_on_after_its_process_was_killed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """What no handler sees."""

    def kill(number: int) -> None:
        if number == 2:
            raise Killed

    browser = house.counsellor()
    page = send(browser, "vacancies", long_file(120))
    with monkeypatch.context() as patch:
        batches(house, patch, kill)
        with pytest.raises(Killed):
            runner(house).run_next()
    assert state(house, page) == "running"
    assert not runner(house).run_next()  # held until the lease runs out
    with later(seconds=LEASE.total_seconds() + 1):
        assert runner(house).run_next()
    shown = words(browser.get(page.url.path))
    assert "120 lignes ajoutées" in shown  # the first fifty are counted as they were
    assert row_of(house, page).counts == {"created": 120}
    assert house.services.employers.list(STAFF).total == 120


def test_a_process_that_stops_hands_its_file_to_the_next(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = send(house.counsellor(), "vacancies", long_file(120))
    one = runner(house)
    with monkeypatch.context() as patch:
        batches(house, patch, lambda number: one.leave() if number == 2 else None)
        assert one.run_next()
    row = row_of(house, page)
    assert (row.state, row.done, row.runner, row.attempts) == ("waiting", 100, None, 0)
    work(house)
    assert row_of(house, page).counts == {"created": 120}


def test_who_lost_a_file_to_another_process_writes_nothing_more(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = send(house.counsellor(), "vacancies", long_file(120))

    def overtaken(number: int) -> None:
        if number == 1:
            with later(seconds=LEASE.total_seconds() + 1):
                assert runner(house).run_next()

    batches(house, monkeypatch, overtaken)
    assert runner(house).run_next()
    row = row_of(house, page)
    assert (row.state, row.attempts) == ("done", 2)
    assert row.counts == {"created": 120}


def test_a_service_that_is_away_is_asked_again_later(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(number: int) -> None:
        if number == 2:
            raise Unavailable

    browser = house.counsellor()
    page = send(browser, "vacancies", long_file(120))
    with monkeypatch.context() as patch:
        batches(house, patch, away)
        assert work(house) == 1
    assert state(house, page) == "waiting"
    assert work(house) == 0  # not at once
    with later(minutes=2):
        assert work(house) == 1
    assert row_of(house, page).counts == {"created": 120}


def test_a_service_that_stays_away_ends_the_import_with_what_was_kept(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(number: int) -> None:
        if number > 1:
            raise Unavailable

    browser = house.counsellor()
    page = send(browser, "vacancies", long_file(60))
    batches(house, monkeypatch, away)
    for turn in range(MOST_ATTEMPTS):
        with later(minutes=10 * turn):
            assert work(house) == 1
    assert state(house, page) == "failed"
    shown = words(browser.get(page.url.path))
    assert "L'import s'est arrêté en route" in shown
    assert "50 lignes ajoutées" in shown
    monkeypatch.undo()
    shown = words(upload(house, browser, "vacancies", long_file(60)))
    assert "10 lignes ajoutées" in shown
    assert "50 lignes inchangées" in shown


def test_a_file_that_kills_whoever_reads_it_is_given_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """What no handler sees."""

    def kill(_: int) -> None:
        raise Killed

    browser = house.counsellor()
    page = send(browser, "vacancies", long_file(1))
    batches(house, monkeypatch, kill)
    for turn in range(MOST_ATTEMPTS):
        with later(minutes=2 * turn), pytest.raises(Killed):
            runner(house).run_next()
    with later(minutes=20):
        assert runner(house).run_next()
    assert state(house, page) == "failed"
    assert "L'import s'est arrêté en route." in words(browser.get(page.url.path))


def test_runners_work_by_themselves_while_the_process_runs(house: House) -> None:
    runners = Runners(house.databases["gateway"], house.services, (TEST_SECRET,))
    runners.start()
    try:
        page = send(house.counsellor(), "vacancies", VACANCIES)
        ended = threading.Event()
        for _ in range(200):
            if state(house, page) == "done" or ended.wait(0.1):
                break
        runners.renew()
    finally:
        runners.stop()
    assert state(house, page) == "done"


# --- stopping -----------------------------------------------------------------------------------


def test_a_file_is_stopped_and_what_was_kept_stays(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = house.counsellor()
    page = send(browser, "vacancies", long_file(120))

    def press(number: int) -> None:
        if number == 2:
            shown = browser.get(page.url.path)
            assert "Arrêter l'import" in words(shown)
            assert "va s'arrêter" in words(browser.post(f"{page.url.path}/arreter", {}))

    batches(house, monkeypatch, press)
    work(house)
    shown = words(browser.get(page.url.path))
    assert "L'import a été arrêté." in shown
    assert "100 lignes ajoutées" in shown
    assert house.services.employers.list(STAFF).total == 100
    assert kept(house) == 0


def test_a_file_that_waits_is_stopped_at_once(house: House) -> None:
    browser = house.counsellor()
    page = send(browser, "vacancies", VACANCIES)
    colleague = house.counsellor()
    assert "arrêté" in words(colleague.post(f"{page.url.path}/arreter", {}))
    assert kept(house) == 0
    assert work(house) == 0


# --- what is kept -------------------------------------------------------------------------------


def kept(house: House) -> int:
    """How many files the gateway keeps."""
    with house.databases["gateway"].engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM import_file")).scalar_one())


def dump(house: House) -> bytes:
    """Everything that the tables of imports hold, as bytes."""
    held = []
    with house.databases["gateway"].engine.connect() as connection:
        for table in ("import_job", "import_file", "import_mapping"):
            for row in connection.execute(text(f"SELECT * FROM {table}")):
                held += [v if isinstance(v, bytes) else str(v).encode() for v in row]
    return b"\n".join(held)


def test_a_dump_of_the_database_shows_nothing_of_a_file(house: House) -> None:
    page = send(house.counsellor(), "profiles", PEOPLE, "Liste Zibounda.csv")
    assert kept(house) == 1
    for shown in ("Awa", "couturi", "Salé", "accord", "Zibounda"):
        assert shown.encode() not in dump(house)
    work(house)
    assert kept(house) == 0
    for shown in ("Awa", "couturi", "Idriss", "Personne", "Zibounda"):
        assert shown.encode() not in dump(house)
    assert state(house, page) == "done"


def test_a_file_sealed_with_an_earlier_secret_opens_and_with_a_lost_one_ends(house: House) -> None:
    browser = house.counsellor()
    page = send(browser, "vacancies", VACANCIES)
    assert runner(house, secrets=("another-secret-" * 3, TEST_SECRET)).run_next()
    assert state(house, page) == "done"
    page = send(browser, "vacancies", long_file(2))
    assert runner(house, secrets=("another-secret-" * 3,)).run_next()
    assert state(house, page) == "failed"
    assert "Envoyez-le de nouveau" in words(browser.get(page.url.path))


def test_what_is_sealed_for_one_job_opens_for_no_other(house: House) -> None:
    browser = house.counsellor()
    pages = [send(browser, "vacancies", long_file(1, n)) for n in range(2)]
    one, other = (str(job_id(page)) for page in pages)
    with house.databases["gateway"].engine.begin() as connection:
        swap = (
            "UPDATE import_file SET content = (SELECT content FROM import_file WHERE job_id = :o)"
        )
        connection.execute(text(f"{swap} WHERE job_id = :i"), {"i": one, "o": other})
    work(house)
    assert [state(house, page) for page in pages] == ["failed", "done"]


def test_a_file_is_deleted_after_a_day_and_a_report_after_a_month(house: House) -> None:
    browser = house.counsellor()
    done = upload(house, browser, "vacancies", VACANCIES)
    waiting = send(browser, "vacancies", long_file(1))
    database = house.databases["gateway"]
    KEEPER.run(database)
    assert kept(house) == 1
    with later(hours=25):
        KEEPER.run(database)
    assert kept(house) == 0
    assert state(house, waiting) == "failed"
    browser = house.counsellor()  # the session of before is over, and gone
    assert "a attendu plus d'un jour" in words(browser.get(waiting.url.path))
    assert "2 lignes ajoutées" in words(browser.get(done.url.path))
    with later(days=31):
        KEEPER.run(database)
    browser = house.counsellor()
    assert browser.get(done.url.path).status_code == 404


def test_an_account_that_was_closed_imports_nothing_more(house: House) -> None:
    login = house.account(Role.COUNSELLOR, agency_id=AGENCY).login
    page = send(Browser(house.app).sign_in(login), "vacancies", VACANCIES)
    with house.databases["gateway"].engine.begin() as connection:
        connection.execute(
            text("UPDATE account SET disabled_at = now() WHERE login = :l"), {"l": login}
        )
    work(house)
    assert state(house, page) == "failed"
    assert house.services.employers.list(STAFF).total == 0


def test_a_file_is_read_on_after_its_sender_has_signed_out(house: House) -> None:
    browser = house.counsellor()
    page = send(browser, "vacancies", VACANCIES)
    row = row_of(house, page)
    assert row.session_id is not None
    browser.post("/deconnexion", {})
    work(house)
    assert state(house, page) == "done"
    with house.databases["gateway"].session() as session:
        assert accounts.actor_in(session, row.session_id) is None  # it ends with the job


def test_a_file_whose_session_was_ended_is_read_no_further(house: House) -> None:
    page = send(house.counsellor(), "vacancies", VACANCIES)
    session_id = row_of(house, page).session_id
    assert session_id is not None
    with house.databases["gateway"].session() as session:
        accounts.end_work(session, session_id)
    work(house)
    assert state(house, page) == "failed"
    assert house.services.employers.list(STAFF).total == 0


# --- the report ---------------------------------------------------------------------------------


def test_remarks_say_no_cell_that_names_a_person(house: House) -> None:
    header = "prénom;nom;e-mail;métiers recherchés;langues"
    people = f"{header}\nZibounda;Korvalan;zib@@exemple;maçon;klingon\n"
    page = upload(house, house.counsellor(), "profiles", people)
    report = str(row_of(house, page).report)
    assert "langues" in report or "e-mail" in report
    for cell in ("Zibounda", "Korvalan", "zib@@exemple"):
        assert cell not in report


def test_a_sentence_that_quotes_a_person_is_kept_without_the_quote(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def quoting(_: Caller, body: BatchIn) -> BatchOut:
        said = f"{body.rows[0]['given_name']} {body.rows[0]['phone']} existe : changez la ville."
        problem = FieldProblem(field="place", message=said)
        return BatchOut(results=(RowResult(index=0, outcome="refused", problems=(problem,)),))

    monkeypatch.setattr(house.services.profiles, "batch", quoting)
    people = "prénom;téléphone;métiers recherchés\nZibounda;0661000001;maçon\n"
    page = upload(house, house.counsellor(), "profiles", people)
    report = row_of(house, page).report
    assert report is not None
    assert report["refused"][0]["message"] == "… … existe : changez la ville."
    assert "… … existe" in words(page)


def test_of_very_many_remarks_the_first_are_kept_and_the_others_counted(house: House) -> None:
    lines = [f"V-{n};;Rabat;CDI;Atelier" for n in range(2_100)]
    text_ = "\n".join(["référence;intitulé;ville;contrat;employeur", *lines])
    browser = house.counsellor()
    page = upload(house, browser, "vacancies", text_)
    report = row_of(house, page).report
    assert report is not None
    assert (len(report["refused"]), report["more_refused"]) == (2_000, 100)
    assert "2 100" in words(page).replace("\u202f", " ").replace("\u00a0", " ")
    assert "Et 1900 autres remarques." in words(page)
    everything = browser.get(f"{page.url.path}?tout=1")
    assert "Et 100 autres remarques." in words(everything)
    table = browser.get(f"{page.url.path}/remarques.csv")
    assert len(table.content.decode("utf-8-sig").splitlines()) == 2_001


def test_the_remarks_are_downloaded_and_run_no_formula(house: House) -> None:
    text_ = "=cmd|'x'!A1;intitulé;ville;contrat;employeur\n1;;Rabat;CDI;Atelier\n"
    browser = house.counsellor()
    page = upload(house, browser, "vacancies", text_)
    table = browser.get(f"{page.url.path}/remarques.csv")
    assert table.status_code == 200
    assert "attachment" in table.headers["content-disposition"]
    lines = table.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Ligne;Colonne;À faire;Ce qui s'est passé"
    assert lines[1].startswith("2;intitulé;")
    assert not any(cell.startswith(("=", "+", "@")) for line in lines for cell in line.split(";"))
    assert (
        browser.get(f"{send(browser, 'vacancies', VACANCIES).url.path}/remarques.csv").status_code
        == 404
    )
