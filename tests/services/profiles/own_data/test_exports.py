"""Beginning an export at profiles: who may, how often, what is in it, what is left of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Database
from services.profiles.exports import service
from tests.services.profiles.conftest import Call, person
from tests.services.profiles.own_data.test_changes import carded
from tests.signing import with_session
from tests.support import OTHER_AGENCY, administrator, coordinator, counsellor, employer, themselves

WHY = {"reason": "asked_here"}


def begun(call: Call, actor: Actor, profile_id: str, body: Any = None, **how: Any) -> Any:
    return call(actor, "POST", f"/profiles/{profile_id}/exports", body or {}, **how)


def entered(call: Call, **changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = call(counsellor(), "POST", "/profiles", person(**changes), expect=201)
    return made


def test_the_person_gets_all_and_it_stands_in_the_audit(call: Call) -> None:
    made = entered(call)
    part = begun(call, themselves(made["id"]), made["id"])["part"]
    assert part["profile"]["given_name"] == "Zibounda"
    assert (part["title"]["status"], part["title"]["nationality"]) == ("permit_work", "CM")
    assert {one["purpose"] for one in part["consents"]} == {"matching", "contact"}
    assert (part["exports"][0]["by_role"], part["exports"][0]["reason"]) == ("jobseeker", None)
    seen = call(themselves(made["id"]), "GET", f"/profiles/{made['id']}/accesses")
    assert (seen[0]["action"], seen[0]["role"]) == ("data_exported", "jobseeker")
    events = call(themselves(made["id"]), "GET", f"/profiles/{made['id']}/account-events")
    assert "data_exported" not in {one["kind"] for one in events}


def test_staff_say_why_and_the_person_is_told(call: Call) -> None:
    made = entered(call)
    begun(call, counsellor(), made["id"], expect=422)
    part = begun(call, counsellor(), made["id"], WHY)["part"]
    assert part["exports"][0]["reason"] == "asked_here"
    events = call(themselves(made["id"]), "GET", f"/profiles/{made['id']}/account-events")
    assert ("data_exported", True) in {(one["kind"], one["told"]) for one in events}


def test_staff_make_none_for_somebody_with_an_account(call: Call) -> None:
    someone = with_session(Actor(id=uuid4(), role=Role.JOBSEEKER, strong=True))
    made = call(someone, "POST", "/profiles", person(agency_id="rabat"), expect=201)
    begun(call, counsellor(), made["id"], WHY, expect=409)
    begun(call, someone.model_copy(update={"profile_id": UUID(made["id"])}), made["id"])


@pytest.mark.parametrize(
    ("actor", "status"),
    [
        (counsellor(agency=OTHER_AGENCY), 404),
        (administrator(), 403),
        (coordinator(), 403),
        (employer(), 403),
        (themselves(str(uuid4())), 404),
    ],
    ids=("another agency", "administrator", "coordinator", "employer", "somebody else"),
)
def test_nobody_else_may(call: Call, database: Database, actor: Actor, status: int) -> None:
    made = entered(call)
    begun(call, actor, made["id"], WHY, expect=status)
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM exports")).scalar() == 0


def test_an_emergency_opens_no_export(call: Call) -> None:
    made, boss = entered(call), administrator()
    opening = {"reason": "danger", "minutes": 30}
    call(boss, "POST", f"/profiles/{made['id']}/emergency", opening, expect=201)
    call(boss, "GET", f"/profiles/{made['id']}")
    begun(call, boss, made["id"], WHY, expect=403)


def test_a_card_exports_nothing_and_the_try_is_written_down(call: Call) -> None:
    made = entered(call)
    refused = begun(call, carded(made["id"]), made["id"], expect=403)
    assert refused["type"].endswith("needs_password")
    seen = call(themselves(made["id"]), "GET", f"/profiles/{made['id']}/accesses")
    assert (seen[0]["action"], seen[0]["outcome"]) == ("data_exported", "refused")


def test_so_many_a_day_and_no_more(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "BY_ONE_A_DAY", 4)
    one, other = entered(call), entered(call, phone="+212655000111", email=None)
    for _ in range(service.OWN_A_DAY):
        begun(call, themselves(one["id"]).model_copy(update={"id": UUID(int=7)}), one["id"])
    mine = themselves(one["id"]).model_copy(update={"id": UUID(int=7)})
    begun(call, mine, one["id"], expect=429)
    staff = counsellor()
    for _ in range(service.OF_ONE_A_DAY):
        begun(call, staff, other["id"], WHY)
    begun(call, counsellor(), other["id"], WHY, expect=429)
    third = entered(call, phone="+212655000112", email=None)
    begun(call, staff, third["id"], WHY)
    begun(call, staff, entered(call, phone="+212655000113", email=None)["id"], WHY, expect=429)
