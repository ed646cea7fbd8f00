"""What an incentive pays: under its caps, in instalments that add up, and what is paid back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as bounded
from hypothesis import strategies as st
from pydantic import ValidationError

from amuddu.rules.incentives.data import EndCause
from amuddu.rules.incentives.evaluation import (
    EmployerFacts,
    Scheme,
    VacancyTerms,
    Verdict,
    all_schemes,
    clawback,
    evaluate,
    payment,
    retention_ends,
    schedule,
    scheme,
)
from tests.rules.strategies import TODAY
from tests.rules.test_incentives import VACANCIES

START = date(2026, 1, 31)
CAUSES: tuple[EndCause, ...] = (
    "employer_decision",
    "worker_fault",
    "worker_resigned",
    "business",
    "pension_age",
    "other",
)
MONEY = st.decimals(min_value=Decimal("0.01"), max_value=9_999, places=2)


def made(**changes: Any) -> Scheme:
    """A scheme of our own, all of whose figures are known."""
    words = {"fr": "Aide", "en": "Scheme"}
    return Scheme.model_validate(
        {
            "id": "TEST_ONE",
            "kind": "hire_subsidy",
            "name": words,
            "summary": words,
            "country": "MA",
            "amount": {"kind": "fixed_month", "value": "1500"},
            "duration_months": 9,
            "person": {"open_to_foreigners": "yes"},
            "sources": ["own"],
            "confidence": "high",
            **changes,
        }
    )


@st.composite
def own_schemes(draw: st.DrawFn) -> Scheme:
    kind = draw(
        st.sampled_from(["fixed_month", "percent_wage", "percent_contribution", "lump_sum"])
    )
    value = draw(st.decimals(1, 100, places=2)) if "percent" in kind else draw(MONEY)
    cut = sorted(draw(st.sets(st.integers(1, 99), max_size=4)))
    shares = [high - low for low, high in zip([0, *cut], [*cut, 100], strict=True)]
    plan = [{"after_months": 2 * n, "share_pct": str(share)} for n, share in enumerate(shares)]
    return made(
        amount={
            "kind": kind,
            "value": str(value),
            "cap_per_month": draw(st.none() | MONEY.map(str)),
            "cap_per_person": draw(st.none() | MONEY.map(str)),
        },
        duration_months=draw(st.integers(1, 36)),
        payment_schedule=draw(st.sampled_from([[], plan])),
        retention=draw(
            st.none()
            | st.builds(lambda m: {"months": m}, st.integers(1, 12))
            | st.just({"equal_to_funded": True, "max_months": 6})
        ),
        clawback={
            "share_pct": str(draw(st.integers(1, 100))),
            "last_months": draw(st.none() | st.integers(1, 24)),
            "pro_rata": draw(st.booleans()),
            "exceptions": ["worker_resigned"],
        },
    )


@bounded(max_examples=40)
@given(own_schemes() | st.sampled_from(all_schemes()), VACANCIES)
def test_instalments_sum_exactly_to_the_total(one: Scheme, vacancy: VacancyTerms) -> None:
    paid = payment(one, vacancy)
    plan = schedule(one, paid, starts_on=START)
    assert sum((each.amount for each in plan), Decimal(0)) == (paid.total or 0)
    assert (plan == ()) == (not paid.total)
    assert all(each.amount > 0 for each in plan)
    assert all(each.amount == each.amount.quantize(Decimal("0.01")) for each in plan)
    days = [each.due_on for each in plan]
    assert days == sorted(days)
    assert all(day >= START for day in days)


def test_an_amount_that_rounds_to_nothing_has_no_instalment() -> None:
    one = made(amount={"kind": "percent_wage", "value": "0.4"}, duration_months=3)
    paid = payment(one, VacancyTerms("CDI", wage_month=Decimal("1.00")))
    assert paid.total == 0
    assert schedule(one, paid, starts_on=START) == ()


@bounded(max_examples=40)
@given(own_schemes() | st.sampled_from(all_schemes()), VACANCIES)
def test_an_amount_exceeds_neither_its_caps_nor_the_wage(
    one: Scheme, vacancy: VacancyTerms
) -> None:
    paid, rule = payment(one, vacancy), one.amount
    if paid.monthly is not None:
        assert rule.cap_per_month is None or paid.monthly <= rule.cap_per_month
        if one.hires and vacancy.wage_month is not None:
            assert paid.monthly <= vacancy.wage_month
    if paid.total is not None:
        assert rule.cap_per_person is None or paid.total <= rule.cap_per_person
        if one.hires and vacancy.wage_month and vacancy.contract_months:
            months = max(vacancy.contract_months, paid.months or 0)
            if rule.kind != "lump_sum" or vacancy.contract_type != "CDI":
                assert paid.total <= vacancy.wage_month * months


@bounded(max_examples=60)
@given(
    own_schemes(),
    MONEY,
    st.integers(0, 1500).map(lambda days: date.fromordinal(START.toordinal() + days)),
    st.sampled_from(CAUSES),
    st.integers(1, 24),
)
def test_never_more_is_paid_back_than_was_paid(
    one: Scheme, paid: Decimal, ended: date, cause: EndCause, funded: int
) -> None:
    facts: dict[str, Any] = {"paid": paid, "funded_months": funded, "starts_on": START}
    owed = clawback(one, ended_on=ended, cause=cause, **facts)
    assert 0 <= owed <= paid
    if cause == "worker_resigned":
        assert owed == 0
    if ended >= retention_ends(one, starts_on=START, funded_months=funded):
        assert owed == 0
    later = clawback(one, ended_on=date.fromordinal(ended.toordinal() + 30), cause=cause, **facts)
    assert later <= owed


def test_the_german_rule_pays_half_back_pro_rata() -> None:
    egz = scheme("DE_EGZ")
    facts: dict[str, Any] = {
        "paid": Decimal(12_000),
        "funded_months": 12,
        "starts_on": date(2025, 1, 1),
    }
    at_the_end = clawback(egz, ended_on=date(2026, 1, 1), cause="employer_decision", **facts)
    assert at_the_end == Decimal(6000)
    # 182 of the 365 days of retention were served: half of 6,000 but for half a day.
    half_served = clawback(egz, ended_on=date(2026, 7, 2), cause="employer_decision", **facts)
    assert half_served == Decimal("3008.22")
    for cause in egz.clawback.exceptions if egz.clawback else ():
        assert clawback(egz, ended_on=date(2026, 1, 1), cause=cause, **facts) == 0
    assert retention_ends(egz, starts_on=date(2025, 1, 1), funded_months=12) == date(2027, 1, 1)


def test_contributions_follow_the_wage_without_the_training_tax() -> None:
    found = payment(scheme("MA_IDMAJ_PCS"), VacancyTerms("CDI", wage_month=Decimal(4000)), on=TODAY)
    # 19.49 % of 4,000: every line of the employer but the 1.60 % of training tax.
    assert (found.monthly, found.months, found.total) == (
        Decimal("779.60"),
        12,
        Decimal("9355.20"),
    )


def test_a_cap_cuts_the_last_instalment() -> None:
    one = made(amount={"kind": "fixed_month", "value": "1500", "cap_per_person": "4000"})
    plan = schedule(one, payment(one, VacancyTerms("CDI")), starts_on=START)
    assert [str(each.amount) for each in plan] == ["1500", "1500", "1000"]
    assert [each.due_on.isoformat() for each in plan] == ["2026-02-28", "2026-03-31", "2026-04-30"]


@pytest.mark.parametrize(
    "change",
    [
        {"payment_schedule": [{"after_months": 0, "share_pct": "60"}]},
        {
            "payment_schedule": [
                {"after_months": 6, "share_pct": "50"},
                {"after_months": 0, "share_pct": "50"},
            ]
        },
        {"clawback": {"share_pct": "50"}, "duration_months": None},
        {"clawback": {"share_pct": "0"}},
    ],
)
def test_a_plan_that_cannot_be_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        made(**change)


# --- schemes together ---------------------------------------------------------------------------


def stacked(one: Scheme, other: Scheme) -> Verdict:
    found = evaluate(
        one, VacancyTerms(), EmployerFacts(), Verdict.ELIGIBLE, on=TODAY, others=[other]
    )
    return next(c.verdict for c in found.criteria if c.id == f"stacking_{other.id}")


def test_the_stricter_of_two_schemes_decides_whether_they_go_together() -> None:
    other = made(id="TEST_TWO")
    assert stacked(made(), other) is Verdict.ASK
    assert stacked(made(stacking={"TEST_TWO": "allow"}), other) is Verdict.ELIGIBLE
    forbids = replace_stacking(other, {"TEST_ONE": "forbid"})
    assert stacked(made(stacking={"TEST_TWO": "allow"}), forbids) is Verdict.NOT_ELIGIBLE
    assert stacked(scheme("MA_IDMAJ_PCS"), scheme("MA_TAHFIZ")) is Verdict.ASK


def replace_stacking(one: Scheme, stacking: dict[str, Any]) -> Scheme:
    return one.model_copy(update={"stacking": stacking})


def test_a_first_day_of_contracts_is_a_criterion() -> None:
    one = made(vacancy={"starts_from": "2026-03-01"})
    verdicts = {
        day: evaluate(
            one,
            replace(VacancyTerms(), starts_on=day),
            EmployerFacts(),
            Verdict.ELIGIBLE,
            on=TODAY,
        ).verdict
        for day in (None, date(2026, 2, 28), date(2026, 3, 1))
    }
    assert list(verdicts.values()) == [Verdict.ASK, Verdict.NOT_ELIGIBLE, Verdict.ELIGIBLE]


# --- the facts are carried ----------------------------------------------------------------------

CARRIED: dict[str, dict[str, Any]] = {
    "MA_IDMAJ": {"amount.value": None, "vacancy.wage_min": 1600, "vacancy.wage_max": 6000,
                 "duration_months": 24, "vacancy.apply_before_start": True, "payee": "CNSS"},
    "MA_IDMAJ_PCS": {"amount.value": 100, "amount.base": "employer_contribution",
                     "duration_months": 12, "vacancy.contract_types": ("CDI",)},
    "MA_TAHFIZ": {"amount.value": None, "amount.cap_per_month": 10_000, "duration_months": 24,
                  "employer.persons_cap": 10, "vacancy.new_hire_only": True,
                  "employer.created_to": date(2026, 12, 31)},
    "MA_IR_FIRST_JOB_U35": {"amount.value": None, "duration_months": 36,
                            "active_to": date(2026, 12, 31)},
    "MA_PRIME_APPUI_EMPLOI": {"amount.value": 1500, "duration_months": 9, "active_to": None,
                              "vacancy.min_months": 12, "budget.persons": 50_000},
    "MA_TPME_CHARTER": {"amount.value": None, "amount.kind": "percent_investment"},
    "MA_TAEHIL": {"amount.value": None},
    "MA_APPRENTICESHIP": {"amount.value": None},
    "AMUDDU_HIRING": {"amount.value": None, "amount.cap_per_month": None, "duration_months": None,
                      "vacancy.regions": ("rabat-sale-kenitra", "casablanca-settat"),
                      "person.statuses": ("regularised_exceptional", "refugee_bra_permit")},
    "AMUDDU_SCHOLARSHIP": {"amount.value": None},
    "AMUDDU_STARTUP": {"amount.value": None, "budget.total": 210_000, "budget.support": 110_000,
                       "budget.currency": "EUR"},
    "INMAA_MICROCREDIT": {"amount.value": None},
    "UNHCR_AMAPPE_PISERUMA": {"amount.value": None, "budget.total": 828_000},
    "W4I_SOLETERRE": {"amount.value": None, "active_to": date(2020, 12, 31)},
    "W4L_SOLETERRE_CEFA": {"amount.value": None, "budget.total": 2_000_000},
    "DAFI": {"amount.value": None},
    "TR_KIGEP": {"amount.value": None, "duration_months": 6},
    "TR_IOM_EMP": {"amount.value": None, "vacancy.new_hire_only": True},
    "TR_FOSTER": {"amount.value": 1_000_000, "amount.currency": "TRY"},
    "DE_EGZ": {"amount.value": 50, "duration_months": 12, "discretionary": True,
               "vacancy.apply_before_start": True, "retention.equal_to_funded": True,
               "clawback.share_pct": 50, "clawback.last_months": 12, "clawback.pro_rata": True},
    "JO_ESTIDAMA": {"amount.value": 30, "amount.currency": "JOD", "duration_months": 12,
                    "employer.max_size": 10, "vacancy.wage_max": 500},
    "JO_JOBSEARCH_CASH": {"amount.value": 65, "amount.currency": "JOD"},
}  # fmt: skip


@pytest.mark.parametrize("name", CARRIED)
def test_the_facts_of_a_scheme_are_carried(name: str) -> None:
    for path, expected in CARRIED[name].items():
        found: Any = scheme(name)
        for step in path.split("."):
            found = getattr(found, step)
        assert found == expected, path


def test_every_scheme_is_compared() -> None:
    assert CARRIED.keys() == {one.id for one in all_schemes()}
