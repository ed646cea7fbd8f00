"""What was changed of a person: which field, on whose word, old and new value, and who reads it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Database
from tests.attack.inside.dumps import dump, whole
from tests.services.profiles.conftest import Call, person
from tests.signing import with_session
from tests.support import OTHER_AGENCY, agent, counsellor, themselves


def carded(profile_id: str) -> Actor:
    """The person with their card and its number alone."""
    return with_session(Actor(id=uuid4(), role=Role.JOBSEEKER, profile_id=UUID(profile_id)))


def fields(record: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {one["field"]: (one["before"], one["after"]) for one in record["fields"]}


def changed(call: Call, actor: Actor, made: dict[str, Any], **changes: Any) -> None:
    call(actor, "PUT", f"/profiles/{made['id']}", person(**changes))


def test_each_change_says_field_word_and_both_values(call: Call) -> None:
    staff = counsellor()
    made = call(staff, "POST", "/profiles", person(), expect=201)
    address = f"/profiles/{made['id']}/changes"
    assert call(staff, "GET", address) == []
    changed(call, staff, made, place="fes", residence={"status": "resident_card"})
    changed(call, themselves(made["id"]), made, place="fes", about="Je cherche le matin.")
    newest, oldest = call(themselves(made["id"]), "GET", address)
    assert (oldest["way"], oldest["role"], oldest["organisation"]) == (
        "staff",
        "counsellor",
        "Agence",
    )
    assert fields(oldest) == {
        "place": ("rabat", "fes"),
        "status": ("permit_work", "resident_card"),
        "valid_until": ("2099-06-30", None),
    }
    assert newest["way"] == "person"
    assert {"about", "status", "valid_until"} == fields(newest).keys()


def test_the_same_again_is_no_change(call: Call) -> None:
    staff = counsellor()
    made = call(staff, "POST", "/profiles", person(), expect=201)
    changed(call, staff, made)
    assert call(staff, "GET", f"/profiles/{made['id']}/changes") == []


def test_an_import_is_an_imports_word(call: Call) -> None:
    staff = counsellor()
    rows = {"rows": [person(external_ref="R-1")]}
    call(staff, "POST", "/profiles/batch", rows)
    rows["rows"][0]["place"] = "fes"
    done = call(staff, "POST", "/profiles/batch", rows)
    (record,) = call(staff, "GET", f"/profiles/{done['results'][0]['id']}/changes")
    assert (record["way"], fields(record)) == ("import", {"place": ("rabat", "fes")})


def test_a_card_reads_nothing_that_follows_from_the_title(call: Call) -> None:
    staff = counsellor()
    one = call(staff, "POST", "/profiles", person(), expect=201)
    other = call(staff, "POST", "/profiles", person(phone=None, channel="agent"), expect=201)
    changed(call, staff, one, residence={"status": "asylum_seeker"}, nationality="SN")
    for made in (one, other):
        assert call(carded(made["id"]), "GET", f"/profiles/{made['id']}/changes") == []
    assert len(call(themselves(one["id"]), "GET", f"/profiles/{one['id']}/changes")) == 1


def test_nobody_else_reads_it(call: Call) -> None:
    made = call(counsellor(), "POST", "/profiles", person(), expect=201)
    for stranger in (counsellor(agency=OTHER_AGENCY), themselves(str(uuid4()))):
        call(stranger, "GET", f"/profiles/{made['id']}/changes", expect=404)


def test_the_person_reads_who_read_it(call: Call) -> None:
    made = call(counsellor(), "POST", "/profiles", person(), expect=201)
    call(counsellor(), "GET", f"/profiles/{made['id']}/changes")
    seen = call(themselves(made["id"]), "GET", f"/profiles/{made['id']}/accesses")
    assert ("changes_read", "own_data") in {(one["action"], one["purpose"]) for one in seen}


def test_values_stand_in_no_dump_and_go_with_the_person(call: Call, database: Database) -> None:
    staff = counsellor()
    made = call(staff, "POST", "/profiles", person(), expect=201)
    changed(call, staff, made, given_name="Mirabongo", residence={"status": "asylum_seeker"})
    dumped = dump(database)
    assert dumped["public.field_changes"].count("\n") == 1
    for said in ("Zibounda", "Mirabongo", "asylum_seeker", "permit_work", "given_name", "status"):
        assert said not in dumped["public.field_changes"], said
    assert "Mirabongo" not in whole(dumped)
    call(themselves(made["id"]), "DELETE", f"/profiles/{made['id']}")
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM field_changes")).scalar() == 0


def test_a_merge_says_so_and_its_undoing_forgets_what_was_of_another(call: Call) -> None:
    staff = counsellor()
    kept = call(staff, "POST", "/profiles", person(external_ref="A-1"), expect=201)
    other = person(
        given_name="Zibunda",
        phone="+212655000111",
        email="autre@exemple.ma",
        residence={"status": "asylum_seeker"},
        external_ref="B-2",
    )
    removed = call(staff, "POST", "/profiles", other, expect=201)
    pair = f"/duplicates/{kept['id']}/{removed['id']}"
    body = {"kept_id": kept["id"], "take": ["phone", "email", "residence"]}
    merge = call(staff, "POST", f"{pair}/merge", body)
    address = f"/profiles/{kept['id']}/changes"
    (record,) = call(staff, "GET", address)
    assert record["way"] == "merge"
    assert fields(record)["phone"] == ("+212661234567", "+212655000111")
    changed(call, staff, kept, phone="+212655000122", email="autre@exemple.ma")
    call(staff, "POST", f"/merges/{merge['id']}/undo")
    read = call(staff, "GET", address)
    assert {record["way"] for record in read} == {"merge", "merge_undone", "staff"}
    assert "+212655000111" not in str(read)
    assert "autre@exemple.ma" not in str(read)
    assert "asylum_seeker" not in str(read)
    assert "+212661234567" in str(read)


def test_an_agents_word_is_staffs(call: Call) -> None:
    someone = agent()
    made = call(someone, "POST", "/profiles", person(), expect=201)
    changed(call, someone, made, place="fes")
    (record,) = call(someone, "GET", f"/profiles/{made['id']}/changes")
    assert (record["way"], record["role"]) == ("staff", "agent")
