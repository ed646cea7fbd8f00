"""Hiring incentives: criteria, verdicts, payments, and what a deployment may change."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from amuddu.contracts.types import ContractType
from amuddu.contracts.types import Verdict as ContractVerdict
from amuddu.reference.places import regions
from amuddu.rules.base import BadRules
from amuddu.rules.incentives.data import SCHEMES_FILE_VARIABLE, texts
from amuddu.rules.incentives.evaluation import (
    EmployerFacts,
    Evaluation,
    Scheme,
    UnknownScheme,
    VacancyTerms,
    Verdict,
    all_schemes,
    evaluate,
    evaluate_vacancy,
    payment,
    person_criterion,
    scheme,
    schemes,
    sources_of,
)
from amuddu.rules.residence import Residence, resolve
from tests.rules.strategies import DAYS, RESIDENCES, TODAY

PRIME = "MA_PRIME_APPUI_EMPLOI"
IN_2023 = date(2023, 10, 1)

CONTRACTS = st.sampled_from([*get_args(ContractType), "CTE"])
SCHEMES = st.sampled_from(all_schemes())
VACANCIES = st.builds(
    VacancyTerms,
    contract_type=st.none() | CONTRACTS,
    contract_months=st.none() | st.integers(1, 60),
    wage_month=st.none() | st.decimals(min_value=1, max_value=20_000, places=2),
    starts_on=st.none() | DAYS,
    region_id=st.none() | st.sampled_from(sorted(regions())),
    sector=st.none() | st.just("building"),
    new_hire=st.none() | st.booleans(),
    places=st.integers(1, 20),
    visaed=st.none() | st.booleans(),
)
EMPLOYERS = st.builds(
    EmployerFacts,
    created_on=st.none() | DAYS,
    size=st.none() | st.integers(0, 500),
    cnss_up_to_date=st.none() | st.booleans(),
    region_id=st.none() | st.sampled_from(sorted(regions())),
    previously_subsidised=st.none() | st.booleans(),
    subsidised_persons=st.none() | st.integers(0, 20),
)


def person(name: str, residence: Residence, *, on: date = TODAY) -> Verdict:
    return person_criterion(scheme(name), resolve(residence, on=on), residence, on=on)


def by_id(evaluation: Evaluation) -> dict[str, Verdict]:
    return {criterion.id: criterion.verdict for criterion in evaluation.criteria}


def filled(partial: Any, whole: Any) -> Any:
    """The partial facts with their gaps filled from the whole ones."""
    gaps = {
        f.name: getattr(whole, f.name) for f in fields(partial) if getattr(partial, f.name) is None
    }
    return replace(partial, **gaps)


# --- properties -----------------------------------------------------------------------------------


@given(SCHEMES, VACANCIES, EMPLOYERS, VACANCIES, EMPLOYERS, DAYS)
def test_filling_a_gap_never_reopens_what_is_closed(
    one: Scheme,
    vacancy: VacancyTerms,
    employer: EmployerFacts,
    fuller_vacancy: VacancyTerms,
    fuller_employer: EmployerFacts,
    on: date,
) -> None:
    before = evaluate_vacancy(one, vacancy, employer, on=on)
    assume(vacancy.starts_on or fuller_vacancy.starts_on is None or fuller_vacancy.starts_on >= on)
    after = evaluate_vacancy(
        one, filled(vacancy, fuller_vacancy), filled(employer, fuller_employer), on=on
    )
    for criterion, verdict in by_id(before).items():
        if verdict is not Verdict.ASK:
            assert by_id(after)[criterion] is verdict, criterion
    if before.verdict is Verdict.NOT_ELIGIBLE:
        assert after.verdict is Verdict.NOT_ELIGIBLE


@given(SCHEMES, VACANCIES, EMPLOYERS, DAYS)
def test_a_missing_field_is_named_and_is_indeed_missing(
    one: Scheme, vacancy: VacancyTerms, employer: EmployerFacts, on: date
) -> None:
    aliases = {"employer_region": "region_id"}
    for criterion in evaluate_vacancy(one, vacancy, employer, on=on).criteria:
        if criterion.missing is None:
            continue
        assert criterion.verdict is Verdict.ASK
        name = aliases.get(criterion.missing, criterion.missing)
        holders = [facts for facts in (vacancy, employer) if hasattr(facts, name)]
        assert any(getattr(facts, name) is None for facts in holders), name


@given(SCHEMES, VACANCIES, EMPLOYERS, st.sampled_from(list(Verdict)), DAYS)
def test_a_verdict_is_that_of_its_worst_criterion(
    one: Scheme, vacancy: VacancyTerms, employer: EmployerFacts, of_person: Verdict, on: date
) -> None:
    found = evaluate(one, vacancy, employer, of_person, on=on)
    verdicts = [criterion.verdict for criterion in found.criteria]
    worst = [Verdict.ELIGIBLE, Verdict.ASK, Verdict.NOT_ELIGIBLE]
    assert found.verdict is max(verdicts, key=worst.index)
    assert by_id(found)["person"] is of_person


@given(SCHEMES, VACANCIES)
def test_an_amount_never_published_stays_unknown(one: Scheme, vacancy: VacancyTerms) -> None:
    pay = evaluate_vacancy(one, vacancy, EmployerFacts(), on=TODAY).payment
    assert pay.monthly != 0
    assert pay.total != 0
    if one.amount.value is None:
        assert (pay.monthly, pay.total) == (None, None)
    if pay.monthly is not None and pay.months is not None:
        assert pay.total == pay.monthly * pay.months
    assert {"fr", "en"} <= pay.note.keys()


@given(SCHEMES, RESIDENCES)
def test_no_hiring_scheme_without_lawful_stay(one: Scheme, residence: Residence) -> None:
    rights = resolve(residence, on=TODAY)
    if one.hires and rights.lawful_stay != "yes":
        assert person_criterion(one, rights, residence, on=TODAY) is Verdict.NOT_ELIGIBLE


@given(SCHEMES, RESIDENCES)
def test_an_expired_paper_never_opens_a_scheme(one: Scheme, residence: Residence) -> None:
    expired = replace(residence, valid_until=date(2020, 1, 1))
    verdict = person_criterion(one, resolve(expired, on=TODAY), expired, on=TODAY)
    assert verdict is not Verdict.ELIGIBLE
    assert verdict is Verdict.NOT_ELIGIBLE or not one.hires


# --- the schemes ----------------------------------------------------------------------------------


def test_twenty_two_schemes_each_with_sources() -> None:
    assert len(all_schemes()) == 22
    assert all(sources_of(one) for one in all_schemes())


@given(DAYS)
def test_schemes_of_other_countries_are_never_offered(on: date) -> None:
    assert {one.country for one in schemes(on=on)} <= {"MA"}
    for country in ("TR", "DE", "JO"):
        assert schemes(on=on, country=country) == ()
        abroad = next(one for one in all_schemes() if one.country == country)
        found = evaluate_vacancy(abroad, VacancyTerms(), EmployerFacts(), on=on)
        assert found.verdict is Verdict.NOT_ELIGIBLE


def test_closed_schemes_stay_for_history() -> None:
    offered = {one.id for one in schemes(on=TODAY)}
    assert "AMUDDU_HIRING" not in offered
    assert "AMUDDU_HIRING" in {one.id for one in schemes(on=date(2021, 1, 1))}
    assert scheme("AMUDDU_HIRING").amount.value is None


def test_unknown_schemes_say_so() -> None:
    with pytest.raises(UnknownScheme):
        scheme("MA_NOTHING")


def test_verdicts_and_contracts_are_those_of_the_contract() -> None:
    assert {verdict.value for verdict in Verdict} == set(get_args(ContractVerdict))
    assert set(get_args(ContractType)) <= texts().contract_types.keys()


def test_the_premium_pays_1500_for_nine_months() -> None:
    found = evaluate_vacancy(
        scheme(PRIME), VacancyTerms("CDD", contract_months=12), EmployerFacts(), on=IN_2023
    )
    assert found.verdict is Verdict.ELIGIBLE
    pay = found.payment
    assert (pay.monthly, pay.months, pay.total) == (Decimal(1500), 9, Decimal(13_500))


def test_the_premium_is_asked_after_its_last_confirmed_year() -> None:
    found = evaluate_vacancy(scheme(PRIME), VacancyTerms("CDI"), EmployerFacts(), on=TODAY)
    assert by_id(found) == {"in_force": Verdict.ASK, "contract_months": Verdict.ELIGIBLE}


@pytest.mark.parametrize(
    ("terms", "verdict", "missing"),
    [
        (VacancyTerms("CDD", contract_months=11), Verdict.NOT_ELIGIBLE, None),
        (VacancyTerms("CDD", contract_months=12), Verdict.ELIGIBLE, None),
        (VacancyTerms("CDI"), Verdict.ELIGIBLE, None),
        (VacancyTerms("CDD"), Verdict.ASK, "contract_months"),
        (VacancyTerms(contract_months=6), Verdict.ASK, "contract_type"),
        (VacancyTerms(contract_months=18), Verdict.ELIGIBLE, None),
    ],
)
def test_the_premium_asks_for_twelve_months(
    terms: VacancyTerms, verdict: Verdict, missing: str | None
) -> None:
    found = evaluate_vacancy(scheme(PRIME), terms, EmployerFacts(), on=IN_2023)
    months = next(c for c in found.criteria if c.id == "contract_months")
    assert (months.verdict, months.missing) == (verdict, missing)


def test_a_contract_shorter_than_the_scheme_pays_its_own_months() -> None:
    short = VacancyTerms("CDD", contract_months=6)
    assert evaluate_vacancy(scheme(PRIME), short, EmployerFacts(), on=IN_2023).payment.months == 6


def test_tahfiz_is_for_young_firms_with_room() -> None:
    terms = VacancyTerms("CDI", starts_on=date(2026, 12, 1), new_hire=True, visaed=False)
    young = EmployerFacts(created_on=date(2025, 1, 1), subsidised_persons=3)
    found = evaluate_vacancy(scheme("MA_TAHFIZ"), terms, young, on=TODAY)
    assert found.verdict is Verdict.ELIGIBLE
    full = replace(young, subsidised_persons=10)
    assert (
        by_id(evaluate_vacancy(scheme("MA_TAHFIZ"), terms, full, on=TODAY))["subsidised_persons"]
        is Verdict.NOT_ELIGIBLE
    )
    old = replace(young, created_on=date(2020, 1, 1))
    assert (
        by_id(evaluate_vacancy(scheme("MA_TAHFIZ"), terms, old, on=TODAY))["hire_window"]
        is Verdict.NOT_ELIGIBLE
    )


def test_amuddu_was_for_two_regions_and_two_titles() -> None:
    one, then = scheme("AMUDDU_HIRING"), date(2021, 1, 1)
    here = VacancyTerms(region_id="rabat-sale-kenitra", starts_on=then)
    assert evaluate_vacancy(one, here, EmployerFacts(), on=then).verdict is Verdict.ELIGIBLE
    away = VacancyTerms(region_id="oriental")
    assert evaluate_vacancy(one, away, EmployerFacts(), on=then).verdict is Verdict.NOT_ELIGIBLE
    assert person("AMUDDU_HIRING", Residence("refugee_bra_permit")) is Verdict.ELIGIBLE
    assert person("AMUDDU_HIRING", Residence("permit_work")) is Verdict.NOT_ELIGIBLE
    assert person("AMUDDU_HIRING", Residence("receipt_application")) is Verdict.ASK


RELIEF = "MA_IR_FIRST_JOB_U35"


@pytest.mark.parametrize(
    ("starts_on", "verdict"),
    [
        (date(2026, 12, 31), Verdict.ELIGIBLE),
        (date(2027, 1, 1), Verdict.NOT_ELIGIBLE),
        (date(2027, 1, 15), Verdict.NOT_ELIGIBLE),
        (None, Verdict.ASK),
    ],
)
def test_a_relief_counts_on_the_day_the_contract_begins(
    starts_on: date | None, verdict: Verdict
) -> None:
    terms = VacancyTerms("CDI", starts_on=starts_on)
    found = evaluate_vacancy(scheme(RELIEF), terms, EmployerFacts(), on=TODAY)
    in_force = next(each for each in found.criteria if each.id == "in_force")
    assert in_force.verdict is verdict
    assert in_force.missing == (None if starts_on else "starts_on")
    assert by_id(evaluate_vacancy(scheme(RELIEF), terms, EmployerFacts(), on=date(2027, 2, 1)))[
        "in_force"
    ] is (verdict if starts_on else Verdict.NOT_ELIGIBLE)


@given(SCHEMES, VACANCIES, EMPLOYERS, DAYS, DAYS)
def test_what_is_told_of_a_start_does_not_depend_on_the_day_of_the_question(
    one: Scheme, vacancy: VacancyTerms, employer: EmployerFacts, on: date, later: date
) -> None:
    assume(vacancy.starts_on is not None)
    first, second = (evaluate_vacancy(one, vacancy, employer, on=day) for day in (on, later))
    early = {"starts_on"}  # an application that has to come before the start
    assert {k: v for k, v in by_id(first).items() if k not in early} == {
        k: v for k, v in by_id(second).items() if k not in early
    }
    assert first.payment == second.payment


def test_a_contract_with_a_visa_is_no_open_ended_one_for_sure() -> None:
    for name in ("MA_TAHFIZ", RELIEF, "MA_IDMAJ_PCS"):
        for visaed in (True, None, False):
            verdict = Verdict.ELIGIBLE if visaed is False else Verdict.ASK
            terms = VacancyTerms("CDI", starts_on=date(2026, 12, 1), visaed=visaed)
            found = evaluate_vacancy(scheme(name), terms, EmployerFacts(), on=TODAY)
            assert by_id(found)["visaed_contract"] is verdict


@pytest.mark.parametrize("name", ["MA_IDMAJ", "MA_IDMAJ_PCS"])
def test_what_is_for_nationals_is_closed_and_says_why(name: str) -> None:
    found = evaluate_vacancy(scheme(name), VacancyTerms("trainee"), EmployerFacts(), on=TODAY)
    assert found.verdict is Verdict.NOT_ELIGIBLE
    why = next(each for each in found.criteria if each.id == "foreigners")
    assert "CIN" in why.text["fr"]
    assert "ANAPEC" in why.text["fr"]


def test_an_amount_that_is_invented_says_so() -> None:
    one = scheme("AMUDDU_HIRING")
    amount = one.amount.model_copy(update={"value": Decimal(2000), "invented": True})
    paid = payment(one.model_copy(update={"amount": amount}), VacancyTerms())
    assert paid.invented
    assert "inventé" in paid.note["fr"]
    assert not payment(scheme(PRIME), VacancyTerms()).invented


def test_an_unclear_rule_on_foreigners_is_asked() -> None:
    assert person(PRIME, Residence("regularised_exceptional")) is Verdict.ASK
    assert person("MA_TAHFIZ", Residence("resident_card")) is Verdict.ASK


def test_the_line_on_the_person_is_the_same_for_everybody() -> None:
    lines = {
        evaluate(scheme(PRIME), VacancyTerms(), EmployerFacts(), verdict, on=TODAY)
        .criteria[-1]
        .text["fr"]
        for verdict in Verdict
    }
    assert lines == {"Conditions liées à la personne recrutée"}


# --- a deployment's own file ----------------------------------------------------------------------


def own_file(tmp_path: Path, *, change: dict[str, Any]) -> Path:
    """A copy of the schemes where `AMUDDU_HIRING` is changed."""
    source = files("amuddu.rules").joinpath("data/schemes.yaml").read_text(encoding="utf-8")
    document = yaml.safe_load(source)
    row = next(row for row in document["schemes"] if row["id"] == "AMUDDU_HIRING")
    row.update(change)
    path = tmp_path / "schemes.yaml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return path


def test_a_deployment_sets_amounts_and_dates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = {
        "amount": {"kind": "fixed_month", "value": "2000", "cap_per_person": "10000"},
        "duration_months": 6,
        "active_to": None,
    }
    monkeypatch.setenv(SCHEMES_FILE_VARIABLE, str(own_file(tmp_path, change=change)))
    assert "AMUDDU_HIRING" in {one.id for one in schemes(on=TODAY)}
    pay = evaluate_vacancy(
        scheme("AMUDDU_HIRING"), VacancyTerms("CDI"), EmployerFacts(), on=TODAY
    ).payment
    assert (pay.monthly, pay.months, pay.total) == (Decimal(2000), 6, Decimal(10_000))


@pytest.mark.parametrize(
    "change",
    [
        {"ammount": 1},
        {"person": {"open_to_foreigners": "yes", "statuses": ["martian"]}},
        {"vacancy": {"regions": ["atlantide"]}},
        {"sources": ["nobody"]},
        {"sources": []},
        {"amount": {"kind": "fixed_month", "value": "0"}},
        {"name": {"fr": "Seulement"}},
    ],
)
def test_a_wrong_file_stops_with_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    path = own_file(tmp_path, change=change)
    monkeypatch.setenv(SCHEMES_FILE_VARIABLE, str(path))
    with pytest.raises(BadRules, match=r"schemes\.yaml"):
        all_schemes()


def test_a_missing_file_stops_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(SCHEMES_FILE_VARIABLE, str(tmp_path / "nowhere.yaml"))
    with pytest.raises(BadRules, match=r"nowhere\.yaml"):
        all_schemes()
