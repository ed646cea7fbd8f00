"""What the counsellor's desk asks of profiles: renewals, and notes for the agency alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import text

from amuddu.kit.auth import Actor
from amuddu.kit.clock import today
from amuddu.kit.db import Database
from tests.services.profiles.conftest import Call, person
from tests.support import (
    OTHER_AGENCY,
    administrator,
    agent,
    counsellor,
    employer,
    jobseeker,
    themselves,
)


def ending(days: int) -> dict[str, Any]:
    """Somebody whose title ends in so many days."""
    until = (today() + timedelta(days=days)).isoformat()
    return person(residence={"status": "permit_work", "valid_until": until})


def add(call: Call, actor: Actor, body: dict[str, Any]) -> str:
    return str(call(actor, "POST", "/profiles", body, expect=201)["id"])


def test_titles_that_end_soon_come_soonest_first(call: Call) -> None:
    boss = counsellor()
    later, sooner = add(call, boss, ending(30)), add(call, boss, ending(3))
    add(call, boss, ending(300))
    add(call, counsellor(agency=OTHER_AGENCY), ending(3))
    found = call(boss, "GET", "/profiles/renewals", days=45)
    assert [item["profile_id"] for item in found["items"]] == [sooner, later]
    assert found["total"] == 2
    assert found["items"][0]["title_ends_on"] == (today() + timedelta(days=3)).isoformat()
    assert call(boss, "GET", "/profiles/renewals", days=45, limit=1)["total"] == 2


def test_who_sees_that_a_title_ends_leaves_a_trace(call: Call) -> None:
    boss, other = counsellor(), counsellor()
    shown, hidden = add(call, boss, ending(3)), add(call, boss, ending(20))
    call(other, "GET", "/profiles/renewals", limit=1)
    for profile_id, seen in ((shown, True), (hidden, False)):
        log = call(boss, "GET", f"/profiles/{profile_id}/accesses")
        assert any(line["action"] == "listed" for line in log) is seen


def test_a_consent_is_asked_again_after_a_year(call: Call, database: Database) -> None:
    boss = counsellor()
    old = add(call, boss, person())
    add(call, boss, person())
    stopped = add(call, boss, person())
    _age_consents(database, [old, stopped])
    call(boss, "PUT", f"/profiles/{stopped}/consents/matching", {"given": False})
    found = call(boss, "GET", "/profiles/renewals", days=45)
    assert [item["profile_id"] for item in found["items"]] == [old]
    assert found["items"][0]["consent_ends_on"] == (today() + timedelta(days=15)).isoformat()
    call(boss, "PUT", f"/profiles/{old}/consents/matching", {"given": True, "method": "paper"})
    assert call(boss, "GET", "/profiles/renewals", days=45)["total"] == 0, "asked again"


def _age_consents(database: Database, ids: list[str]) -> None:
    """Consents are append-only: only a superuser who lays the trigger to rest may age them."""
    with database.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(
            text(
                "UPDATE consents SET recorded_at = recorded_at - interval '350 days'"
                " WHERE profile_id::text = ANY(:ids)"
            ),
            {"ids": ids},
        )


def test_an_agent_sees_their_own_people_and_others_nobody(call: Call) -> None:
    of_agent = agent()
    mine = add(call, of_agent, ending(3))
    add(call, agent(), ending(3))
    found = call(of_agent, "GET", "/profiles/renewals")
    assert [item["profile_id"] for item in found["items"]] == [mine]
    for role in (employer(), jobseeker(), administrator()):
        call(role, "GET", "/profiles/renewals", expect=403)


def note(words: str) -> dict[str, Any]:
    return {"key": str(uuid4()), "text": words}


def test_notes_are_redacted_kept_once_and_the_agency_s_alone(call: Call) -> None:
    boss, colleague = counsellor(), counsellor()
    path = f"/profiles/{add(call, boss, person())}/notes"
    body = note("Zibounda préfère le matin. Réfugiée. Appeler le 06 61 23 45 67.")
    (asked,) = call(boss, "POST", path, body, expect=422)["errors"]
    assert asked["field"] == "text"
    for found in ("Zibounda", "Réfugiée", "06 61 23 45 67"):
        assert found in asked["message"]
    assert call(boss, "GET", path)["items"] == []
    body["replace"] = True
    for _ in range(2):
        kept = call(boss, "POST", path, body)["items"]
        assert len(kept) == 1
    assert "préfère le matin" in kept[0]["text"]
    for hidden in ("Zibounda", "fugiée", "23 45"):
        assert hidden not in kept[0]["text"]
    assert kept[0]["role"] == "counsellor"
    (read,) = call(colleague, "GET", path)["items"]
    assert not read["own"]
    for stranger in (counsellor(agency=OTHER_AGENCY), agent(agency=OTHER_AGENCY)):
        call(stranger, "GET", path, expect=404)
    for role in (employer(), jobseeker(), administrator()):
        call(role, "GET", path, expect=403)


def test_only_its_author_takes_a_note_away(call: Call) -> None:
    boss = counsellor()
    path = f"/profiles/{add(call, boss, person())}/notes"
    key = call(boss, "POST", path, note("Ponctuelle."))["items"][0]["id"]
    assert len(call(counsellor(), "DELETE", f"{path}/{key}")["items"]) == 1
    assert call(boss, "DELETE", f"{path}/{key}")["items"] == []
    assert call(boss, "DELETE", f"{path}/{key}")["items"] == []


def test_notes_go_with_the_person(call: Call, database: Database) -> None:
    boss = counsellor()
    profile_id = add(call, boss, person())
    call(boss, "POST", f"/profiles/{profile_id}/notes", note("Ponctuelle."))
    call(themselves(profile_id), "DELETE", f"/profiles/{profile_id}")
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM notes")).scalar() == 0


def test_an_empty_note_is_refused_with_a_sentence(call: Call) -> None:
    boss = counsellor()
    path = f"/profiles/{add(call, boss, person())}/notes"
    refused = call(boss, "POST", path, note("  "), expect=422)
    assert refused["errors"][0]["field"] == "text"
