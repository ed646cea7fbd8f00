"""The state machine: every step from every state, and the line each writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args
from uuid import uuid4

import pytest

from amuddu.contracts.matching import CandidacyState
from amuddu.kit.auth import Role
from services.matching.candidacies import pipeline
from services.matching.candidacies.pipeline import STEPS, By, NotPossible, Step
from services.matching.candidacies.tables import CandidacyRow, TransitionRow

BY = By(Role.COUNSELLOR, uuid4())
STATES: tuple[CandidacyState, ...] = get_args(CandidacyState)

TAKE: dict[str, Callable[[CandidacyRow], TransitionRow]] = {
    "shortlist": lambda row: pipeline.shortlist(row, by=BY),
    "set_aside": lambda row: pipeline.set_aside(row, by=BY, reason="too_far", note="vu ensemble"),
    "restore": lambda row: pipeline.restore(row, by=BY),
    "restore_declined": lambda row: pipeline.restore_declined(row, by=BY),
    "undo_shortlist": lambda row: pipeline.undo_shortlist(row, by=BY),
    "ask_to_meet": lambda row: pipeline.ask_to_meet(row, by=BY),
    "mark_told": lambda row: pipeline.mark_told(row, by=BY),
    "mark_unreachable": lambda row: pipeline.mark_unreachable(row, by=BY, reason="rejected"),
    "accept": lambda row: pipeline.accept(row, by=BY),
    "decline": lambda row: pipeline.decline(row, by=BY, reason="wage"),
    "cancel": lambda row: pipeline.cancel(row, by=BY, reason="counsellor"),
    "hire": lambda row: pipeline.hire(row, by=BY),
    "refuse": lambda row: pipeline.refuse(row, by=BY, reason="filled"),
}


def row_in(state: CandidacyState) -> CandidacyRow:
    return CandidacyRow(vacancy_id=uuid4(), profile_id=uuid4(), state=state)


def test_every_step_has_a_function_of_its_name() -> None:
    assert {step.name for step in STEPS} == set(TAKE)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
@pytest.mark.parametrize("state", STATES)
def test_a_step_moves_and_logs_or_refuses_and_leaves(step: Step, state: CandidacyState) -> None:
    row = row_in(state)
    if not step.allows(state):
        with pytest.raises(NotPossible):
            TAKE[step.name](row)
        assert row.state == state
        return
    line = TAKE[step.name](row)
    assert row.state == step.target
    assert (line.name, line.from_state, line.to_state) == (step.name, state, step.target)
    assert (line.role, line.actor_id, line.at) == ("counsellor", BY.actor_id, row.updated_at)


def test_reasons_and_notes_are_logged() -> None:
    line = TAKE["set_aside"](row_in("proposed"))
    assert (line.reason, line.note) == ("too_far", "vu ensemble")


def test_each_time_somebody_is_put_forward_a_round_begins() -> None:
    row = row_in("proposed")
    for number in (1, 2):
        TAKE["shortlist"](row)
        assert row.round == number
        TAKE["cancel"](row)
    assert row.round == 2


def test_every_state_can_be_reached_and_the_end_is_the_end() -> None:
    reached = {"proposed", *(step.target for step in STEPS)}
    assert reached == set(STATES)
    for state in ("hired", "refused"):
        assert not any(step.allows(state) for step in STEPS)


def test_a_refused_step_says_what_to_do_first() -> None:
    with pytest.raises(NotPossible) as told:
        TAKE["hire"](row_in("told"))
    assert "attendez sa réponse" in told.value.text.in_("fr")
