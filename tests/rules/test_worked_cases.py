"""The worked cases of `docs/worked-cases.md`, each held to what the rules answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from amuddu.rules.amending import cases
from amuddu.rules.changes import what_ends, what_would_change
from amuddu.rules.cost.breakdown import BelowMinimum, Cost, NotHireable, Range, cost_to_hire
from amuddu.rules.hiring import HiringRoute, route_for
from amuddu.rules.residence import overlays, resolve
from amuddu.rules.services import helps
from tools import worked_cases

ALL = [pytest.param(case, id=case["id"]) for case in cases.load()]


def of(key: str) -> list[Any]:
    return [param for param in ALL if key in param.values[0]]


def amounts(found: Range) -> list[Decimal | None]:
    return [found.low, found.high]


def expected(ends: list[str | None]) -> list[Decimal | None]:
    return [None if end is None else Decimal(end) for end in ends]


def test_there_are_twelve() -> None:
    assert len({case["id"] for case in cases.load()}) == 12


@pytest.mark.parametrize("case", ALL)
def test_rights_are_as_reasoned(case: dict[str, Any]) -> None:
    rights = resolve(cases.residence(case), on=case["day"])
    found = {right: rights.answer(right).value for right in case["rights"]}
    assert found == case["rights"]


@pytest.mark.parametrize("case", ALL)
def test_the_route_is_as_reasoned(case: dict[str, Any]) -> None:
    found = cases.route(case)
    assert found.code.value == case["route"]
    assert found.needs_counsellor >= case.get("needs_counsellor", False)


@pytest.mark.parametrize("case", of("cost"))
def test_the_cost_is_as_reasoned(case: dict[str, Any]) -> None:
    found = cases.cost(case)
    assert isinstance(found, Cost)
    assert amounts(found.gross) == expected(case["cost"]["gross"])
    assert amounts(found.known_net) == expected(case["cost"]["known_net"])


@pytest.mark.parametrize("case", of("verdicts"))
def test_incentives_are_as_reasoned(case: dict[str, Any]) -> None:
    found = {one.scheme_id: one.verdict.value for one in cases.evaluations(case)}
    assert found == case["verdicts"]


@pytest.mark.parametrize("case", of("helps_first"))
def test_who_helps_first_is_as_reasoned(case: dict[str, Any]) -> None:
    person = cases.residence(case)
    found = helps(resolve(person, on=case["day"]), person, on=case["day"], region_id=case["region"])
    assert [one.id for one in found if one.first] == case["helps_first"]


@pytest.mark.parametrize("case", of("changes"))
def test_what_would_change_first_is_as_reasoned(case: dict[str, Any]) -> None:
    found = what_would_change(cases.residence(case), on=case["day"])
    for right, kind in case["changes"].items():
        assert found[right][0].kind.value == kind


@pytest.mark.parametrize("case", of("ends_on"))
def test_what_ends_is_as_reasoned(case: dict[str, Any]) -> None:
    person = cases.residence(case)
    assert what_ends(person, on=case["day"])[0].on == case["ends_on"]
    assert resolve(person, on=case["day"]).warn_from == case["renew_from"]


@pytest.mark.parametrize("case", of("proof"))
def test_the_proof_is_as_reasoned(case: dict[str, Any]) -> None:
    rights = resolve(cases.residence(case), on=case["day"])
    for right, overlay in case["proof"].items():
        assert rights.rights[right].proof == overlays()[overlay].proof


def test_the_farm_worker_is_refused_on_one_day_and_not_on_another() -> None:
    case = next(case for case in cases.load() if case["id"] == "farm-worker")
    hire = cases.hire(case)
    with pytest.raises(BelowMinimum) as refused:
        cost_to_hire(hire)
    assert refused.value.minimum.amount == Decimal(case["below_minimum"])
    assert cost_to_hire(replace(hire, starts_on=date(2026, 3, 1))).known_net.low > 0


def test_a_route_without_hire_has_no_cost() -> None:
    case = next(case for case in cases.load() if case["id"] == "tailor")
    with pytest.raises(NotHireable):
        cost_to_hire(replace(cases.hire(case), route=HiringRoute.NOT_NOW))


def test_the_minor_on_a_work_card_is_asked() -> None:
    case = next(case for case in cases.load() if case["id"] == "apprentice")
    person = replace(cases.residence(case), status="permit_work")
    assert resolve(person, on=case["day"]).answer("anapec_attestation_exempt").value == "ask"


def test_the_cook_with_a_work_card_needs_the_contract_alone() -> None:
    case = next(case for case in cases.load() if case["id"] == "cook")
    person = replace(cases.residence(case), status="permit_work")
    found = route_for(resolve(person, on=case["day"]), person, on=case["day"])
    assert found.code is HiringRoute.CONTRACT_ONLY


def test_the_page_is_up_to_date() -> None:
    assert worked_cases.PAGE.read_text(encoding="utf-8") == worked_cases.page(), "run `make cases`"
