"""Rows of a file: each judged alone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from amuddu.kit.db import Database
from services.profiles.settings import ProfilesSettings
from tests.conftest import TEST_SECRET
from tests.services.profiles.conftest import Call, person
from tests.support import (
    OTHER_AGENCY,
    administrator,
    agent,
    counsellor,
    employer,
    headers_for,
    jobseeker,
    outbox_events,
    themselves,
)


def row(reference: str, **changes: Any) -> dict[str, Any]:
    return person(external_ref=reference, **changes)


def outcomes(answer: Any) -> list[str]:
    return [result["outcome"] for result in answer["results"]]


def test_good_rows_are_kept_and_bad_ones_say_what_to_mend(call: Call) -> None:
    boss = counsellor()
    nameless = row("A-2")
    del nameless["given_name"], nameless["family_name"]
    rows = [row("A-1"), nameless, row("A-3", place="atlantis"), person(), row("A-5")]
    answer = call(boss, "POST", "/profiles/batch", {"rows": rows, "agency_id": "rabat"})
    assert outcomes(answer) == ["created", "refused", "created", "refused", "created"]
    assert [result["index"] for result in answer["results"]] == [0, 1, 2, 3, 4]
    problems = [result["problems"] for result in answer["results"]]
    # Rows of one person three times over: whether they are one is asked, beside no column.
    named = [[p for p in found if p["field"]] for found in problems]
    assert [[p["field"] for p in found] for found in named] == [
        [],
        ["given_name"],
        ["place"],
        ["external_ref"],
        [],
    ]
    assert problems[1][0]["message"] == "Ce champ est obligatoire : remplissez-le."
    assert [p["left_out"] for p in named[2]] == [True]
    assert call(boss, "GET", "/profiles")["total"] == 3


def test_the_same_file_sent_twice_changes_nothing(call: Call, database: Database) -> None:
    boss = counsellor()
    rows = {"rows": [row("A-1"), row("A-2", skills=[{"text": "souder", "concept": None}])]}
    first = call(boss, "POST", "/profiles/batch", rows)
    told = outbox_events(database)
    again = call(boss, "POST", "/profiles/batch", rows)
    assert outcomes(first) == ["created", "created"]
    assert outcomes(again) == ["unchanged", "unchanged"]
    assert [r["id"] for r in again["results"]] == [r["id"] for r in first["results"]]
    assert outbox_events(database) == told


def test_a_changed_row_updates_and_a_missing_column_keeps_what_is_stored(call: Call) -> None:
    boss = counsellor()
    made = call(boss, "POST", "/profiles/batch", {"rows": [row("A-1")]})["results"][0]
    short = {"external_ref": " A-1 ", "given_name": "Zibounda", "max_distance_km": 7}
    again = call(boss, "POST", "/profiles/batch", {"rows": [short]})
    assert outcomes(again) == ["updated"]
    kept = call(boss, "GET", f"/profiles/{made['id']}")
    assert (kept["max_distance_km"], kept["place"]) == (7, "rabat")
    assert kept["residence"]["status"] == "permit_work"
    assert kept["consents"]["matching"] is True
    assert kept["consent_method"] == "import"


def test_a_file_does_not_undo_what_the_person_said(call: Call) -> None:
    boss = counsellor()
    made = call(boss, "POST", "/profiles/batch", {"rows": [row("A-1")]})["results"][0]
    me = jobseeker(profile_id=UUID(made["id"]))
    call(me, "PUT", f"/profiles/{made['id']}/consents/matching", {"given": False})
    again = call(boss, "POST", "/profiles/batch", {"rows": [row("A-1")]})
    assert outcomes(again) == ["unchanged"]
    consents = call(me, "GET", f"/profiles/{made['id']}")["consents"]
    assert consents == {"matching": False, "contact": True, "statistics": False}


def test_problems_are_said_in_the_language_of_the_caller(call: Call) -> None:
    rows = {"rows": [{"external_ref": "A-1"}]}
    for lang in ("fr", "ar", "en", "es"):
        problems = call(counsellor(), "POST", "/profiles/batch", rows, lang=lang)
        assert problems["results"][0]["problems"][0]["field"] == "given_name"


@pytest.mark.parametrize("reference", ["", "  ", None, 12, "a\x00b", ["x"], "x" * 301])
def test_references_that_are_none(call: Call, reference: Any) -> None:
    rows = {"rows": [person(external_ref=reference)]}
    answer = call(counsellor(), "POST", "/profiles/batch", rows)
    assert outcomes(answer) == ["refused"]
    assert answer["results"][0]["problems"][0]["field"] == "external_ref"


def test_half_characters_are_refused_without_harm(client: TestClient) -> None:
    headers = {**headers_for(counsellor()), "Content-Type": "application/json"}
    for body in (
        rb'{"rows": [{"external_ref": "\ud800"}]}',
        rb'{"rows": [{"external_ref": "A", "given_name": "\udfff"}]}',
        rb'{"rows": [{"external_ref": "A", "given_name": "B", "\ud800": 1}]}',
        rb'{"rows": [], "\ud800": 1}',
    ):
        answer = client.post("/v1/profiles/batch", content=body, headers=headers)
        assert answer.status_code in (200, 422), answer.text


def test_who_imports_where(call: Call) -> None:
    rows = {"rows": [row("A-1")]}
    elsewhere = {**rows, "agency_id": OTHER_AGENCY}
    for actor in (counsellor(), agent()):
        call(actor, "POST", "/profiles/batch", elsewhere, expect=403)
    for actor in (jobseeker(), employer()):
        call(actor, "POST", "/profiles/batch", rows, expect=403)
    refused = call(administrator(), "POST", "/profiles/batch", rows, expect=422)
    assert refused["errors"][0]["field"] == "agency_id"
    assert outcomes(call(administrator(), "POST", "/profiles/batch", elsewhere)) == ["created"]
    assert call(counsellor(agency=OTHER_AGENCY), "GET", "/profiles")["total"] == 1


def test_agents_import_for_themselves_alone(call: Call) -> None:
    helper, other = agent(), agent()
    rows = {"rows": [row("A-1")]}
    assert outcomes(call(helper, "POST", "/profiles/batch", rows)) == ["created"]
    assert call(helper, "GET", "/profiles")["total"] == 1
    refused = call(other, "POST", "/profiles/batch", {"rows": [row("A-1", place="fes")]})
    assert outcomes(refused) == ["refused"]
    assert outcomes(call(counsellor(), "POST", "/profiles/batch", rows)) == ["unchanged"]


def test_imports_leave_a_trace(call: Call) -> None:
    boss = counsellor()
    made = call(boss, "POST", "/profiles/batch", {"rows": [row("A-1")]})["results"][0]
    me = jobseeker(profile_id=UUID(made["id"]))
    seen = call(me, "GET", f"/profiles/{made['id']}/accesses")
    assert [(a["action"], a["role"], a["organisation"]) for a in seen] == [
        ("imported", "counsellor", "Agence")
    ]


def test_an_erased_person_does_not_come_back_with_the_next_file(call: Call) -> None:
    boss = counsellor()
    rows = {"rows": [row("A-1"), row("A-2")]}
    made = call(boss, "POST", "/profiles/batch", rows)["results"][0]
    call(themselves(made["id"]), "DELETE", f"/profiles/{made['id']}")
    again = call(boss, "POST", "/profiles/batch", rows)
    assert outcomes(again) == ["refused", "unchanged"]
    problem = again["results"][0]["problems"][0]
    assert problem["field"] == "external_ref"
    assert "effacer" in problem["message"]
    assert call(boss, "GET", "/profiles")["total"] == 1
    # The same number in another agency's file is somebody else.
    elsewhere = call(counsellor(agency=OTHER_AGENCY), "POST", "/profiles/batch", rows)
    assert outcomes(elsewhere) == ["created", "created"]


def test_an_erased_person_stays_away_when_the_secret_changes(
    call: Call, client: TestClient
) -> None:
    boss = counsellor()
    rows = {"rows": [row("A-1")]}
    made = call(boss, "POST", "/profiles/batch", rows)["results"][0]
    call(themselves(made["id"]), "DELETE", f"/profiles/{made['id']}")
    app = client.app
    assert isinstance(app, FastAPI)
    app.state.settings = ProfilesSettings(
        secret_key="another-secret-of-more-than-32-characters", previous_secret_keys=TEST_SECRET
    )
    assert outcomes(call(boss, "POST", "/profiles/batch", rows)) == ["refused"]


def test_what_is_kept_of_an_erased_person_names_nobody(call: Call, database: Database) -> None:
    boss = counsellor()
    made = call(boss, "POST", "/profiles/batch", {"rows": [row("A-1")]})["results"][0]
    call(themselves(made["id"]), "DELETE", f"/profiles/{made['id']}")
    with database.engine.connect() as connection:
        kept = str(connection.exec_driver_sql("SELECT * FROM erasures").all())
    assert "A-1" not in kept
    assert "rabat" not in kept


def test_a_file_does_not_choose_how_its_consents_were_given(call: Call) -> None:
    boss = counsellor()
    rows = {"rows": [row("A-1", consent_method="read_aloud")]}
    made = call(boss, "POST", "/profiles/batch", rows)["results"][0]
    assert call(boss, "GET", f"/profiles/{made['id']}")["consent_method"] == "import"
    me = jobseeker(profile_id=UUID(made["id"]))
    call(me, "PUT", f"/profiles/{made['id']}/consents/matching", {"given": False})
    assert outcomes(call(boss, "POST", "/profiles/batch", rows)) == ["unchanged"]
    assert call(me, "GET", f"/profiles/{made['id']}")["consents"]["matching"] is False
