"""Two people never become one, whatever a file says; what a file does not say stays."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from amuddu.kit.auth import Actor
from amuddu.kit.db import Database
from services.profiles.imports.same_person import same_name
from tests.services.profiles.conftest import Call, person
from tests.support import agent, counsellor, jobseeker, outbox_events

Row = dict[str, Any]


def send(call: Call, by: Actor, *rows: Row, lang: str = "fr") -> list[Row]:
    answer = call(by, "POST", "/profiles/batch", {"rows": list(rows)}, lang=lang)
    found: list[Row] = answer["results"]
    return found


def moussa(**changes: Any) -> Row:
    named = {"external_ref": "CAF-70", "given_name": "Moussa", "family_name": "Essai"}
    return person(**{**named, **changes})


def test_a_reference_twice_in_a_batch_is_refused_the_second_time(call: Call) -> None:
    boss = counsellor()
    other = {"external_ref": " CAF-70 ", "given_name": "Aminata", "family_name": "Essai"}
    first, second = send(call, boss, moussa(), other)
    assert (first["outcome"], second["outcome"]) == ("created", "refused")
    assert second["problems"][0]["field"] == "external_ref"
    assert "1" not in second["problems"][0]["message"]
    assert call(boss, "GET", f"/profiles/{first['id']}")["given_name"] == "Moussa"
    assert call(boss, "GET", "/profiles")["total"] == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"given_name": "Aminata"},
        {"given_name": "Aminata", "sex": None, "birth_year": None, "phone": None, "email": None},
        {"given_name": "Essai", "family_name": None},
        {"family_name": "Autre"},
        {"given_name": "Moussa Aminata Fatou"},
        {"birth_year": 1970},
        {"sex": "m"},
    ],
)
def test_a_row_about_somebody_else_is_refused_and_takes_nothing_over(
    call: Call, database: Database, changes: Row
) -> None:
    boss = counsellor()
    made = send(call, boss, moussa())[0]["id"]
    before, told = call(boss, "GET", f"/profiles/{made}"), outbox_events(database)
    row = {name: value for name, value in moussa(**changes).items() if value is not None}
    refused = send(call, boss, {**row, "place": "fes"})[0]
    assert refused["outcome"] == "refused"
    assert [problem["field"] for problem in refused["problems"]] == ["external_ref"]
    after = call(boss, "GET", f"/profiles/{made}")
    assert after == before
    assert outbox_events(database) == told


def test_a_refusal_tells_nothing_of_the_other_person(call: Call) -> None:
    boss = counsellor()
    send(call, boss, moussa())
    row = {"external_ref": "CAF-70", "given_name": "Aminata"}
    for lang in ("fr", "ar", "en", "es"):
        said = send(call, boss, row, lang=lang)[0]["problems"][0]["message"]
        for telling in ("Moussa", "1991", "CM", "+212", "permit", "zibounda"):
            assert telling not in said


def test_reading_somebody_for_a_refused_row_is_written_down(call: Call) -> None:
    boss = counsellor()
    made = send(call, boss, moussa())[0]["id"]
    send(call, boss, moussa(given_name="Aminata"))
    me = jobseeker(profile_id=UUID(made))
    seen = call(me, "GET", f"/profiles/{made}/accesses")
    assert [access["action"] for access in seen] == ["imported", "imported"]


def test_an_agent_learns_nothing_of_whom_another_follows(call: Call) -> None:
    send(call, agent(), moussa())
    other = agent()
    guesses = [moussa(), moussa(given_name="Aminata"), moussa(birth_year=1970)]
    said = [send(call, other, guess)[0]["problems"] for guess in guesses]
    assert said[0] == said[1] == said[2]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Awa", "Exemple"), ("AWA", "EXEMPLE"), True),
        (("Élodie", "N'Essai"), ("elodie", "n essai"), True),
        (("Exemple", "Awa"), ("Awa", "Exemple"), True),
        (("Awa", "Exemple"), ("Awa Marie", "Exemple"), True),
        (("Awa", "Exemple"), ("Awa", None), True),
        (("Awa Exemple", None), ("Awa", "Exemple"), True),
        (("Awa", "Exemple"), ("Moussa", "Exemple"), False),
        (("Awa", "Exemple"), ("Exemple", None), False),
        (("Awa", "Exemple"), ("Awa", "Autre"), False),
        (("Awa", "Exemple"), ("Awa Marie Fatou", "Exemple"), False),
        (("Essai", "Essai"), ("Moussa", "Essai"), False),
        (("!", None), ("?", None), False),
    ],
)
def test_names_that_may_be_one_persons(one: Any, other: Any, *, same: bool) -> None:
    assert same_name(one, other) is same
    assert same_name(other, one) is same


def test_what_a_file_does_not_say_of_somebody_stays(call: Call) -> None:
    boss = counsellor()
    made = send(call, boss, moussa())[0]["id"]
    before = call(boss, "GET", f"/profiles/{made}")
    short = {
        "external_ref": "CAF-70",
        "given_name": "moussa",
        "family_name": "ESSAI",
        "phone": "",
        "email": None,
        "skills": [],
        "residence": {"status": "permit_work"},
        "experience": [{"title": "Maçon"}],
        "consents": {"matching": True},
        "max_distance_km": 7,
    }
    assert send(call, boss, short)[0]["outcome"] == "updated"
    after = call(boss, "GET", f"/profiles/{made}")
    kept = ("phone", "email", "channel", "skills", "residence", "consents", "birth_year", "place")
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert after["experience"][0]["months"] == 30
    assert after["max_distance_km"] == 7


def test_a_title_of_another_status_takes_over_nothing(call: Call) -> None:
    boss = counsellor()
    made = send(call, boss, moussa())[0]["id"]
    send(call, boss, moussa(residence={"status": "refugee_bra_no_permit"}))
    title = call(boss, "GET", f"/profiles/{made}")["residence"]
    assert (title["status"], title["valid_until"]) == ("refugee_bra_no_permit", None)


def test_a_file_neither_widens_nor_gives_back_a_withdrawn_consent(call: Call) -> None:
    boss = counsellor()
    made = send(call, boss, moussa(consents={"matching": True, "contact": True}))[0]["id"]
    me = jobseeker(profile_id=UUID(made))
    call(me, "PUT", f"/profiles/{made}/consents/contact", {"given": False})
    everything = {"matching": True, "contact": True, "statistics": True}
    send(call, boss, moussa(consents=everything, place="fes"))
    consents = call(me, "GET", f"/profiles/{made}")["consents"]
    assert consents == {"matching": True, "contact": False, "statistics": True}


# --- what a row can do without ----------------------------------------------------------------


def test_what_cannot_be_read_is_left_out_and_named(call: Call) -> None:
    boss = counsellor()
    row = person(
        external_ref="https://exemple.ma/" + "p" * 200,
        email="zibounda@",
        phone="12",
        channel="sms",
        birth_year=1800,
        nationality="XX",
        place="atlantide",
        about="mot " * 3000,
        skills=[{"text": "souder"}, {"text": ""}, {"text": "peindre", "concept": "inconnu"}],
        languages=[{"code": "fr", "level": "B2"}, {"code": "zz", "level": "B2"}, {"code": "ar"}],
        residence={"status": "permit_work", "valid_until": "bientôt"},
        consents={"matching": True, "contact": "peut-être"},
        couleur="rouge",
    )
    result = send(call, boss, row)[0]
    assert result["outcome"] == "created"
    named = {problem["field"] for problem in result["problems"]}
    assert named == {
        "email", "phone", "birth_year", "nationality", "place", "about", "skills.1.text",
        "skills.2.concept", "languages.1.code", "languages.2.level", "residence.valid_until",
        "consents.contact", "couleur",
    }  # fmt: skip
    assert all(problem["left_out"] for problem in result["problems"])
    kept = call(boss, "GET", f"/profiles/{result['id']}")
    empty = ("email", "phone", "birth_year", "nationality", "place", "residence")
    assert {kept[name] for name in empty} == {None}
    assert kept["channel"] == "agent"
    assert [skill["text"] for skill in kept["skills"]] == ["souder", "peindre"]
    assert [spoken["code"] for spoken in kept["languages"]] == ["fr"]
    assert kept["consents"] == {"matching": True, "contact": False, "statistics": False}
    assert 7900 < len(kept["about"]) <= 8000
    assert send(call, boss, row)[0]["outcome"] == "unchanged"


def test_what_cannot_be_read_of_somebody_known_leaves_what_is_stored(call: Call) -> None:
    boss = counsellor()
    made = send(call, boss, moussa())[0]["id"]
    before = call(boss, "GET", f"/profiles/{made}")
    row = moussa(
        email="zibounda@", phone="12", residence={"status": "inconnu"}, languages=[{"code": "?"}]
    )
    result = send(call, boss, row)[0]
    assert result["outcome"] == "unchanged"
    assert all(problem["left_out"] for problem in result["problems"])
    assert call(boss, "GET", f"/profiles/{made}") == before


def test_one_name_is_enough_in_whichever_column(call: Call) -> None:
    boss = counsellor()
    row = {"external_ref": "A-1", "family_name": "Exemple"}
    made = send(call, boss, row)[0]
    assert made["outcome"] == "created"
    assert call(boss, "GET", f"/profiles/{made['id']}")["given_name"] == "Exemple"
    assert send(call, boss, row)[0]["outcome"] == "unchanged"
    assert send(call, boss, {"external_ref": "A-2"})[0]["outcome"] == "refused"


def test_two_people_of_one_address_are_two(call: Call) -> None:
    boss = counsellor()
    rows = [person(external_ref=f"A-{number}", given_name=f"Essai{number}") for number in (1, 2)]
    assert [result["outcome"] for result in send(call, boss, *rows)] == ["created", "created"]


def test_a_file_tells_of_somebody_as_a_form_does(call: Call, database: Database) -> None:
    boss = counsellor()
    body = person(external_ref="A-1", consent_method="import")
    call(boss, "POST", "/profiles", body, expect=201)
    send(call, boss, {**body, "external_ref": "A-2"})
    one, other = (
        event.model_dump(exclude={"profile_id", "code"}) for event in outbox_events(database)
    )
    assert one == other
    assert one["revision"] == 1
