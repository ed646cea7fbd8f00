"""The state machine: every step from every state, and the line each writes."""

from __future__ import annotations

from typing import get_args
from uuid import uuid4

import pytest

from amuddu.contracts.matching import CandidacyState
from amuddu.contracts.matching.candidacies import CANDIDACY
from amuddu.contracts.workflows import Step
from amuddu.kit.auth import Role
from services.matching.candidacies import pipeline
from services.matching.candidacies.pipeline import By, NotPossible
from services.matching.candidacies.tables import CandidacyRow

BY = By(Role.COUNSELLOR, uuid4())
STATES: tuple[CandidacyState, ...] = get_args(CandidacyState)


def row_in(state: CandidacyState) -> CandidacyRow:
    return CandidacyRow(vacancy_id=uuid4(), profile_id=uuid4(), state=state)


@pytest.mark.parametrize("step", [*CANDIDACY], ids=lambda step: step.name)
@pytest.mark.parametrize("state", STATES)
def test_a_step_moves_and_logs_or_refuses_and_leaves(
    step: Step[CandidacyState], state: CandidacyState
) -> None:
    row = row_in(state)
    if not step.allows(state):
        with pytest.raises(NotPossible):
            pipeline.take(row, step.name, by=BY)
        assert row.state == state
        return
    line = pipeline.take(row, step.name, by=BY)
    assert step.targets == (row.state,)
    assert (line.name, line.from_state, line.to_state) == (step.name, state, row.state)
    assert (line.role, line.actor_id, line.at) == ("counsellor", BY.actor_id, row.updated_at)


def test_reasons_and_notes_are_logged() -> None:
    line = pipeline.take(
        row_in("proposed"), "set_aside", by=BY, reason="too_far", note="vu ensemble"
    )
    assert (line.reason, line.note) == ("too_far", "vu ensemble")


def test_the_day_the_employer_asked_is_kept_until_the_next_round() -> None:
    row = row_in("accepted")
    assert row.meet_asked_at is None
    line = pipeline.take(row, "ask_to_meet", by=BY)
    assert row.meet_asked_at == line.at
    pipeline.take(row, "cancel", by=BY)
    pipeline.take(row, "shortlist", by=BY)
    assert row.meet_asked_at is None


def test_each_time_somebody_is_put_forward_a_round_begins() -> None:
    row = row_in("proposed")
    for number in (1, 2):
        pipeline.take(row, "shortlist", by=BY)
        assert row.round == number
        pipeline.take(row, "cancel", by=BY)
    assert row.round == 2


def test_every_state_can_be_reached_and_the_end_is_the_end() -> None:
    reached = {"proposed", *(target for step in CANDIDACY for target in step.targets)}
    assert reached == set(STATES)
    assert not any(step.allows("refused") for step in CANDIDACY)
    # A hire ends where it falls through, as its file says; nobody takes it back by hand.
    assert {step.name for step in CANDIDACY if step.allows("hired")} == {"fall_through"}
    assert CANDIDACY["fall_through"].operation is None


def test_a_refused_step_says_what_to_do_first() -> None:
    with pytest.raises(NotPossible) as told:
        pipeline.take(row_in("told"), "hire", by=BY)
    assert "attendez sa réponse" in told.value.text.in_("fr")
