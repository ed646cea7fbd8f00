"""Routes: who may open what, and what comes back."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Database
from services.profiles.common.pseudonym import ALPHABET, draw
from tests.services.profiles.conftest import Call, person
from tests.support import (
    OTHER_AGENCY,
    administrator,
    agent,
    counsellor,
    employer,
    jobseeker,
    outbox_events,
    service,
)

STRANGERS = (
    jobseeker(),
    jobseeker(profile_id=uuid4()),
    counsellor(agency=OTHER_AGENCY),
    agent(),
    agent(agency=OTHER_AGENCY),
)
WRONG_ROLES = (employer(), service("matching"))


def test_a_person_makes_and_reads_their_own_profile(call: Call) -> None:
    me = jobseeker()
    made = call(me, "POST", "/profiles", person(), expect=201)
    assert made["revision"] == 1
    assert made["agency_id"] is None
    assert made["occupations"] == [{"text": "maçonne", "concept": "mason"}]
    assert made["skills"][0]["concept"] == "mix-mortar"
    assert made["experience"][0]["occupation"] == "mason"
    signed_in = jobseeker(profile_id=UUID(made["id"]))
    assert call(signed_in, "GET", f"/profiles/{made['id']}") == made
    assert call(signed_in, "GET", f"/profiles/{made['id']}/accesses") == []


def test_an_account_has_one_profile(call: Call) -> None:
    me = jobseeker()
    made = call(me, "POST", "/profiles", person(), expect=201)
    # Sent again by an account that never learnt of its profile: the same profile.
    again = call(me, "POST", "/profiles", person(given_name="Zib"), expect=201)
    assert (again["id"], again["given_name"], again["revision"]) == (made["id"], "Zib", 2)
    told = me.model_copy(update={"profile_id": UUID(made["id"])})
    call(told, "POST", "/profiles", person(), expect=409)


def test_staff_make_profiles_in_their_agency(call: Call) -> None:
    helper, boss = agent(), counsellor()
    of_agent = call(helper, "POST", "/profiles", person(), expect=201)
    of_boss = call(boss, "POST", "/profiles", person(), expect=201)
    assert (of_agent["agency_id"], of_agent["agent_id"]) == ("rabat", str(helper.id))
    assert (of_boss["agency_id"], of_boss["agent_id"]) == ("rabat", None)
    assert call(administrator(), "POST", "/profiles", person(), expect=201)["agency_id"] is None
    homeless = boss.model_copy(update={"agency_id": None})
    call(homeless, "POST", "/profiles", person(), expect=403)
    call(homeless, "GET", "/profiles", expect=403)


def test_who_opens_a_profile(call: Call) -> None:
    helper = agent()
    made = call(helper, "POST", "/profiles", person(), expect=201)
    path = f"/profiles/{made['id']}"
    for actor in (helper, counsellor(), jobseeker(profile_id=UUID(made["id"]))):
        assert call(actor, "GET", path)["given_name"] == "Zibounda"


@pytest.mark.parametrize("actor", [*STRANGERS, *WRONG_ROLES])
def test_who_does_not(call: Call, actor: Actor) -> None:
    made = call(agent(), "POST", "/profiles", person(), expect=201)
    path = f"/profiles/{made['id']}"
    expected = 403 if actor in WRONG_ROLES else 404
    for below in ("", "/consents", "/accesses", "/rights", "/disclosures"):
        call(actor, "GET", path + below, expect=expected)
    call(actor, "PUT", path, person(), expect=expected)
    call(actor, "PUT", f"{path}/consents/contact", {"given": True}, expect=expected)
    call(actor, "DELETE", path, expect=expected if actor.role is Role.JOBSEEKER else 403)


def test_administrators_do_not_erase_people(call: Call) -> None:
    made = call(counsellor(), "POST", "/profiles", person(), expect=201)
    call(administrator(), "DELETE", f"/profiles/{made['id']}", expect=403)


def test_administrators_open_a_profile_in_an_emergency_alone(call: Call) -> None:
    made = call(counsellor(), "POST", "/profiles", person(), expect=201)
    path, boss = f"/profiles/{made['id']}", administrator()
    call(boss, "GET", path, expect=404)
    call(boss, "POST", f"{path}/emergency", {"reason": "danger", "minutes": 30}, expect=201)
    assert call(boss, "GET", path)["given_name"] == "Zibounda"
    call(boss, "PUT", path, person(), expect=404)
    call(administrator(), "GET", path, expect=404)


def test_unsigned_callers_are_refused(client: TestClient) -> None:
    assert client.get(f"/v1/profiles/{uuid4()}").status_code == 401


def test_saving_the_same_content_changes_nothing(call: Call, database: Database) -> None:
    boss = counsellor()
    made = call(boss, "POST", "/profiles", person(), expect=201)
    told = outbox_events(database)
    assert call(boss, "PUT", f"/profiles/{made['id']}", person()) == made
    assert outbox_events(database) == told
    changed = call(boss, "PUT", f"/profiles/{made['id']}", person(max_distance_km=5))
    assert (changed["revision"], changed["max_distance_km"]) == (2, 5)
    assert changed["updated_at"] > made["updated_at"]


def test_a_body_silent_on_consents_and_reference_keeps_them(call: Call) -> None:
    boss = counsellor()
    made = call(boss, "POST", "/profiles", person(external_ref="A-1"), expect=201)
    silent = person(about="Autre texte")
    del silent["consents"]
    saved = call(boss, "PUT", f"/profiles/{made['id']}", silent)
    assert saved["consents"] == {"matching": True, "contact": True, "statistics": False}
    assert saved["external_ref"] == "A-1"


def test_a_reference_names_one_person_of_an_agency(call: Call) -> None:
    boss = counsellor()
    call(boss, "POST", "/profiles", person(external_ref="A-1"), expect=201)
    call(boss, "POST", "/profiles", person(external_ref="A-1"), expect=409)
    elsewhere = counsellor(agency=OTHER_AGENCY)
    call(elsewhere, "POST", "/profiles", person(external_ref="A-1"), expect=201)
    other = call(boss, "POST", "/profiles", person(external_ref="A-2"), expect=201)
    call(boss, "PUT", f"/profiles/{other['id']}", person(external_ref="A-1"), expect=409)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"place": "atlantis"}, "place"),
        ({"place": "Casa"}, "place"),
        ({"nationality": "XX"}, "nationality"),
        ({"residence": {"status": "wizard"}}, "residence.status"),
        ({"residence": {"status": "permit_work", "underlying": "x"}}, "residence.underlying"),
        ({"residence": {"status": "permit_work", "overlays": ["x"]}}, "residence.overlays.0"),
        ({"occupations": [{"text": "a", "concept": "nope"}]}, "occupations.0.concept"),
        ({"skills": [{"text": "a"}, {"text": "b", "concept": "nope"}]}, "skills.1.concept"),
        ({"experience": [{"title": "a", "occupation": "nope"}]}, "experience.0.occupation"),
        ({"languages": [{"code": "qq", "level": "B1"}]}, "languages.0.code"),
        ({"channel": "email", "email": None}, "email"),
        ({"phone": "12"}, "phone"),
    ],
)
def test_unknown_ids_are_refused_with_their_field(
    call: Call, changes: dict[str, Any], field: str
) -> None:
    refused = call(counsellor(), "POST", "/profiles", person(**changes), expect=422)
    assert [problem["field"] for problem in refused["errors"]] == [field]
    assert refused["errors"][0]["message"]


def test_every_problem_is_said_at_once(call: Call) -> None:
    body = person(place="atlantis", nationality="XX")
    refused = call(counsellor(), "POST", "/profiles", body, expect=422)
    assert {problem["field"] for problem in refused["errors"]} == {"place", "nationality"}


def test_lists_of_people(call: Call) -> None:
    boss, helper = counsellor(), agent()
    call(boss, "POST", "/profiles", person(given_name="Éloïse", family_name="Tarn"), expect=201)
    mine = call(helper, "POST", "/profiles", person(given_name="Bakoro"), expect=201)
    call(counsellor(agency=OTHER_AGENCY), "POST", "/profiles", person(), expect=201)

    everyone = call(boss, "GET", "/profiles")
    assert everyone["total"] == 2
    assert [item["display_name"] for item in everyone["items"]] == [
        "Bakoro Korvalan",
        "Éloïse Tarn",
    ]
    line = everyone["items"][0]
    assert line["title_expires_on"] == "2099-06-30"
    assert line["consents"] == {"matching": True, "contact": True, "statistics": False}
    own = call(helper, "GET", "/profiles")
    assert [item["id"] for item in own["items"]] == [mine["id"]]
    assert call(agent(), "GET", "/profiles")["items"] == []
    assert len(call(boss, "GET", "/profiles", limit=1, offset=1)["items"]) == 1
    for actor in (jobseeker(), employer(), administrator()):
        call(actor, "GET", "/profiles", expect=403)


@pytest.mark.parametrize("q", ["eloise", "TARN", "tarn élo", "{code}", "{bare}"])
def test_people_are_found_by_name_or_code(call: Call, q: str) -> None:
    boss = counsellor()
    call(boss, "POST", "/profiles", person(), expect=201)
    body = person(given_name="Éloïse", family_name="Tarn")
    made = call(boss, "POST", "/profiles", body, expect=201)
    code = made["code"]
    asked = q.format(code=code.lower(), bare=code.replace("-", ""))
    assert [x["id"] for x in call(boss, "GET", "/profiles", q=asked)["items"]] == [made["id"]]
    assert call(boss, "GET", "/profiles", q="%")["total"] == 2
    assert call(boss, "GET", "/profiles", q="inconnu")["total"] == 0


def test_labels_show_names_only_to_those_who_follow_the_person(call: Call) -> None:
    helper = agent()
    made = call(helper, "POST", "/profiles", person(), expect=201)
    alone = call(administrator(), "POST", "/profiles", person(), expect=201)
    asked = {"ids": [made["id"], alone["id"], str(uuid4())]}

    def name_for(actor: Actor) -> str | None:
        labels = call(actor, "POST", "/profiles/labels", asked)["labels"]
        assert set(labels) == {made["id"], alone["id"]}
        assert labels[made["id"]]["code"] == made["code"]
        assert labels[alone["id"]]["display_name"] is None
        shown: str | None = labels[made["id"]]["display_name"]
        return shown

    assert name_for(helper) == name_for(counsellor()) == "Zibounda Korvalan"
    for actor in (agent(), counsellor(agency=OTHER_AGENCY), administrator()):
        assert name_for(actor) is None
    for actor in (jobseeker(profile_id=UUID(made["id"])), employer()):
        call(actor, "POST", "/profiles/labels", asked, expect=403)


def test_contact_route_follows_consent(call: Call) -> None:
    boss, notifier = counsellor(), service("notifications")
    made = call(boss, "POST", "/profiles", person(language="ar"), expect=201)
    path = f"/profiles/{made['id']}/contact-route"
    assert call(notifier, "GET", path) == {
        "channel": "sms",
        "address": "+212661234567",
        "language": "ar",
        "agency_id": "rabat",
        "agent_id": None,
    }
    call(boss, "PUT", f"/profiles/{made['id']}", person(channel="agent"))
    assert call(notifier, "GET", path)["address"] is None
    for actor in (boss, jobseeker(profile_id=UUID(made["id"])), administrator()):
        call(actor, "GET", path, expect=403)
    call(boss, "PUT", f"/profiles/{made['id']}/consents/contact", {"given": False})
    call(notifier, "GET", path, expect=404)
    call(notifier, "GET", f"/profiles/{uuid4()}/contact-route", expect=404)


def test_rights_are_read_in_the_reader_s_language(call: Call) -> None:
    boss = counsellor()
    made = call(boss, "POST", "/profiles", person(), expect=201)
    path = f"/profiles/{made['id']}/rights"
    french, english = call(boss, "GET", path), call(boss, "GET", path, lang="en")
    assert french["route"] == english["route"] == "attestation_and_visa"
    assert french["expires_on"] == "2099-06-30"
    assert len(french["rights"]) == 13
    first = {right["id"]: right for right in english["rights"]}["work_employee"]
    assert (first["answer"], first["label"]) == ("yes", "Be hired as an employee")
    assert first["sources"]


def test_without_a_known_title_everything_is_asked(call: Call) -> None:
    boss = counsellor()
    made = call(boss, "POST", "/profiles", person(residence=None), expect=201)
    found = call(boss, "GET", f"/profiles/{made['id']}/rights")
    assert found["route"] == "ask"
    assert {right["answer"] for right in found["rights"]} == {"ask"}


def test_consents_keep_their_history(call: Call) -> None:
    me = jobseeker()
    made = call(me, "POST", "/profiles", person(consents={}), expect=201)
    path = f"/profiles/{made['id']}/consents"
    assert call(me, "GET", path) == []
    given = call(me, "PUT", f"{path}/matching", {"given": True, "method": "read_aloud"})
    assert (given["purpose"], given["given"], given["recorded_by"]) == (
        "matching",
        True,
        "jobseeker",
    )
    assert call(me, "PUT", f"{path}/matching", {"given": True, "method": "read_aloud"}) == given
    call(me, "PUT", f"{path}/matching", {"given": False})
    history = call(me, "GET", path)
    assert [record["given"] for record in history] == [False, True]
    assert call(me, "GET", path, limit=1, offset=1) == [given]
    call(me, "PUT", f"{path}/selling", {"given": True}, expect=422)


def test_codes_are_short_random_and_unmistakable() -> None:
    codes = {draw() for _ in range(500)}
    assert len(codes) > 490
    for code in codes:
        assert len(code) == 6
        assert code[2] == "-"
        assert set(code) <= {*ALPHABET, "-"}
    assert not set(ALPHABET) & set("0O1IL2Z5S8BUVAEY6")
