"""The catalogue: found in four languages, dated in what it asks, fed from files."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from time_machine import TimeMachineFixture

from amuddu.kit.events import tables as event_tables
from amuddu.kit.keeping import tables as keeping_tables
from amuddu.kit.ledger import tables as ledger_tables
from amuddu.kit.trust import tables as trust_tables
from services.support.catalogue import seeding
from services.support.tables import METADATA
from tests.conftest import DatabaseOf
from tests.services.support.conftest import Training, in_days
from tests.support import counsellor, jobseeker


def test_migrations_make_what_the_models_say(database_of: DatabaseOf) -> None:
    database = database_of("services.support")
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        houses = (event_tables, keeping_tables, ledger_tables, trust_tables)
        both: Any = [METADATA, *(each.metadata for each in houses)]
        assert compare_metadata(context, both) == []


def titles(training: Training, **params: Any) -> list[str]:
    found = training.client.get("/v1/training/courses", params=params)
    assert found.status_code == 200, found.text
    return [each["title"] for each in found.json()["items"]]


@pytest.mark.parametrize(
    "words", ["coiffeuse", "hairdresser", "peluquera", "حلاقة", "Coiffure DAMES", "coiff"]
)
def test_a_course_is_found_in_four_languages_by_words_alone(training: Training, words: str) -> None:
    trade = {"text": "coiffeuse", "concept": "hairdresser"}
    training.course(trade=trade)
    training.course(title="Soudure", trade={"text": "soudeur", "concept": "welder"}, skills=[])
    assert titles(training, q=words) == ["Coiffure dames"]


def test_search_is_narrowed_by_town_level_and_free_places(training: Training) -> None:
    training.session(title="Avec place", level="qualification")
    full = training.session(title="Complète", places=1)
    training.ask(full)
    training.course(title="Sans session", criteria={"towns": ["fes"]})
    assert titles(training) == ["Avec place", "Complète", "Sans session"]
    assert titles(training, free=True) == ["Avec place"]
    assert titles(training, place="fes") == ["Sans session"]
    assert titles(training, level="qualification") == ["Avec place"]
    assert titles(training, q="introuvable") == []


@pytest.mark.parametrize(
    "odd", ["'; DROP TABLE courses; --", "& | ! ( )", "a" * 160, "\u200b", "<>:*"]
)
def test_odd_words_find_nothing_and_break_nothing(training: Training, odd: str) -> None:
    training.course()
    assert isinstance(titles(training, q=odd), list)


def test_courses_are_found_by_the_skills_that_they_give(training: Training) -> None:
    hair, mortar = ({"text": code, "concept": code} for code in ("cut-hair", "mix-mortar"))
    full = training.session(title="Coupe", skills=[hair], places=1)
    training.ask(full)
    training.course(title="Mortier", skills=[mortar, {"text": "autre chose"}])
    training.course(title="Sans lien", trade={"text": "x", "concept": "hairdresser"}, skills=[])
    assert titles(training, skills="cut-hair,mix-mortar") == ["Coupe", "Mortier"]
    assert titles(training, skills="mix-mortar") == ["Mortier"]
    assert titles(training, skills="cut-hair,mix-mortar", coming=True) == ["Coupe"]
    assert titles(training, skills="cut-hair", free=True) == []
    # A skill narrows what the words find; a trade is none, and what nobody knows is given nowhere.
    assert titles(training, skills="cut-hair", q="mortier") == []
    assert titles(training, skills="hairdresser") == []
    assert titles(training, skills="no-such-skill") == []
    params = {"skills": "mix-mortar"}
    (found,) = training.client.get("/v1/training/courses", params=params).json()["items"]
    assert found["skills"] == ["mix-mortar"]
    odd = training.client.get("/v1/training/courses", params={"skills": "a b'"})
    assert odd.status_code == 422


def test_what_a_course_asks_is_dated_and_never_overwritten(
    training: Training, time_machine: TimeMachineFixture
) -> None:
    course = training.course(criteria={"towns": ["rabat"], "age_most": 25})
    body = {name: course[name] for name in ("centre_id", "title", "source", "skills")}
    path = f"/courses/{course['id']}"
    same = training.call(
        training.keeper, "PUT", path, {**body, "criteria": {"towns": ["rabat"], "age_most": 25}}
    )
    assert same.json()["criteria"]["version"] == 1
    time_machine.move_to(datetime.now(UTC) + timedelta(days=5))
    changed = training.call(
        training.keeper, "PUT", path, {**body, "criteria": {"towns": ["rabat"], "age_most": 30}}
    ).json()["criteria"]
    assert (changed["version"], changed["age_most"]) == (2, 30)
    assert changed["valid_from"] == in_days(0).isoformat()
    with training.database.engine.connect() as connection:
        kept = connection.exec_driver_sql(
            "SELECT version, age_most FROM course_criteria ORDER BY 1"
        )
        assert [tuple(row) for row in kept] == [(1, 25), (2, 30)]


def test_only_the_coordination_keeps_the_catalogue(training: Training) -> None:
    body = {"name": "Centre", "source": "x"}
    for actor in (counsellor(), jobseeker()):
        assert training.call(actor, "POST", "/centres", body).status_code == 403
        assert training.call(actor, "POST", "/batch", {"rows": []}).status_code == 403


def test_wrong_days_ages_and_names_are_told_at_their_field(training: Training) -> None:
    course = training.course()
    path = f"/courses/{course['id']}/sessions"
    late = {"starts_on": in_days(9).isoformat(), "closes_on": in_days(12).isoformat(), "places": 3}
    assert training.post(training.keeper, path, late, 422)["errors"][0]["field"] == "closes_on"
    back = {"starts_on": in_days(9).isoformat(), "ends_on": in_days(2).isoformat(), "places": 3}
    assert training.post(training.keeper, path, back, 422)["errors"][0]["field"] == "ends_on"
    body = {"centre_id": course["centre_id"], "title": "X", "source": "x"}
    ages = {**body, "criteria": {"age_least": 40, "age_most": 20}}
    wrong = training.post(training.keeper, "/courses", ages, 422)
    assert wrong["errors"][0]["field"] == "criteria.age_most"
    nowhere = {**body, "criteria": {"towns": ["atlantis"]}}
    wrong = training.post(training.keeper, "/courses", nowhere, 422)
    assert wrong["errors"][0]["field"] == "criteria.towns"
    named = {"name": course["centre"]["name"].upper(), "source": "x"}
    assert training.post(training.keeper, "/centres", named, 422)["errors"][0]["field"] == "name"


def test_two_sessions_of_one_day_and_town_are_one_and_a_change_makes_no_second(
    training: Training,
) -> None:
    path = f"/courses/{training.course()['id']}/sessions"

    def said(days: int, place: str | None) -> dict[str, Any]:
        return {"starts_on": in_days(days).isoformat(), "places": 3, "place": place}

    for place in ("rabat", "fes", None):
        training.post(training.keeper, path, said(9, place), 201)
        again = training.post(training.keeper, path, said(9, place), 409)
        assert "déjà une session ce jour-là" in again["title"]
    (other,) = (
        each
        for each in training.post(training.keeper, path, said(20, "fes"), 201)["sessions"]
        if each["starts_on"] == in_days(20).isoformat()
    )
    own = f"/sessions/{other['id']}"
    moved = training.call(training.keeper, "PUT", own, said(9, "fes"))
    assert moved.status_code == 409
    assert training.call(training.keeper, "PUT", own, said(20, "fes")).status_code == 200
    assert training.call(training.keeper, "PUT", own, said(21, "fes")).status_code == 200


def test_two_courses_of_a_centre_never_share_a_reference(training: Training) -> None:
    first, other = training.course(external_ref="R-1"), training.course(external_ref="R-2")
    body = {name: first[name] for name in ("centre_id", "title", "source", "external_ref")}
    twice = training.post(training.keeper, "/courses", body, 422)
    assert twice["errors"][0]["field"] == "external_ref"
    same = training.call(training.keeper, "PUT", f"/courses/{other['id']}", body)
    assert same.json()["errors"][0]["field"] == "external_ref"
    assert training.call(training.keeper, "PUT", f"/courses/{first['id']}", body).status_code == 200
    # Moved to another centre it takes its reference along.
    training.post(training.keeper, "/courses", {**body, "external_ref": "R-2"}, 201)
    kept = {name: body[name] for name in ("centre_id", "title", "source")}
    moved = training.call(training.keeper, "PUT", f"/courses/{other['id']}", kept)
    assert moved.json()["errors"][0]["field"] == "external_ref"


def test_one_name_written_by_several_at_once_is_one_centre(training: Training) -> None:
    body = {"name": "Centre à plusieurs", "source": "x"}

    def add(_: int) -> int:
        return training.call(training.keeper, "POST", "/centres", body).status_code

    with ThreadPoolExecutor(max_workers=8) as pool:
        answers = sorted(pool.map(add, range(8)))
    assert answers == [201] + [422] * 7


def test_the_first_day_there_is_has_no_day_before(training: Training) -> None:
    path = f"/courses/{training.course()['id']}/sessions"
    training.post(training.keeper, path, {"starts_on": "1900-01-01", "places": 1}, 201)


def test_the_centres_of_the_start_bear_their_source_and_come_once(training: Training) -> None:
    with training.database.session() as session:
        assert seeding.seed(session) == len(seeding.known())
    with training.database.session() as session:
        assert seeding.seed(session) == 0
    found = training.client.get("/v1/training/centres").json()["items"]
    assert all(each["source"] for each in found)
    assert {each["right"] for each in found} == {"entraide_nationale"}


# --- files --------------------------------------------------------------------------------------


def row(**changes: Any) -> dict[str, Any]:
    return {
        "external_ref": "C-1",
        "title": "Arts culinaires",
        "centre": "ISTA Exemple",
        "operator": "ofppt",
        "level": "technician",
        "towns": ["settat"],
        "age_most": 30,
        "school_level": "bac",
        "trade": {"text": "cuisinier", "concept": "cook"},
        **changes,
    }


def sent(training: Training, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    found = training.post(training.keeper, "/batch", {"rows": rows})
    results: list[dict[str, Any]] = found["results"]
    return results


def test_a_file_sent_twice_changes_nothing_and_a_change_is_a_version(training: Training) -> None:
    assert [each["outcome"] for each in sent(training, row())] == ["created"]
    assert [each["outcome"] for each in sent(training, row())] == ["unchanged"]
    (changed,) = sent(training, row(age_most=35))
    assert changed["outcome"] == "updated"
    found = training.client.get(f"/v1/training/courses/{changed['id']}").json()
    assert (found["criteria"]["version"], found["criteria"]["age_most"]) == (2, 35)


def test_a_bad_row_leaves_nothing_behind_and_stops_no_other(training: Training) -> None:
    results = sent(
        training,
        row(external_ref="A", level="wizard", centre="Nouveau centre"),
        row(external_ref="B", starts_on=in_days(30).isoformat()),
        row(external_ref="C", starts_on=in_days(30).isoformat(), places=12),
        row(external_ref="D", starts_on=in_days(-30).isoformat(), places=12),
        row(external_ref="E", towns=["atlantis"]),
    )
    assert [each["outcome"] for each in results] == [
        "refused",
        "refused",
        "created",
        "created",
        "refused",
    ]
    assert results[1]["problems"][0]["field"] == "places"
    assert results[3]["problems"][0]["left_out"]
    centres = training.client.get("/v1/training/centres").json()["items"]
    assert [each["name"] for each in centres] == ["ISTA Exemple"]
    found = training.client.get(f"/v1/training/courses/{results[2]['id']}").json()
    assert found["sessions"][0]["places"] == 12
    assert training.client.get(f"/v1/training/courses/{results[3]['id']}").json()["sessions"] == []


def test_a_file_keeps_the_trade_that_somebody_chose_since(training: Training) -> None:
    (made,) = sent(training, row())
    path = f"/courses/{made['id']}"
    course = training.client.get(f"/v1/training{path}").json()
    body = {name: course[name] for name in ("centre_id", "title", "source", "level")}
    trade = {"text": "pâtissier", "concept": "pastry-cook"}
    changed = training.call(training.keeper, "PUT", path, {**body, "trade": trade})
    assert changed.status_code == 200, changed.text
    sent(training, row(hours=900))
    found = training.client.get(f"/v1/training{path}").json()
    assert (found["trade"], found["hours"]) == (trade, 900)
