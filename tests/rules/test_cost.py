"""The cost of a hire: adds up, never under the legal minimum, never raised by an incentive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amuddu.rules.cost.breakdown import (
    BelowMinimum,
    Cost,
    Hire,
    LineKind,
    NotHireable,
    TooManySchemes,
    cost_to_hire,
)
from amuddu.rules.hiring import HiringRoute, employer_contributions, minimum_wage
from amuddu.rules.incentives.evaluation import (
    EmployerFacts,
    Evaluation,
    VacancyTerms,
    Verdict,
    all_schemes,
    evaluate,
    payment,
    scheme,
)
from tests.rules.strategies import TODAY

OPEN_ROUTES = [route for route in HiringRoute if route is not HiringRoute.NOT_NOW]
CONTRACTS = st.sampled_from([None, "CDI", "CDD", "seasonal", "interim"])


@st.composite
def hires(draw: st.DrawFn) -> Hire:
    sector = draw(st.sampled_from(["general", "farming"]))
    starts = draw(st.dates(min_value=date(2023, 11, 1), max_value=date(2027, 6, 1)))
    least = minimum_wage(on=starts, sector=sector)
    assert least is not None
    wage = least.amount + draw(st.decimals(min_value=0, max_value=30_000, places=2))
    more = draw(st.none() | st.decimals(min_value=0, max_value=5_000, places=2))
    return Hire(
        route=draw(st.sampled_from(OPEN_ROUTES)),
        wage=wage,
        wage_max=None if more is None else wage + more,
        starts_on=starts,
        months=draw(st.none() | st.integers(1, 60)),
        sector=sector,
        contract_type=draw(CONTRACTS),
        first_of_job=draw(st.none() | st.booleans()),
    )


def evaluation(scheme_id: str, hire: Hire, verdict: Verdict) -> Evaluation:
    """A scheme whose verdict is given: what is paid follows the post."""
    terms = VacancyTerms(
        contract_type=hire.contract_type, contract_months=hire.months, wage_month=hire.wage
    )
    return Evaluation(scheme(scheme_id), verdict, (), payment(scheme(scheme_id), terms))


PAIRS = st.lists(
    st.tuples(
        st.sampled_from(sorted(one.id for one in all_schemes())), st.sampled_from(list(Verdict))
    ),
    max_size=6,
    unique_by=lambda pair: pair[0],
)


def cost(hire: Hire, pairs: Sequence[tuple[str, Verdict]] = ()) -> Cost:
    return cost_to_hire(hire, [evaluation(name, hire, verdict) for name, verdict in pairs])


@given(hires(), PAIRS, PAIRS)
def test_adding_an_incentive_never_raises_the_cost(
    hire: Hire, some: list[tuple[str, Verdict]], more: list[tuple[str, Verdict]]
) -> None:
    names = {name for name, _ in some}
    added = [pair for pair in more if pair[0] not in names][: 8 - len(some)]
    before, after = cost(hire, some), cost(hire, [*some, *added])
    assert after.gross == before.gross
    assert after.net.low <= before.net.low
    assert after.known_net.high is not None
    assert before.known_net.high is not None
    assert after.known_net.high <= before.known_net.high
    assert (after.net.high is None) == (before.net.high is None)


@given(hires(), PAIRS)
def test_what_is_taken_off_never_exceeds_what_it_helps_to_pay(
    hire: Hire, pairs: list[tuple[str, Verdict]]
) -> None:
    found = cost(hire, pairs)
    wages = sum(month.wage for month in found.months)
    contributions = sum(month.contributions for month in found.months)
    assert found.off.high is not None
    assert 0 <= found.off.low <= found.off.high <= wages + contributions
    assert found.net.low >= 0
    for line in found.of_kind(LineKind.INCENTIVE):
        cap = scheme(line.id).amount.cap_per_person
        relieves = scheme(line.id).kind in ("contribution_relief", "trainee_contract")
        assert line.amount.high is not None
        assert line.amount.low <= line.amount.high <= (contributions if relieves else wages)
        assert cap is None or line.amount.high <= cap


@given(hires(), PAIRS)
def test_the_lines_add_up(hire: Hire, pairs: list[tuple[str, Verdict]]) -> None:
    found = cost(hire, pairs)
    counted = found.of_kind(LineKind.WAGE, LineKind.CONTRIBUTION, LineKind.FEE)
    assert found.gross.low == sum(line.amount.low for line in counted)
    ends = [line.amount.high for line in counted]
    assert found.gross.high == (None if None in ends else sum(e for e in ends if e is not None))
    assert found.known_gross.high == sum(e for e in ends if e is not None)
    assert set(found.unknown) == {line.id for line in counted if line.amount.high is None}
    assert found.off.low == sum(line.amount.low for line in found.of_kind(LineKind.INCENTIVE))
    assert found.known_net.low == found.known_gross.low - (found.off.high or 0)
    assert found.known_net.high == (found.known_gross.high or 0) - found.off.low
    wage = found.of_kind(LineKind.WAGE)[0].amount
    assert wage.low == sum(month.wage for month in found.months)
    paid = found.of_kind(LineKind.CONTRIBUTION)
    assert sum(line.amount.low for line in paid) == sum(m.contributions for m in found.months)


@given(hires(), PAIRS)
def test_money_is_decimal_with_its_currency_and_every_line_has_a_source(
    hire: Hire, pairs: list[tuple[str, Verdict]]
) -> None:
    found = cost(hire, pairs)
    for amount in (*(line.amount for line in found.lines), found.gross, found.net, found.off):
        assert amount.currency == found.currency == "MAD"
        for end in (amount.low, amount.high):
            assert end is None or (isinstance(end, Decimal) and end.as_tuple().exponent >= -2)  # type: ignore[operator]  # finite
    assert all(line.sources for line in found.lines)
    assert len({line.id for line in found.lines}) == len(found.lines)


@given(hires())
def test_no_month_is_paid_under_the_minimum_of_its_day(hire: Hire) -> None:
    for month in cost(hire).months:
        least = minimum_wage(on=month.begins, sector=hire.sector)
        assert least is not None
        assert month.wage >= least.amount
        assert month.contributions == employer_contributions(month.wage, on=month.begins).total


@given(hires(), st.decimals(min_value="0.01", max_value=500, places=2))
def test_a_wage_under_the_minimum_is_refused_with_the_minimum(hire: Hire, under: Decimal) -> None:
    least = minimum_wage(on=hire.starts_on, sector=hire.sector)
    assert least is not None
    with pytest.raises(BelowMinimum) as refused:
        cost(replace(hire, wage=least.amount - under, wage_max=None))
    assert refused.value.minimum == least


def test_the_wage_rises_with_the_minimum() -> None:
    hire = Hire(HiringRoute.VISA, Decimal("3266.10"), date(2025, 12, 1), months=2)
    found = cost(hire)
    assert [month.wage for month in found.months] == [Decimal("3266.10"), Decimal("3422.72")]
    assert found.of_kind(LineKind.WAGE)[0].notes


@pytest.mark.parametrize(
    ("first", "low", "high"), [(True, 5000, 5000), (False, 1500, 1500), (None, 1500, 5000)]
)
def test_the_attestation_costs_less_for_a_next_post(
    first: bool | None, low: int, high: int
) -> None:
    hire = Hire(
        HiringRoute.ATTESTATION_AND_VISA, Decimal(4000), TODAY, months=12, first_of_job=first
    )
    fee = next(line for line in cost(hire).lines if line.id == "attestation")
    assert (fee.amount.low, fee.amount.high) == (low, high)


@pytest.mark.parametrize(
    ("months", "low", "high"), [(12, None, None), (13, 0, 1500), (24, 0, 1500), (48, 1500, 4500)]
)
def test_a_long_contract_needs_the_visa_again(
    months: int, low: int | None, high: int | None
) -> None:
    hire = Hire(HiringRoute.ATTESTATION_AND_VISA, Decimal(4000), TODAY, months=months)
    again = [line.amount for line in cost(hire).lines if line.id == "renewal"]
    assert [(one.low, one.high) for one in again] == ([] if low is None else [(low, high)])


def test_an_unknown_fee_leaves_the_end_open_and_is_named() -> None:
    found = cost(Hire(HiringRoute.VISA, Decimal(4000), TODAY, months=12))
    assert found.net.high is None
    assert found.unknown == ("sign_legalise",)
    assert found.known_net.exact


def test_the_work_card_is_told_and_not_counted() -> None:
    found = cost(Hire(HiringRoute.CONTRACT_ONLY, Decimal(4000), TODAY, months=24))
    card = found.of_kind(LineKind.BY_WORKER)[0]
    assert card.amount.high == 200
    assert found.net.exact
    assert found.net.low == Decimal(24 * 4000) + 24 * Decimal("843.60")


def test_a_premium_that_is_certain_comes_off_in_full() -> None:
    in_2023 = date(2023, 10, 1)
    hire = Hire(HiringRoute.VISA, Decimal(4000), in_2023, months=12, contract_type="CDD")
    found = cost(hire, [("MA_PRIME_APPUI_EMPLOI", Verdict.ELIGIBLE)])
    assert (found.off.low, found.off.high) == (13_500, 13_500)


def test_a_premium_that_nobody_confirmed_since_2023_takes_nothing_off() -> None:
    for verdict in Verdict:
        hire = Hire(HiringRoute.VISA, Decimal(4000), TODAY, months=12, contract_type="CDD")
        found = cost(hire, [("MA_PRIME_APPUI_EMPLOI", verdict)])
        assert (found.off.low, found.off.high) == (0, 0)
        assert found.net == found.gross
        line = found.of_kind(LineKind.INCENTIVE)[0]
        if verdict is not Verdict.NOT_ELIGIBLE:
            assert "Aucune source" in line.notes[0]["fr"]


def test_a_relief_stops_at_its_ceiling() -> None:
    """TAHFIZ frees the part of the wage up to 10,000 a month, not the whole of a higher one."""
    at_the_ceiling = employer_contributions(Decimal(10_000), on=TODAY).total * 12
    for wage, most in ((9_000, None), (10_000, at_the_ceiling), (25_000, at_the_ceiling)):
        hire = Hire(HiringRoute.CONTRACT_ONLY, Decimal(wage), TODAY, contract_type="CDI")
        found = cost(hire, [("MA_TAHFIZ", Verdict.ELIGIBLE)])
        whole = sum(month.contributions for month in found.months)
        assert found.off.high == (whole if most is None else most)


def test_what_is_closed_to_foreigners_takes_nothing_off_and_says_why() -> None:
    hire = Hire(HiringRoute.VISA, Decimal(2000), TODAY, months=12, contract_type="trainee")
    found = cost(hire, [("MA_IDMAJ", Verdict.NOT_ELIGIBLE)])
    assert found.off.high == 0
    said = " ".join(note["fr"] for note in found.of_kind(LineKind.INCENTIVE)[0].notes)
    assert "étrangères" in said
    assert "CIN" in said


def test_an_open_ended_contract_with_a_visa_says_that_the_visa_ends() -> None:
    for route, told in ((HiringRoute.VISA, True), (HiringRoute.CONTRACT_ONLY, False)):
        found = cost(Hire(route, Decimal(5000), TODAY, contract_type="CDI"))
        assert any("durée du visa" in text["fr"] for text in found.cautions) == told


def test_two_reliefs_that_nobody_says_add_up_are_not_both_certain() -> None:
    hire = Hire(HiringRoute.VISA, Decimal(4000), TODAY, contract_type="CDI")
    pairs = [("MA_TAHFIZ", Verdict.ELIGIBLE), ("MA_IDMAJ_PCS", Verdict.ELIGIBLE)]
    found = cost(hire, pairs)
    contributions = sum(month.contributions for month in found.months)
    assert found.off.high == contributions
    assert found.off.low <= contributions


def test_income_tax_relief_is_the_person_s_and_takes_nothing_off() -> None:
    hire = Hire(HiringRoute.VISA, Decimal(9000), TODAY, contract_type="CDI")
    found = cost(hire, [("MA_IR_FIRST_JOB_U35", Verdict.ELIGIBLE)])
    assert found.off.high == 0


def test_where_no_hire_is_possible_there_is_no_cost() -> None:
    with pytest.raises(NotHireable):
        cost(Hire(HiringRoute.NOT_NOW, Decimal(4000), TODAY))


def test_too_many_schemes_are_refused() -> None:
    hire = Hire(HiringRoute.VISA, Decimal(4000), TODAY)
    with pytest.raises(TooManySchemes):
        cost(hire, [(one.id, Verdict.ASK) for one in all_schemes()[:9]])


def test_a_trainee_has_an_allowance_not_a_minimum_wage() -> None:
    found = cost(Hire(HiringRoute.VISA, Decimal(1600), TODAY, months=6, contract_type="trainee"))
    assert found.minimum is None
    assert found.of_kind(LineKind.WAGE)[0].amount.low == 9600


def test_a_scheme_evaluated_for_somebody_comes_off_as_its_verdict_says() -> None:
    terms = VacancyTerms("CDD", 12, Decimal(4000), starts_on=date(2023, 11, 1))
    found = evaluate(
        scheme("MA_PRIME_APPUI_EMPLOI"), terms, EmployerFacts(), Verdict.ASK, on=date(2023, 10, 1)
    )
    hire = Hire(HiringRoute.VISA, Decimal(4000), date(2023, 11, 1), months=12)
    off = cost_to_hire(hire, [found]).off
    assert (off.low, off.high) == (0, 13_500)
