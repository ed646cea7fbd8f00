"""What the other services are told of people, and what they never are."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amuddu.contracts.events.envelope import Event
from amuddu.contracts.profiles import ProfileIn, ProfileUpdated, ProfileWithdrawn
from amuddu.kit import clock
from amuddu.kit.db import Database
from services.profiles.people import refreshing
from services.profiles.people import service as people_service
from services.profiles.retelling import retell
from tests.services.profiles.conftest import Call, person
from tests.support import counsellor, jobseeker, outbox_envelopes, outbox_events

BOSS = counsellor()


def told(database: Database) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for event in outbox_events(database):
        assert isinstance(event, ProfileUpdated | ProfileWithdrawn)
        reason = event.reason if isinstance(event, ProfileWithdrawn) else "updated"
        found.append((reason, event.revision))
    return found


def last(database: Database) -> Event:
    return outbox_events(database)[-1]


def test_a_consenting_person_is_told_of_in_facts_alone(call: Call, database: Database) -> None:
    made = call(BOSS, "POST", "/profiles", person(), expect=201)
    event = last(database)
    assert isinstance(event, ProfileUpdated)
    assert event.profile_id == UUID(made["id"])
    assert event.revision == 1
    assert (event.agency_id, event.code) == ("rabat", made["code"])
    assert event.about == "Je suis …, …, maçonne depuis 2012. Tél. …."
    assert event.experience[0].text == "Murs chez …."
    assert event.occupations[0].concept == "mason"
    assert event.contactable
    assert event.model_dump().keys() == {
        *("profile_id", "revision", "code", "agency_id", "occupations", "skills", "experience"),
        *("about", "languages", "place", "max_distance_km", "available_from"),
        *("contract_types", "contactable", "young", "age_unknown"),
    }


def test_nobody_is_told_of_without_consent_or_substance(call: Call, database: Database) -> None:
    call(BOSS, "POST", "/profiles", person(consents={"contact": True}), expect=201)
    empty = person(occupations=[], skills=[], experience=[])
    call(BOSS, "POST", "/profiles", empty, expect=201)
    assert told(database) == []


def test_a_life_in_events(call: Call, database: Database) -> None:
    made = call(BOSS, "POST", "/profiles", person(), expect=201)
    path = f"/profiles/{made['id']}"
    call(BOSS, "PUT", path, person(max_distance_km=9))
    # Of no weight in a match: the revision moves and nobody is told.
    call(BOSS, "PUT", path, person(max_distance_km=9, given_name="Zi", about=""))
    call(BOSS, "PUT", f"{path}/consents/statistics", {"given": True})
    seen = told(database)
    call(BOSS, "PUT", f"{path}/consents/contact", {"given": False})
    event = last(database)
    assert isinstance(event, ProfileUpdated)
    assert not event.contactable
    call(BOSS, "PUT", f"{path}/consents/matching", {"given": False})
    call(BOSS, "PUT", path, person(consents={}, place="fes"))
    call(BOSS, "PUT", f"{path}/consents/matching", {"given": True})
    body = person(consents={"matching": True}, occupations=[], skills=[], experience=[])
    call(BOSS, "PUT", path, body)
    before = told(database)
    call(jobseeker(profile_id=UUID(made["id"])), "DELETE", path)
    # What waited to be told of them goes unsaid.
    assert [reason for reason, _ in told(database)] == ["erased"]
    whole = [*before, *told(database)]
    reasons = [reason for reason, _ in whole]
    assert seen[:2] == [("updated", 1), ("updated", 2)]
    assert reasons[len(seen) :] == [
        "updated",
        "consent_withdrawn",
        "updated",
        "paused",
        "erased",
    ]
    revisions = [revision for _, revision in whole]
    assert revisions == sorted(set(revisions))


def test_unweighed_changes_are_not_told(call: Call, database: Database) -> None:
    made = call(BOSS, "POST", "/profiles", person(about=""), expect=201)
    path = f"/profiles/{made['id']}"
    changed = call(BOSS, "PUT", path, person(about="", sex="m", email=None, external_ref="B"))
    assert changed["revision"] == 2
    assert told(database) == [("updated", 1)]


def test_erasing_leaves_a_receipt_that_names_nobody(call: Call, database: Database) -> None:
    made = call(BOSS, "POST", "/profiles", person(), expect=201)
    me = jobseeker(profile_id=UUID(made["id"]))
    receipt = call(me, "DELETE", f"/profiles/{made['id']}")
    call(me, "GET", f"/profiles/{made['id']}", expect=404)
    call(me, "DELETE", f"/profiles/{made['id']}", expect=404)
    assert last(database) == ProfileWithdrawn(
        profile_id=UUID(made["id"]),
        revision=2,
        reason="erased",
        erasure_id=UUID(receipt["receipt"]),
    )
    with database.engine.connect() as connection:
        for table in ("profiles", "residence", "consents", "accesses", "grants"):
            count = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
            assert count == 0, table
        marks = connection.exec_driver_sql("SELECT * FROM erasures").all()
        kept = connection.exec_driver_sql("SELECT * FROM erasure_processes").mappings().all()
    assert marks == [], "no file knew this person"
    assert [str(row["id"]) for row in kept] == [receipt["receipt"]]
    assert receipt["token"] not in str(kept)


# --- time changes rights --------------------------------------------------------------------------


def refresh(database: Database, on: date) -> tuple[int, int]:
    with database.session() as session:
        done = refreshing.refresh_rights(session, on)
    return done.checked, done.told


def test_a_title_that_ends_is_told_to_nobody(call: Call, database: Database) -> None:
    end = clock.today() + timedelta(days=10)
    title = {"status": "permit_work", "valid_until": end.isoformat()}
    call(BOSS, "POST", "/profiles", person(residence=title), expect=201)
    before = outbox_events(database)
    assert refresh(database, end + timedelta(days=1)) == (0, 0)
    assert outbox_events(database) == before


def test_another_title_is_told_to_nobody(call: Call, database: Database) -> None:
    made = call(BOSS, "POST", "/profiles", person(), expect=201)
    before = outbox_events(database)
    for status in ("irregular", "asylum_seeker", "refugee_bra_permit"):
        call(BOSS, "PUT", f"/profiles/{made['id']}", person(residence={"status": status}))
    assert outbox_events(database) == before


def test_somebody_who_comes_of_age_is_told_once(call: Call, database: Database) -> None:
    born = clock.today().year - 17
    made = call(BOSS, "POST", "/profiles", person(birth_year=born, birth_month=1), expect=201)
    path = f"/profiles/{made['id']}"
    assert outbox_events(database) == [], "no parent or guardian agreed"
    of_age = date(born + 18, 2, 2)
    assert refresh(database, of_age) == (1, 1)
    assert refresh(database, of_age) == (0, 0)
    # The person sees that it was the service itself that looked.
    seen = call(BOSS, "GET", f"{path}/accesses")
    assert (seen[0]["role"], seen[0]["action"]) == ("service", "rights_refreshed")


def test_people_who_are_not_proposed_are_left_alone(call: Call, database: Database) -> None:
    title = {"status": "permit_work", "valid_until": clock.today().isoformat()}
    call(BOSS, "POST", "/profiles", person(residence=title, consents={}), expect=201)
    assert refresh(database, clock.today() + timedelta(days=30)) == (0, 0)


def test_refreshing_goes_on_until_nobody_is_left(call: Call, database: Database) -> None:
    for _ in range(3):
        call(BOSS, "POST", "/profiles", person(), expect=201)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE profiles SET rules_stamp = 'x'")
    with database.session() as session:
        for left in (2, 1, 0):
            done = refreshing.refresh_rights(session, clock.today(), limit=2)
            assert done.checked == left


# --- nothing that tells who ---------------------------------------------------------------------

NAMES = st.sampled_from(
    ["Zibounda", "Korvalan", "Aïssatou-Néné", "Qadmouri", "عبدالمنتصر", "N'Gorane", "Þorvald"]
)
PHONES = st.from_regex(r"\A\+212[ .-]?661(?:[ .-]?[0-9]{2}){3}\Z")
EMAILS = st.from_regex(r"\A[a-z]{3,8}\.[a-z]{3,8}@[a-z]{4,8}\.ma\Z")
TITLES = st.sampled_from(["permit_work", "asylum_seeker", "refugee_bra_permit", "irregular"])
COUNTRIES = st.sampled_from(["CM", "SY", "SN", "CI", "YE"])
WORDS = st.lists(
    st.sampled_from(["maçon", "cuisine", "équipe", "بناء", "cook", "obra", "2015", "mur"]),
    max_size=6,
)


@st.composite
def people(draw: st.DrawFn) -> dict[str, Any]:
    """Somebody who puts everything that tells who they are into every free text."""
    given, family = draw(NAMES), draw(NAMES)
    email, phone = draw(EMAILS), draw(PHONES)
    title, country = draw(TITLES), draw(COUNTRIES)

    def text() -> str:
        secrets = draw(st.permutations([given, family, email, phone]))
        words = [*draw(WORDS), "réfugié", "demandeur d'asile", "syrien", "لاجئ", *secrets]
        glue = draw(st.sampled_from([" ", ", ", " / ", "\n"]))
        return glue.join(draw(st.permutations(words)))

    return person(
        given_name=given,
        family_name=family,
        email=email,
        phone=phone,
        nationality=country,
        birth_year=draw(st.integers(1950, 2005)),
        residence={"status": title},
        about=text(),
        occupations=[{"text": text()[:150]}],
        skills=[{"text": text()[:150]}, {"text": given}],
        experience=[{"title": text()[:150], "months": 3, "description": text()}],
        external_ref=f"REF-{given}",
    )


@pytest.fixture
def emptied(database: Database) -> Database:
    return database


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(body=people())
def test_no_sensitive_value_reaches_the_outbox(emptied: Database, body: dict[str, Any]) -> None:
    with emptied.session() as session:
        people_service.create(session, ProfileIn.model_validate(body), actor=jobseeker())
    envelope = outbox_envelopes(emptied)[-1]
    assert envelope.type == "profile.updated"
    whole = json.dumps(envelope.model_dump(mode="json"), ensure_ascii=False).casefold()
    digits = "".join(c for c in whole.split('"about"')[1] if c.isdigit())
    secrets = [body["given_name"], body["family_name"], body["email"], body["phone"]]
    secrets += [body["residence"]["status"], body["external_ref"], "réfugié", "syrien", "لاجئ"]
    for secret in secrets:
        assert secret.casefold() not in whole
    assert "".join(c for c in body["phone"] if c.isdigit())[-8:] not in digits
    assert f'"{body["nationality"].casefold()}"' not in whole
    assert not envelope.data.keys() & {"sex", "birth_year", "nationality", "residence"}


def test_who_was_told_of_is_told_of_once_more(call: Call, database: Database) -> None:
    call(BOSS, "POST", "/profiles", person(), expect=201)
    call(BOSS, "POST", "/profiles", person(consents={}), expect=201)  # told to nobody
    (first,) = outbox_events(database)
    with database.session() as session:
        assert retell(session) == 1
    assert refresh(database, clock.today()) == (1, 1)
    _, again = outbox_events(database)
    assert isinstance(first, ProfileUpdated)
    assert again == first.model_copy(update={"revision": first.revision + 1})
