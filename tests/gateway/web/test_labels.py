"""Every code that a page may meet has a word in plain language."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from amuddu.contracts import (
    claims,
    employers,
    hires,
    matching,
    notifications,
    profiles,
    schemes,
    types,
)
from amuddu.contracts.matching import interviews, ranking
from amuddu.contracts.matching.candidacies import CANDIDACY
from amuddu.contracts.support import catalogue, training
from amuddu.contracts.types import LANGS
from amuddu.kit.auth import Role
from amuddu.reference.enrich import OTHER
from amuddu.rules.incentives.data import sectors
from gateway.candidates.cards import ACTIONS
from gateway.web.labels import LABELS, in_language

CODES: dict[str, Any] = {
    "contract_type": types.ContractType,
    "level": types.Level,
    "route": types.HiringRouteCode,
    "verdict": types.Verdict,
    "vacancy_status": employers.VacancyStatus,
    "closing_reason": employers.ClosingReason,
    "state": matching.CandidacyState,
    "set_aside_reason": matching.SetAsideReason,
    "refusal_reason": matching.RefusalReason,
    "cancel_reason": matching.CancelReason,
    "interview_state": interviews.InterviewState,
    "interview_step": interviews.InterviewStep,
    "interview_side": interviews.InterviewSide,
    "interview_how": interviews.InterviewHow,
    "bring_item": interviews.BringItem,
    "interview_reason": interviews.InterviewReason,
    "feature": ranking.FeatureName,
    "method": profiles.ConsentMethod,
    "decline_reason": notifications.DeclineReason,
    "message_state": notifications.MessageState,
    "failure": notifications.FailureReason,
    "answer": notifications.Answer,
    "operator": catalogue.Operator,
    "course_level": catalogue.CourseLevel,
    "school_level": catalogue.SchoolLevel,
    "training_mode": catalogue.Mode,
    "request_state": training.RequestState,
    "request_step": training.RequestStep,
    "place_reason": training.PlaceReason,
    "refuse_place_reason": training.RefuseReason,
    "called_off": training.CalledOff,
    "drop_reason": training.DropReason,
    "training_paper": training.Paper,
    "hire_state": hires.HireState,
    "step_state": hires.StepState,
    "stuck_reason": hires.StuckReason,
    "abandon_reason": hires.AbandonReason,
    "reminder": hires.ReminderKind,
    "hire_step": hires.HireStepName,
    "claim_state": claims.ClaimState,
    "claim_refusal": claims.ClaimRefusal,
    "instalment_state": claims.InstalmentState,
    "end_cause": schemes.EndCause,
    "ledger": schemes.LedgerKind,
    "amount_kind": schemes.AmountKind,
    "amount_base": schemes.AmountBase,
    "openness": schemes.Openness,
    "payee": schemes.Payee,
    "scheme_contract": schemes.SchemeContract,
    "scheme_kind": schemes.SchemeKind,
    "stacking": schemes.Stacking,
}


@pytest.mark.parametrize("kind", CODES)
def test_every_code_of_the_contracts_has_a_label(kind: str) -> None:
    assert set(LABELS[kind]) == set(get_args(CODES[kind]))


def test_every_field_of_a_scheme_has_a_label() -> None:
    assert set(LABELS["scheme_field"]) == set(schemes.SchemeTerms.model_fields)


def test_every_sector_has_a_label() -> None:
    assert set(LABELS["sector"]) == {*sectors(), OTHER}


def test_roles_and_steps_have_labels() -> None:
    assert set(LABELS["role"]) == set(Role)
    assert set(LABELS["transition"]) == set(CANDIDACY.steps)


@pytest.mark.parametrize("lang", LANGS)
def test_labels_are_never_empty(lang: types.Lang) -> None:
    assert all(text for words in in_language(lang).values() for text in words.values())


def test_the_buttons_offered_are_steps_that_the_pipeline_allows() -> None:
    states: tuple[matching.CandidacyState, ...] = get_args(matching.CandidacyState)
    allowed = {state: {step.name for step in CANDIDACY if step.allows(state)} for state in states}
    assert set(ACTIONS) == set(allowed)
    for state, actions in ACTIONS.items():
        assert set(actions) <= allowed[state], state


def test_every_step_of_a_claim_has_words() -> None:
    assert {step.name for step in claims.CLAIM} == LABELS["claim_step"].keys()
