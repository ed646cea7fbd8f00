"""People entered twice are shown, told apart, merged and brought back."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine

from amuddu.contracts.matching import CandidateShortlisted
from amuddu.contracts.profiles import ProfileUpdated, ProfileWithdrawn
from amuddu.kit import clock
from amuddu.kit.auth import Actor
from amuddu.kit.db import Database
from services.profiles.disclosures import service as disclosures
from services.profiles.duplicates import merging
from tests.services.profiles.conftest import Call, person
from tests.support import (
    OTHER_AGENCY,
    administrator,
    agent,
    counsellor,
    employer,
    jobseeker,
    outbox_events,
    themselves,
)

BOSS = counsellor()


def add(call: Call, *, by: Actor = BOSS, **changes: Any) -> str:
    return str(call(by, "POST", "/profiles", person(**changes), expect=201)["id"])


def twice(call: Call, **changes: Any) -> tuple[str, str]:
    """One person, entered twice."""
    first = add(call, external_ref="OLD-1")
    return first, add(call, **{"given_name": "Zibunda", "external_ref": "NEW-2", **changes})


def listed(call: Call, by: Actor = BOSS, **params: Any) -> list[tuple[set[str], list[str]]]:
    page = call(by, "GET", "/duplicates", **params)
    assert page["total"] == len(page["items"])
    return [({x["first"]["id"], x["second"]["id"]}, x["reasons"]) for x in page["items"]]


def compare(call: Call, one: str, other: str, *, by: Actor = BOSS, **more: Any) -> Any:
    return call(by, "POST", f"/duplicates/{one}/{other}/compare", {}, **more)


def merge(call: Call, one: str, other: str, *, by: Actor = BOSS, **body: Any) -> Any:
    expect = body.pop("expect", 200)
    sent = {"kept_id": one, **body}
    return call(by, "POST", f"/duplicates/{one}/{other}/merge", sent, expect=expect)


def test_likely_one_person_is_listed_with_why(call: Call) -> None:
    apart = {"phone": None, "email": None, "channel": "agent"}
    known = add(call, given_name="Mohamed", family_name="N'Diaye", **apart)
    arabic = add(call, given_name="Ndiaye", family_name="محمد", **apart)
    add(call, given_name="Mohamed", family_name="N'Diaye", birth_year=1980, **apart)
    add(call, given_name="Mahmoud", family_name="N'Diaye", **apart)
    phone = {**apart, "phone": "+212611111111"}
    one = add(call, given_name="Awa", family_name="Essai", **phone)
    other = add(call, given_name="Binta", family_name="Exemple", **phone | {"phone": "0611111111"})
    add(call, by=counsellor(agency=OTHER_AGENCY), given_name="Awa", family_name="Essai", **phone)
    found = listed(call)
    assert ({known, arabic}, ["name"]) in found
    assert ({one, other}, ["phone"]) in found
    assert len(found) == 2
    assert listed(call, by=administrator(), agency_id="rabat") == found


def test_a_phone_of_many_is_nobody_s(call: Call) -> None:
    for number in range(22):
        add(call, given_name=f"Essai{'abcdefghijklmnopqrstuv'[number]}", birth_year=1970 + number,
            email=None)  # fmt: skip
    assert listed(call) == []


def test_two_people_are_not_asked_of_again(call: Call) -> None:
    first, second = twice(call)
    assert len(listed(call)) == 1
    left = call(BOSS, "POST", f"/duplicates/{second}/{first}/different")
    assert left == {"items": [], "total": 0}
    call(BOSS, "POST", f"/duplicates/{first}/{second}/different")
    assert listed(call) == []


def test_they_are_shown_side_by_side_and_the_reading_is_kept(call: Call) -> None:
    first, second = twice(call, birth_year=1992)
    both = compare(call, second, first)
    assert (both["kept"]["profile"]["id"], both["removed"]["profile"]["id"]) == (first, second)
    assert both["differing"] == ["given_name", "birth_year"]
    assert both["reasons"] == ["phone", "email"]
    assert both["not_mergeable"] is None
    assert both["kept"]["entered_by"] == "staff"
    for profile_id in (first, second):
        seen = call(BOSS, "GET", f"/profiles/{profile_id}/accesses")
        assert "compared" in {line["action"] for line in seen}


def test_only_the_agency_s_counsellors_and_administrators_may(call: Call) -> None:
    first, second = twice(call)
    for actor in (agent(), employer(), jobseeker()):
        call(actor, "GET", "/duplicates", expect=403)
        compare(call, first, second, by=actor, expect=403)
        merge(call, first, second, by=actor, expect=403)
    elsewhere = counsellor(agency=OTHER_AGENCY)
    assert listed(call, by=elsewhere) == []
    compare(call, first, second, by=elsewhere, expect=404)
    merge(call, first, second, by=elsewhere, expect=404)
    call(elsewhere, "GET", "/duplicates", agency_id="rabat", expect=403)
    compare(call, first, add(call, by=elsewhere), by=administrator(), expect=404)
    compare(call, first, first, expect=404)


def test_a_merge_keeps_what_was_chosen_and_nothing_else(call: Call, database: Database) -> None:
    first, second = twice(
        call,
        phone="+212699999999",
        birth_year=1993,
        place="fes",
        skills=[{"text": "soudure"}, {"text": "préparer le mortier"}],
    )
    before = call(BOSS, "GET", f"/profiles/{first}")
    done = merge(call, first, second, take=["place", "skills"])
    assert (done["kept_id"], done["may_undo"]) == (first, True)
    after = call(BOSS, "GET", f"/profiles/{first}")
    assert after["place"] == "fes"
    assert [x["text"] for x in after["skills"]] == [
        "préparer le mortier",
        "enduits au chaux",
        "soudure",
    ]
    for name in ("given_name", "phone", "birth_year", "consents", "external_ref", "email"):
        assert after[name] == before[name], name
    call(BOSS, "GET", f"/profiles/{second}", expect=404)
    assert call(BOSS, "GET", "/profiles")["total"] == 1
    assert listed(call) == []
    gone = [e for e in outbox_events(database) if isinstance(e, ProfileWithdrawn)]
    assert [(str(e.profile_id), e.reason) for e in gone] == [(second, "paused")]


def test_both_references_find_the_one_who_stays(call: Call) -> None:
    first, second = twice(call)
    merge(call, first, second)
    for q in ("OLD-1", "new 2", "NEW-2"):
        assert [x["id"] for x in call(BOSS, "GET", "/profiles", q=q)["items"]] == [first], q
    rows = [person(given_name="Zibunda", external_ref="NEW-2")]
    call(BOSS, "POST", "/profiles/batch", {"rows": rows})
    assert call(BOSS, "GET", "/profiles")["total"] == 1, "the next file brings nobody back"
    call(BOSS, "POST", "/profiles", person(external_ref="NEW-2"), expect=409)


def test_a_refusal_of_either_counts_and_a_yes_is_never_inherited(call: Call) -> None:
    first, second = twice(call)
    call(BOSS, "PUT", f"/profiles/{second}/consents/contact", {"given": False, "method": "paper"})
    call(BOSS, "PUT", f"/profiles/{second}/consents/statistics", {"given": True, "method": "paper"})
    merge(call, first, second)
    now = call(BOSS, "GET", f"/profiles/{first}")["consents"]
    assert now == {"matching": True, "contact": False, "statistics": False}
    newest = call(BOSS, "GET", f"/profiles/{first}/consents")[0]
    assert (newest["purpose"], newest["given"], newest["method"]) == ("contact", False, "paper")


def test_whoever_is_asked_again_says_what_counts(call: Call) -> None:
    first, second = twice(call)
    said = {"matching": True, "contact": False, "statistics": True}
    merge(call, first, second, consents=said, consent_method="read_aloud")
    assert call(BOSS, "GET", f"/profiles/{first}")["consents"] == said


def test_an_account_stays_and_two_are_not_merged(call: Call) -> None:
    older = add(call)
    one, other = jobseeker(), jobseeker()
    own = call(one, "POST", "/profiles", person(agency_id="rabat"), expect=201)["id"]
    assert compare(call, older, own)["kept"]["profile"]["id"] == own
    assert compare(call, older, own)["kept"]["entered_by"] == "self"
    merge(call, older, own, expect=409)
    also = call(other, "POST", "/profiles", person(agency_id="rabat"), expect=201)["id"]
    assert compare(call, own, also)["not_mergeable"] == "two_accounts"
    refused = merge(call, own, also, expect=409)
    assert "compte" in json.dumps(refused)
    sent = {"kept_id": own, "with_account": [older, own]}
    call(BOSS, "POST", f"/duplicates/{own}/{older}/merge", sent, expect=409)
    merge(call, own, older)


def test_nobody_who_is_put_forward_is_removed(call: Call, database: Database) -> None:
    first, second = twice(call)
    _put_forward(database, second)
    assert compare(call, first, second)["kept"]["profile"]["id"] == second
    _put_forward(database, first)
    assert compare(call, first, second)["not_mergeable"] == "live_candidacies"
    merge(call, first, second, expect=409)


def _put_forward(database: Database, profile_id: str) -> None:
    event = CandidateShortlisted(
        candidacy_id=uuid4(),
        profile_id=UUID(profile_id),
        vacancy_id=uuid4(),
        employer_id=uuid4(),
        agency_id="rabat",
    )
    with database.session() as session:
        disclosures.asked(session, event)


def test_undoing_brings_both_back(call: Call, database: Database) -> None:
    first, second = twice(call, place="fes", phone="+212699999999")
    call(BOSS, "PUT", f"/profiles/{second}/consents/contact", {"given": False, "method": "paper"})
    call(BOSS, "POST", f"/profiles/{second}/notes", {"key": str(uuid4()), "text": "Le matin."})
    volatile = {"revision", "updated_at", "consent_method"}
    whole = [call(BOSS, "GET", f"/profiles/{x}") for x in (first, second)]
    done = merge(call, first, second, take=["place", "phone", "given_name"])
    assert len(call(BOSS, "GET", f"/profiles/{first}/notes")["items"]) == 1
    changed = call(BOSS, "GET", f"/profiles/{first}")
    body = {k: v for k, v in changed.items() if k in person()} | {"max_distance_km": 3}
    call(BOSS, "PUT", f"/profiles/{first}", body)
    for _ in range(2):
        undone = call(BOSS, "POST", f"/merges/{done['id']}/undo")
        assert undone["undone_at"]
        assert not undone["may_undo"]
    back = [call(BOSS, "GET", f"/profiles/{x}") for x in (first, second)]
    assert back[0].pop("max_distance_km") == 3, "changed since, so it stays"
    whole[0].pop("max_distance_km")
    for was, now in zip(whole, back, strict=True):
        assert {k: v for k, v in now.items() if k not in volatile} == {
            k: v for k, v in was.items() if k not in volatile
        }
    assert len(call(BOSS, "GET", f"/profiles/{second}/notes")["items"]) == 1
    assert [x["id"] for x in call(BOSS, "GET", "/profiles", q="NEW-2")["items"]] == [second]
    last = [e for e in outbox_events(database) if e.key == second][-1]
    assert isinstance(last, ProfileUpdated)
    log = call(BOSS, "GET", "/merges")["items"]
    assert [(x["id"], x["by_role"]) for x in log] == [(done["id"], "counsellor")]


def test_after_a_month_the_removed_profile_is_erased(call: Call, database: Database) -> None:
    first, second = twice(call)
    done = merge(call, first, second)
    with database.session() as session:
        assert merging.erase_removed(session, clock.now(), 50) == 0
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        call(BOSS, "POST", f"/merges/{done['id']}/undo", expect=409)
        with database.session() as session:
            assert merging.erase_removed(session, clock.now(), 50) == 1
            assert merging.erase_removed(session, clock.now(), 50) == 0
    assert _rows(database, "profiles") == 1
    assert _rows(database, "merge_snapshots") == 0
    assert call(BOSS, "GET", "/merges")["items"][0]["may_undo"] is False
    last = [e for e in outbox_events(database) if e.key == second][-1]
    assert isinstance(last, ProfileWithdrawn)
    assert last.reason == "erased"


def test_erasing_somebody_erases_their_other_profile_too(call: Call, database: Database) -> None:
    first, second = twice(call)
    merge(call, first, second)
    call(themselves(first), "DELETE", f"/profiles/{first}")
    for table in ("profiles", "residence", "merges", "merge_snapshots", "profile_keys", "consents"):
        assert _rows(database, table) == 0, table
    for reference in ("OLD-1", "NEW-2"):
        rows = [person(external_ref=reference)]
        out = call(BOSS, "POST", "/profiles/batch", {"rows": rows})
        assert "effacer" in json.dumps(out, ensure_ascii=False), reference


def _rows(database: Database, table: str) -> int:
    with database.engine.connect() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def test_no_event_of_a_merge_tells_who(call: Call, database: Database) -> None:
    first, second = twice(call)
    merge(call, first, second, take=["given_name"])
    told = " ".join(event.model_dump_json() for event in outbox_events(database))
    for secret in ("Zibounda", "Zibunda", "Korvalan", "66123", "exemple.ma", "NEW-2"):
        assert secret not in told


@pytest.mark.parametrize("take", [["channel"], ["email", "phone"]])
def test_a_choice_that_leaves_no_address_is_refused_with_a_sentence(
    call: Call, take: list[str]
) -> None:
    first, second = twice(call, channel="agent", email=None, birth_year=1991, phone=None)
    kept = call(BOSS, "GET", f"/profiles/{first}")
    answer = merge(call, first, second, take=take, expect=422 if "phone" in take else 200)
    if "phone" in take:
        assert "phone" in json.dumps(answer)
        assert call(BOSS, "GET", f"/profiles/{first}") == kept
