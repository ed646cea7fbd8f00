"""Who saw what is written down, and sensitive facts have one door."""

from __future__ import annotations

import logging
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from amuddu.kit.audit.store import Audit
from amuddu.kit.audit.tables import entries
from services import profiles
from tests.services.profiles.conftest import Call, person
from tests.support import (
    OTHER_AGENCY,
    administrator,
    agent,
    counsellor,
    jobseeker,
    service,
    themselves,
)

FOLDER = Path(str(profiles.__file__)).parent


def test_every_opening_by_others_leaves_a_trace(call: Call) -> None:
    helper = agent()
    made = call(helper, "POST", "/profiles", person(), expect=201)
    path = f"/profiles/{made['id']}"
    me = jobseeker(profile_id=UUID(made["id"]))
    call(counsellor(), "GET", path)
    admin = administrator()
    call(admin, "POST", f"{path}/emergency", {"reason": "fault"}, expect=201)
    call(admin, "GET", f"{path}/rights")
    call(helper, "PUT", path, person(place="fes"))
    call(helper, "PUT", f"{path}/consents/statistics", {"given": True})
    call(service("notifications"), "GET", f"{path}/contact-route")
    call(me, "GET", path)
    call(me, "GET", f"{path}/rights")
    call(me, "PUT", path, person())
    seen = call(me, "GET", f"{path}/accesses")
    assert [(a["role"], a["organisation"], a["action"]) for a in reversed(seen)] == [
        ("agent", "Agence", "created"),
        ("counsellor", "Agence", "read"),
        ("administrator", "Amuddu", "emergency_opened"),
        ("administrator", "Amuddu", "rights"),
        ("agent", "Agence", "saved"),
        ("agent", "Agence", "consent"),
        ("service", "notifications", "contact_route"),
    ]
    told = {"at", "role", "organisation", "action", "purpose", "outcome", "emergency"}
    assert set(seen[0]) == told
    assert {(a["action"], a["purpose"]) for a in seen} >= {
        ("created", "registration"),
        ("read", "follow_up"),
        ("contact_route", "message"),
    }
    assert len(call(me, "GET", f"{path}/accesses", limit=2, offset=1)) == 2


def test_a_list_is_written_down_once_a_day(call: Call, audit: Audit) -> None:
    boss = counsellor()
    made = call(boss, "POST", "/profiles", person(), expect=201)
    for _ in range(3):
        call(boss, "GET", "/profiles")
    call(counsellor(), "GET", "/profiles")
    seen = call(boss, "GET", f"/profiles/{made['id']}/accesses")
    assert [access["action"] for access in seen] == ["listed", "listed", "created"]
    assert len({row.actor_id for row in audit.rows(select(entries))}) == 2


def test_refused_callers_learn_nothing_and_the_person_learns_of_them(call: Call) -> None:
    boss = counsellor()
    made = call(boss, "POST", "/profiles", person(), expect=201)
    call(agent(agency=OTHER_AGENCY), "GET", f"/profiles/{made['id']}", expect=404)
    seen = call(boss, "GET", f"/profiles/{made['id']}/accesses")
    assert [(access["action"], access["outcome"]) for access in seen] == [
        ("opened", "refused"),
        ("created", "allowed"),
    ]


def test_sensitive_facts_have_one_door() -> None:
    """Only `vault.py` asks the database for them; others may name the type of what it gives."""
    looked_at = [path for path in FOLDER.rglob("*.py") if "migrations" not in path.parts]
    assert len(looked_at) > 30
    for path in looked_at:
        source = path.read_text()
        if path.relative_to(FOLDER).as_posix() in {"residence/vault.py", "residence/tables.py"}:
            continue
        for asking in ("select(ResidenceRow", "get(ResidenceRow", "ResidenceRow("):
            assert asking not in source, path.name
        assert "FROM residence" not in source, path.name


def test_logs_hold_ids_and_codes_alone(
    call: Call, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    boss = counsellor()
    made = call(boss, "POST", "/profiles", person(), expect=201)
    call(boss, "PUT", f"/profiles/{made['id']}", person(place="atlantis"), expect=422)
    call(themselves(made["id"]), "DELETE", f"/profiles/{made['id']}")
    written = caplog.text + capsys.readouterr().err
    for secret in ("Zibounda", "Korvalan", "zibounda@exemple.ma", "661234567", "permit_work"):
        assert secret not in written
