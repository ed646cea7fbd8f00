"""A scheme that no file knows: written by a coordinator, and the same as any other afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from amuddu.kit.auth import Actor
from amuddu.rules.incentives import evaluation as rules
from amuddu.rules.incentives_kept import read
from services.employers.schemes import catalogue as schemes
from tests.services.employers.claims.claims_support import SCHEME, TODAY
from tests.services.employers.conftest import House, mason
from tests.support import administrator, coordinator, counsellor

NEW = "AIDE_RABAT"
LANGS = ("fr", "ar", "en", "es")


def new_scheme(**changes: Any) -> dict[str, Any]:
    """A scheme as a coordinator writes it."""
    terms = {
        "summary": {"fr": "1 500 MAD par mois pendant six mois."},
        "amount_kind": "fixed_month",
        "amount_value": "1500",
        "duration_months": 6,
        "contract_types": ["CDD", "CDI"],
        "open_to_foreigners": "yes",
        "documents": [{"fr": "Contrat signé"}],
        "stacking": {SCHEME: "forbid"},
        **changes.pop("terms", {}),
    }
    return {
        "id": NEW,
        "name": {"fr": "Aide de Rabat", "ar": "مساعدة الرباط"},
        "kind": "hire_subsidy",
        "funder": "Ville de Rabat",
        "operator": "Agence de Rabat",
        "legal": "Convention 12-2026",
        "source": "Délibération du 3 mars 2026, page 4",
        "valid_from": TODAY.isoformat(),
        "reason": "Convention signée avec la ville",
        "terms": terms,
        **changes,
    }


def write(house: House, by: Actor, *, lang: str = "fr", **changes: Any) -> Any:
    made = house.call("POST", "/schemes", by=by, body=new_scheme(**changes), lang=lang)
    return house.approved(made, lang=lang)


def test_a_scheme_is_written_and_told(house: House) -> None:
    leader = coordinator()
    made = write(house, leader)
    assert made.status_code == 201, made.text
    found = made.json()
    assert (found["id"], found["name"], found["version"]) == (NEW, "Aide de Rabat", 1)
    assert found["sources"] == ["Délibération du 3 mars 2026, page 4"]
    assert (found["funder"], found["legal"]) == ("Ville de Rabat", "Convention 12-2026")
    (only,) = found["versions"]
    assert (only["bundled"], only["author_role"], only["changes"]) == (False, "coordinator", [])
    in_arabic = house.ok("GET", f"/schemes/{NEW}", by=leader, lang="ar")
    assert in_arabic["name"] == "مساعدة الرباط"
    told = house.versions_told()[-1]
    assert (told.key, told.valid_from) == (f"{NEW}.1", TODAY)
    scheme = read(told.content)
    assert (scheme.country, scheme.kind, scheme.amount.value) == ("MA", "hire_subsidy", 1500)


def test_it_goes_wherever_a_scheme_goes(house: House, boss: Actor) -> None:
    leader = coordinator()
    write(house, leader)
    assert NEW in {each["id"] for each in house.ok("GET", "/schemes/all", by=leader)}
    offered = {each["id"]: each for each in house.ok("GET", "/schemes", by=boss)}
    assert (offered[NEW]["monthly"], offered[NEW]["funder"]) == ("1500", "Ville de Rabat")
    vacancy = house.new_vacancy(by=boss, incentive_scheme=NEW, publish=True)
    assert vacancy["incentive"]["total"] == "9000"
    asked = {"scheme_id": NEW, "vacancy": mason()}
    assert house.ok("POST", "/incentives/evaluate", by=boss, body=asked)["monthly"] == "1500"
    budget = {
        "scheme_id": NEW,
        "label": "Rabat",
        "starts_on": TODAY.isoformat(),
        "ends_on": (TODAY + timedelta(days=300)).isoformat(),
        "total": "90000",
    }
    envelope = house.ok("POST", "/envelopes", by=leader, body=budget)
    assert envelope["scheme_name"] == "Aide de Rabat"
    kept = house.ok("GET", f"/schemes/{NEW}/rules", by=boss)
    assert (kept["version"], read(kept["content"]).id) == (1, NEW)
    rows: dict[str, Any] = {"rows": [mason(external_ref="A-1", incentive_scheme=NEW)]}
    rows["employer_id"] = str(boss.employer_id)
    (row,) = house.ok("POST", "/vacancies/batch", by=boss, body=rows)["results"]
    assert row["outcome"] == "created", row


def test_it_has_versions_like_any_other(house: House) -> None:
    leader = coordinator()
    terms = write(house, leader).json()["terms"]
    body = {
        "valid_from": TODAY.isoformat(),
        "reason": "Avenant signé",
        "terms": {**terms, "amount_value": "1800"},
    }
    found = house.approved(house.call("POST", f"/schemes/{NEW}/versions", by=leader, body=body))
    found = found.json()
    assert found["version"] == 2
    assert [each["field"] for each in found["versions"][0]["changes"]] == ["amount_value"]
    with house.database.session() as session:
        assert schemes.seed(session, on=TODAY) == 0, "no file takes it away"


def test_one_that_will_come_is_seen_by_staff_alone(house: House, boss: Actor) -> None:
    leader = coordinator()
    later = (TODAY + timedelta(days=20)).isoformat()
    found = write(house, leader, valid_from=later).json()
    assert (found["coming"], found["version"]) == (True, 1)
    listed = {each["id"]: each for each in house.ok("GET", "/schemes/all", by=leader)}
    assert (listed[NEW]["coming"], listed[NEW]["open"]) == (True, False)
    assert not listed[SCHEME]["coming"]
    assert NEW not in {each["id"] for each in house.ok("GET", "/schemes", by=boss)}
    named = mason(incentive_scheme=NEW, starts_on=None)  # today: it is not in force yet
    assert "incentive_scheme" in house.problems("POST", "/vacancies", by=boss, body=named)
    assert house.call("GET", f"/schemes/{NEW}/rules", by=boss).status_code == 404


@pytest.mark.parametrize("lang", LANGS)
def test_an_id_that_is_taken_or_no_id_is_said_beside_it(house: House, lang: str) -> None:
    leader = coordinator()
    assert write(house, leader).status_code == 201
    told = house.versions_told()
    said = set()
    for wrong in (NEW, SCHEME, "aide rabat", "1AIDE", "A", "AIDÉ", "A" * 61, "../A", ""):
        refused = write(house, leader, id=wrong, lang=lang)
        assert refused.status_code == 422, wrong
        (problem,) = refused.json()["errors"]
        assert problem["field"] == "id"
        said.add(problem["message"])
    assert len(said) == 2
    assert house.versions_told() == told


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": {"fr": ""}}, "name.fr"),
        ({"kind": "gift"}, "kind"),
        ({"source": " "}, "source"),
        ({"valid_from": (TODAY - timedelta(days=1)).isoformat()}, "valid_from"),
        ({"reason": ""}, "reason"),
        ({"terms": {"regions": ["atlantide"]}}, "terms.regions"),
        ({"terms": {"statuses": ["martian"]}}, "terms.statuses"),
        ({"terms": {"stacking": {"NOTHING": "allow"}}}, "terms.stacking"),
        ({"terms": {"amount_kind": "percent_wage", "amount_value": "120"}}, "terms.amount_value"),
    ],
)
def test_what_cannot_be_is_named(house: House, change: dict[str, Any], field: str) -> None:
    leader = coordinator()
    refused = write(house, leader, **change)
    assert refused.status_code == 422, refused.text
    assert field in {each["field"] for each in refused.json()["errors"]}
    assert house.call("GET", f"/schemes/{NEW}", by=leader).status_code == 404


def test_every_problem_is_said_at_once(house: House) -> None:
    refused = write(house, coordinator(), id=SCHEME, terms={"regions": ["atlantide"]})
    assert [each["field"] for each in refused.json()["errors"]] == ["id", "terms.regions"]


def test_only_a_coordinator_writes_schemes(house: House, boss: Actor) -> None:
    for who in (counsellor(), administrator(), boss):
        assert write(house, who).status_code == 403


def test_a_scheme_that_the_file_leaves_out_ends_unless_somebody_wrote_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(house, coordinator())
    left = [one for one in rules.all_schemes() if one.id != "MA_TAHFIZ"]
    monkeypatch.setattr(rules, "all_schemes", lambda: left)
    with house.database.session() as session:
        assert schemes.seed(session, on=TODAY) == 1
        assert schemes.seed(session, on=TODAY) == 0
        book = schemes.in_force(session, on=TODAY)
        ended, written = book.get("MA_TAHFIZ"), book.get(NEW)
    assert ended
    assert written
    assert (ended.number, ended.scheme.active_to) == (2, TODAY - timedelta(days=1))
    assert written.scheme.active_to is None
    assert house.versions_told()[-1].key == "MA_TAHFIZ.2"
