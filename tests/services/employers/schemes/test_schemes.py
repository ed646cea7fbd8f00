"""Schemes as data: versions are added, never changed, and each day has the one in force."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import select

from amuddu.kit.auth import Actor
from amuddu.rules.incentives import evaluation as rules
from amuddu.rules.incentives_kept import content_of, read
from services.employers.schemes import catalogue as schemes
from services.employers.schemes import terms as schemes_terms
from services.employers.schemes.tables import SchemeVersionRow
from tests.services.employers.claims.claims_support import SCHEME, TODAY, Programme, terms
from tests.services.employers.conftest import House
from tests.support import administrator, coordinator, counsellor


def publish(house: House, by: Actor, *, lang: str = "fr", **changes: Any) -> Any:
    body = {
        "valid_from": TODAY.isoformat(),
        "reason": "Avenant à la convention",
        "terms": terms(house, by),
        **changes,
    }
    made = house.call("POST", f"/schemes/{SCHEME}/versions", by=by, body=body, lang=lang)
    return house.approved(made, lang=lang)


def test_the_bundled_schemes_are_their_first_versions(house: House) -> None:
    found = house.ok("GET", "/schemes/all", by=coordinator())
    assert {each["id"] for each in found} == {one.id for one in rules.all_schemes()}
    assert {each["version"] for each in found} == {1}
    with house.database.session() as session:
        assert schemes.seed(session, on=TODAY) == 0
        assert len(session.exec(select(SchemeVersionRow)).all()) == 22


@pytest.mark.parametrize("one", rules.all_schemes(), ids=lambda one: one.id)
def test_a_scheme_read_and_written_again_is_the_same(one: rules.Scheme) -> None:
    assert read(json.loads(json.dumps(content_of(one)))) == one
    assert schemes_terms.changed(one, schemes_terms.terms_of(one)) == one


def test_a_version_is_added_with_its_author_its_reason_and_what_it_changed(house: House) -> None:
    leader = coordinator()
    changed = terms(house, leader, amount_value="2000", duration_months=6, active_to=None)
    made = publish(house, leader, terms=changed)
    assert made.status_code == 201, made.text
    newest, oldest = made.json()["versions"]
    assert (newest["version"], newest["bundled"], newest["author_role"]) == (
        2,
        False,
        "coordinator",
    )
    assert newest["reason"] == "Avenant à la convention"
    fields = {each["field"]: (each["before"], each["after"]) for each in newest["changes"]}
    assert fields == {
        "amount_value": ("", "2000.00"),
        "duration_months": ("", "6"),
        "active_to": ("2023-03-31", ""),
    } or fields["amount_value"] == ("", "2000")
    assert (oldest["version"], oldest["bundled"], oldest["changes"]) == (1, True, [])


def test_every_version_is_told_as_it_is_kept(house: House) -> None:
    assert {event.key for event in house.versions_told()} == {
        f"{one.id}.1" for one in rules.all_schemes()
    }
    assert {event.valid_from for event in house.versions_told()} == {schemes.ALWAYS}
    leader = coordinator()
    later = TODAY + timedelta(days=30)
    changed = terms(house, leader, amount_value="2000", statuses=["permit_work"])
    publish(house, leader, terms=changed, valid_from=later.isoformat())
    publish(house, leader, terms=changed, valid_from=TODAY.isoformat())  # refused: comes before
    assert len(house.versions_told()) == len(rules.all_schemes()) + 1
    told = house.versions_told()[-1]
    assert (told.key, told.valid_from) == (f"{SCHEME}.2", later)
    with house.database.session() as session:
        assert read(told.content) == schemes.version(session, SCHEME, 2)
    assert leader.id.hex not in told.model_dump_json().replace("-", "")


def test_a_past_day_keeps_the_version_of_its_day(house: House) -> None:
    leader = coordinator()
    later = TODAY + timedelta(days=30)
    changed = terms(house, leader, amount_value="2000", active_to=None)
    made = publish(house, leader, terms=changed, valid_from=later.isoformat())
    assert made.json()["version"] == 1
    with house.database.session() as session:
        for day, value in ((TODAY, None), (later, Decimal(2000))):
            found = schemes.in_force(session, on=day).get(SCHEME)
            assert found is not None
            assert found.scheme.amount.value == value


def test_a_version_neither_rewrites_the_past_nor_comes_before_the_last(house: House) -> None:
    leader = coordinator()
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    for lang in ("fr", "ar", "en", "es"):
        refused = publish(house, leader, valid_from=yesterday, lang=lang)
        assert refused.status_code == 422
        (problem,) = refused.json()["errors"]
        assert problem["field"] == "valid_from"
        assert TODAY.isoformat() in problem["message"]
    later = (TODAY + timedelta(days=10)).isoformat()
    assert publish(house, leader, valid_from=later).status_code == 201
    assert publish(house, leader).status_code == 422


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount_kind": "percent_wage", "amount_value": "120"}, "terms.amount_value"),
        ({"payment_schedule": [{"after_months": 0, "share_pct": "60"}]}, "terms.payment_schedule"),
        (
            {
                "payment_schedule": [
                    {"after_months": 9, "share_pct": "50"},
                    {"after_months": 1, "share_pct": "50"},
                ]
            },
            "terms.payment_schedule",
        ),
        ({"active_from": "2026-01-02", "active_to": "2026-01-01"}, "terms.active_to"),
        ({"wage_min": "9000", "wage_max": "10"}, "terms.wage_max"),
        ({"regions": ["atlantide"]}, "terms.regions"),
        ({"sectors": ["magic"]}, "terms.sectors"),
        ({"statuses": ["martian"]}, "terms.statuses"),
        ({"stacking": {"NOTHING": "allow"}}, "terms.stacking"),
        ({"clawback_share_pct": "50"}, "terms.clawback_share_pct"),
        ({"amount_value": "-3"}, "terms.amount_value"),
        ({"summary": {"fr": ""}}, "terms.summary.fr"),
    ],
)
def test_what_cannot_be_is_named_beside_its_field(
    house: House, change: dict[str, Any], field: str
) -> None:
    leader = coordinator()
    refused = publish(house, leader, terms=terms(house, leader, **change))
    assert refused.status_code == 422, refused.text
    assert field in {each["field"] for each in refused.json()["errors"]}
    assert len(house.ok("GET", f"/schemes/{SCHEME}", by=leader)["versions"]) == 1


def test_only_a_coordinator_writes_versions(house: House, boss: Actor) -> None:
    leader = coordinator()
    body = {"valid_from": TODAY.isoformat(), "reason": "Essai", "terms": terms(house, leader)}
    path = f"/schemes/{SCHEME}/versions"
    for who in (counsellor(), administrator(), boss):
        assert house.call("POST", path, by=who, body=body).status_code == 403
    assert house.call("GET", f"/schemes/{SCHEME}", by=boss).status_code == 403
    assert house.call("GET", "/schemes/NOTHING", by=leader).status_code == 404
    assert house.call("POST", "/schemes/NOTHING/versions", by=leader, body=body).status_code == 404


def test_a_new_version_counts_for_vacancies_at_once(house: House, boss: Actor) -> None:
    Programme(house, boss=boss).open_scheme()
    offered = {each["id"]: each for each in house.ok("GET", "/schemes", by=boss)}
    assert offered[SCHEME]["monthly"] == "2000"
    made = house.new_vacancy(by=boss, incentive_scheme=SCHEME)
    assert made["incentive"]["total"] == "12000"


def test_a_release_does_not_undo_what_a_coordinator_wrote(
    house: House, boss: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    Programme(house, boss=boss).open_scheme()
    changed = {"funder": "Nouveau bailleur"}
    released = [
        one.model_copy(update=changed) if one.id in {SCHEME, "MA_TAHFIZ"} else one
        for one in rules.all_schemes()
    ]
    monkeypatch.setattr(rules, "all_schemes", lambda: released)
    with house.database.session() as session:
        assert schemes.seed(session, on=TODAY) == 1
        book = schemes.in_force(session, on=TODAY)
        numbers = {name: book.get(name) for name in (SCHEME, "MA_TAHFIZ")}
    assert {name: each and each.number for name, each in numbers.items()} == {
        SCHEME: 2,
        "MA_TAHFIZ": 2,
    }
    kept = numbers[SCHEME]
    assert kept is not None
    assert kept.scheme.funder != "Nouveau bailleur"
