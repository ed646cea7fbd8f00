"""A person asks for a correction of what they cannot change; somebody answers; they are told."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from amuddu.kit.db import Database
from tests.attack.inside.dumps import dump, whole
from tests.services.profiles.conftest import Call, person
from tests.services.profiles.own_data.test_changes import carded
from tests.support import OTHER_AGENCY, agent, counsellor, themselves


def asked(call: Call, made: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"key": str(uuid4()), "subject": "papers", "text": "Ma carte est de 2031.", **more}
    done: dict[str, Any] = call(
        themselves(made["id"]), "POST", f"/profiles/{made['id']}/corrections", body, expect=201
    )
    return done


def entered(call: Call, **changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = call(counsellor(), "POST", "/profiles", person(**changes), expect=201)
    return made


def test_asked_done_and_told(call: Call) -> None:
    made = entered(call)
    one = asked(call, made)
    assert (one["state"], one["text"]) == ("asked", "Ma carte est de 2031.")
    waiting = call(counsellor(), "GET", "/corrections")
    assert [each["id"] for each in waiting["items"]] == [one["id"]]
    address = f"/profiles/{made['id']}/corrections"
    done = call(agent(), "POST", f"{address}/{one['id']}/do")
    assert (done["state"], done["decided_role"], done["decided_organisation"]) == (
        "done",
        "agent",
        "Agence",
    )
    events = call(themselves(made["id"]), "GET", f"/profiles/{made['id']}/account-events")
    assert ("correction_done", True) in {(each["kind"], each["told"]) for each in events}
    assert call(counsellor(), "GET", "/corrections")["total"] == 0
    call(counsellor(), "POST", f"{address}/{one['id']}/refuse", {"reason": "not_here"}, expect=409)


def test_refused_with_a_chosen_reason(call: Call) -> None:
    made = entered(call)
    one = asked(call, made, subject="note")
    address = f"/profiles/{made['id']}/corrections/{one['id']}/refuse"
    call(counsellor(), "POST", address, {"reason": "parce que"}, expect=422)
    call(counsellor(), "POST", address, {"reason": "kept_by_law"})
    (read,) = call(themselves(made["id"]), "GET", f"/profiles/{made['id']}/corrections")
    assert (read["state"], read["reason"]) == ("refused", "kept_by_law")


def test_the_same_form_twice_asks_once_and_ten_a_day_are_enough(call: Call) -> None:
    made = entered(call)
    key = str(uuid4())
    assert asked(call, made, key=key)["id"] == asked(call, made, key=key)["id"] == key
    for _ in range(9):
        asked(call, made)
    body = {"key": str(uuid4()), "subject": "other", "text": "Encore."}
    address = f"/profiles/{made['id']}/corrections"
    call(themselves(made["id"]), "POST", address, body, expect=429)


def test_a_card_may_ask_and_does_not_read_the_words_again(call: Call) -> None:
    made = entered(call)
    asked(call, made, text="Je suis mariée.")
    address = f"/profiles/{made['id']}/corrections"
    body = {"key": str(uuid4()), "subject": "birth", "text": "1992."}
    one = call(carded(made["id"]), "POST", address, body, expect=201)
    assert one["text"] is None
    assert {each["text"] for each in call(carded(made["id"]), "GET", address)} == {None}


def test_others_neither_read_nor_decide_nor_take_the_key_of_another(call: Call) -> None:
    made, other = entered(call), entered(call, phone="+212655000111", email=None)
    one = asked(call, made)
    address = f"/profiles/{made['id']}/corrections"
    stranger = counsellor(agency=OTHER_AGENCY)
    call(stranger, "GET", address, expect=404)
    call(stranger, "POST", f"{address}/{one['id']}/do", expect=404)
    assert call(stranger, "GET", "/corrections")["total"] == 0
    body = {"key": one["id"], "subject": "other", "text": "Moi."}
    call(themselves(other["id"]), "POST", f"/profiles/{other['id']}/corrections", body, expect=404)
    elsewhere = f"/profiles/{other['id']}/corrections/{one['id']}/do"
    call(counsellor(), "POST", elsewhere, expect=404)


def test_without_an_agency_there_is_nobody_to_correct(call: Call) -> None:
    someone = themselves(str(uuid4())).model_copy(update={"profile_id": None})
    body = person(channel="sms")
    made = call(someone, "POST", "/profiles", body, expect=201)
    asking = {"key": str(uuid4()), "subject": "other", "text": "Mon nom."}
    call(themselves(made["id"]), "POST", f"/profiles/{made['id']}/corrections", asking, expect=409)


def test_words_and_subject_stand_in_no_dump(call: Call, database: Database) -> None:
    asked(call, entered(call), text="Jedenken steht nirgends.")
    dumped = dump(database)
    assert "Jedenken" not in whole(dumped)
    assert "papers" not in dumped["public.corrections"]
