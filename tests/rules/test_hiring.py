"""Hiring routes: what an employer does, and what a route never tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amuddu.contracts.types import HiringRouteCode
from amuddu.reference.countries import countries
from amuddu.reference.text import fold
from amuddu.rules.hiring import (
    HiringRoute,
    NoRoute,
    Obligation,
    Route,
    Sector,
    employer_contributions,
    exempt_posts,
    minimum_wage,
    route,
    route_for,
)
from amuddu.rules.residence import Residence, overlays, resolve, statuses
from tests.rules.strategies import (
    FULLY_EXEMPTING,
    NATIONALITIES,
    RESIDENCES,
    STATUSES,
    TODAY,
    TREATY,
)

HEAVIER_LAST = list(HiringRoute)
WAGES = st.decimals(min_value=0, max_value=200_000, places=2)


def route_of(residence: Residence, *, simplified_post: bool = False) -> Route:
    rights = resolve(residence, on=TODAY)
    return route_for(rights, residence, on=TODAY, simplified_post=simplified_post)


# --- which route ----------------------------------------------------------------------------------


@given(RESIDENCES)
def test_without_lawful_stay_direct_hiring_is_never_proposed(residence: Residence) -> None:
    if resolve(residence, on=TODAY).lawful_stay != "yes":
        assert route_of(residence).code is HiringRoute.NOT_NOW


@given(RESIDENCES, st.sampled_from(FULLY_EXEMPTING), st.booleans())
def test_an_exempting_overlay_never_makes_the_route_heavier(
    residence: Residence, overlay: str, simplified: bool
) -> None:
    before = replace(residence, nationality=None)
    after = replace(before, overlays=before.overlays | {overlay})
    heavy, light = (route_of(r, simplified_post=simplified).code for r in (before, after))
    assert HEAVIER_LAST.index(light) <= HEAVIER_LAST.index(heavy)


@given(RESIDENCES)
def test_a_simplified_post_never_makes_the_route_heavier(residence: Residence) -> None:
    plain, simplified = route_of(residence), route_of(residence, simplified_post=True)
    assert HEAVIER_LAST.index(simplified.code) <= HEAVIER_LAST.index(plain.code)


@given(RESIDENCES, NATIONALITIES)
def test_nationality_moves_the_route_through_the_treaty_alone(
    residence: Residence, nationality: str | None
) -> None:
    other = replace(residence, nationality=nationality)
    treaty = [TREATY in resolve(r, on=TODAY).overlays for r in (residence, other)]
    if treaty[0] == treaty[1]:
        assert route_of(residence) == route_of(other)


@given(RESIDENCES)
def test_an_expired_paper_opens_no_route_even_with_rights_resolved_before(
    residence: Residence,
) -> None:
    valid = replace(residence, valid_until=TODAY)
    rights = resolve(valid, on=TODAY)
    tomorrow = TODAY + timedelta(days=1)
    assert route_for(rights, valid, on=tomorrow).code is HiringRoute.NOT_NOW


@given(RESIDENCES)
def test_the_route_of_a_person_is_the_route_of_its_code(residence: Residence) -> None:
    found = route_of(residence)
    assert replace(found, needs_counsellor=route(found.code).needs_counsellor) == route(found.code)


@pytest.mark.parametrize(
    ("residence", "code"),
    [
        (Residence("irregular"), HiringRoute.NOT_NOW),
        (Residence("asylum_seeker"), HiringRoute.NOT_NOW),
        (Residence("refugee_unhcr_pending_bra"), HiringRoute.NOT_NOW),
        (Residence("refugee_bra_no_permit"), HiringRoute.VISA),
        (Residence("refugee_bra_permit"), HiringRoute.VISA),
        (Residence("regularised_exceptional"), HiringRoute.VISA),
        (Residence("permit_family"), HiringRoute.VISA),
        (Residence("permit_work"), HiringRoute.ATTESTATION_AND_VISA),
        (Residence("permit_work", nationality="SN"), HiringRoute.CONTRACT_ONLY),
        (Residence("permit_work", nationality="CI"), HiringRoute.ATTESTATION_AND_VISA),
        (Residence("permit_student"), HiringRoute.ATTESTATION_AND_VISA),
        (Residence("permit_visitor"), HiringRoute.NOT_NOW),
        (Residence("permit_visitor", nationality="TN"), HiringRoute.NOT_NOW),
        (Residence("resident_card"), HiringRoute.ATTESTATION_AND_VISA),
        (
            Residence("resident_card", overlays=frozenset({"salaried_resident_10y"})),
            HiringRoute.VISA,
        ),
        (Residence("receipt_application", underlying="permit_family"), HiringRoute.ASK),
        (Residence("receipt_application"), HiringRoute.ASK),
        (Residence("short_stay"), HiringRoute.ASK),
        (
            Residence("permit_work", overlays=frozenset({"minor_16_18_parent_card"})),
            HiringRoute.ASK,
        ),
    ],
)
def test_routes_of_the_sources(residence: Residence, code: HiringRoute) -> None:
    assert route_of(residence).code is code


def test_simplified_post_on_a_work_card() -> None:
    found = route_of(Residence("permit_work"), simplified_post=True)
    assert found.code is HiringRoute.SIMPLIFIED
    assert found.fee_mad is not None
    assert found.fee_mad.high == 1500


@given(RESIDENCES, st.booleans())
def test_an_exempt_post_frees_from_the_attestation_and_nothing_else(
    residence: Residence, simplified: bool
) -> None:
    rights = resolve(residence, on=TODAY)
    plain = route_of(residence, simplified_post=simplified)
    freed = route_for(rights, residence, on=TODAY, simplified_post=simplified, exempt_post=True)
    assert HEAVIER_LAST.index(freed.code) <= HEAVIER_LAST.index(plain.code)
    if plain.code is HiringRoute.NOT_NOW:
        assert freed.code is HiringRoute.NOT_NOW
    if freed.code in (HiringRoute.VISA, HiringRoute.CONTRACT_ONLY):
        assert freed.attestation is Obligation.NONE
    assert len(exempt_posts()) == 5


def test_a_route_of_before_the_platform_has_no_account_to_open() -> None:
    before, since = (
        route(HiringRoute.VISA, on=day) for day in (date(2017, 5, 31), date(2017, 6, 1))
    )
    assert "taechir_account" not in {step.id for step in before.steps}
    assert "taechir_account" in {step.id for step in since.steps}


@given(STATUSES)
def test_exemption_from_the_attestation_leaves_the_visa_due(status: str) -> None:
    found = route_of(Residence(status))
    if found.attestation is Obligation.NONE:
        assert found.visa is Obligation.REQUIRED


# --- what routes say ------------------------------------------------------------------------------


def test_every_code_of_the_contract_has_a_route() -> None:
    assert {code.value for code in HiringRoute} == set(get_args(HiringRouteCode))
    for code in HiringRoute:
        found = route(code)
        assert found.sources
        assert all(step.sources for step in found.steps)


def test_a_route_outside_its_dates_does_not_exist() -> None:
    assert route(HiringRoute.VISA, on=TODAY) == route(HiringRoute.VISA)
    with pytest.raises(NoRoute):
        route("by_boat")  # type: ignore[arg-type]  # what a careless caller may pass


def test_unknown_fees_and_delays_are_none_never_zero() -> None:
    for code in (HiringRoute.ASK, HiringRoute.NOT_NOW):
        found = route(code)
        assert (found.fee_mad, found.usual_days, found.max_days) == (None, None, None)
        assert found.needs_counsellor


def test_the_standard_route_costs_up_to_5000_before_tax() -> None:
    fee = route(HiringRoute.ATTESTATION_AND_VISA).fee_mad
    assert fee is not None
    assert (fee.low, fee.high) == (Decimal(1500), Decimal(5000))
    assert fee.excluding_vat


def texts_of(value: object) -> Iterator[str]:
    """Every text inside a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts_of(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from texts_of(inner)
    elif is_dataclass(value):
        for one in fields(value):
            if one.name != "sources":
                yield from texts_of(getattr(value, one.name))


GROUNDS = re.compile(
    r"\b(refugi|refugee|asile|asylum|hcr|unhcr|bra|apatride|stateless|regularis|syri|conjoint"
    r"|spouse|mari|epou|naissance|birth|mineur|minor|etudiant|student|visiteur|visitor"
    r"|regroupement|famil|convention|treaty|traite|recepisse|receipt|irregul|undocumented"
    r"|toler|proprietaire|owner|gerant|actionnaire|nationalite|nationality|ressortissant)"
)


@pytest.mark.parametrize("code", list(HiringRoute))
def test_no_route_tells_its_ground(code: HiringRoute) -> None:
    told = " | ".join(fold(text) for text in texts_of(route(code)))
    labels = [label for row in statuses().values() for label in row.label.values()]
    labels += [label for row in overlays().values() for label in row.label.values()]
    abroad = [state for state in countries().values() if state.code != "MA"]
    names = [name for state in abroad for name in state.names.values()]
    for ground in map(fold, labels + names):
        assert not re.search(rf"\b{re.escape(ground)}\b", told), ground
    assert not GROUNDS.search(told)


def test_a_route_has_no_field_for_a_ground() -> None:
    names = {one.name for one in fields(Route)}
    assert not names & {"nationality", "status", "overlays", "residence", "rights", "ground"}


# --- pay ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "sector", "amount"),
    [
        (date(2019, 6, 30), "general", None),
        (date(2019, 7, 1), "general", "2698.83"),
        (date(2022, 8, 31), "general", "2828.71"),
        (date(2022, 9, 1), "general", "2970.05"),
        (date(2023, 9, 1), "general", "3111.39"),
        (date(2024, 12, 31), "general", "3111.39"),
        (date(2025, 1, 1), "general", "3266.10"),
        (date(2025, 12, 31), "general", "3266.10"),
        (date(2026, 1, 1), "general", "3422.72"),
        (date(2020, 6, 30), "farming", None),
        (date(2020, 7, 1), "farming", "1994.20"),
        (date(2025, 3, 31), "farming", "2303.08"),
        (date(2025, 4, 1), "farming", "2418.00"),
        (date(2026, 3, 31), "farming", "2418.00"),
        (date(2026, 4, 1), "farming", "2533.44"),
    ],
)
def test_minimum_wage_on_the_days_it_changes(on: date, sector: Sector, amount: str | None) -> None:
    found = minimum_wage(on=on, sector=sector)
    assert (found.amount if found else None) == (Decimal(amount) if amount else None)
    assert found is None or (found.sources and found.valid_from <= on)


@given(
    st.dates(min_value=date(2019, 7, 1), max_value=date(2035, 1, 1)),
    st.dates(min_value=date(2019, 7, 1), max_value=date(2035, 1, 1)),
)
def test_the_minimum_wage_never_fell(a: date, b: date) -> None:
    first, then = (minimum_wage(on=day) for day in sorted((a, b)))
    assert first is not None
    assert then is not None
    assert first.amount <= then.amount


def test_contributions_below_the_ceiling_are_21_09_percent() -> None:
    paid = employer_contributions(Decimal(1000), on=TODAY)
    assert paid.total == Decimal("210.90")
    assert all(line.sources for line in paid.lines)


def test_contributions_above_the_ceiling() -> None:
    # 12.11 % of the whole wage without ceiling, 8.98 % of the first 6,000.
    assert employer_contributions(Decimal(10_000), on=TODAY).total == Decimal("1749.80")


@given(WAGES, WAGES)
def test_contributions_rise_with_the_wage_and_add_up(a: Decimal, b: Decimal) -> None:
    low, high = (employer_contributions(wage, on=TODAY) for wage in sorted((a, b)))
    assert low.total <= high.total
    assert high.total == sum(line.amount for line in high.lines)


def test_a_negative_wage_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        employer_contributions(Decimal(-1), on=TODAY)
