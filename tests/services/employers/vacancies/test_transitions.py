"""The life of a vacancy, walked at random: only legal steps move it, each leaves its line."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amuddu.contracts.employers import VACANCY, VacancyStatus, VacancyStepName
from amuddu.kit.errors import Conflict
from services.employers.vacancies import transitions
from services.employers.vacancies.tables import TransitionRow, VacancyRow
from tests.support import counsellor

BY = counsellor()
STEPS: dict[str, Callable[[VacancyRow], TransitionRow]] = {
    "publish": lambda row: transitions.publish(row, by=BY),
    "revise": lambda row: transitions.revise(row, by=BY),
    "confirm": lambda row: transitions.MOVES.take(row, "confirm", by=BY),
    "close": lambda row: transitions.close(row, by=BY, reason="filled"),
}
LEGAL = {
    ("draft", "publish"): "published",
    ("draft", "revise"): "draft",
    ("published", "revise"): "published",
    ("published", "confirm"): "published",
    ("published", "close"): "closed",
}


@given(walk=st.lists(st.sampled_from(sorted(STEPS)), max_size=12))
def test_only_legal_steps_move_it(walk: list[str]) -> None:
    row = VacancyRow(employer_id=uuid4(), title="Maçon")
    assert transitions.MOVES.begin(row, "create", by=BY).from_status is None
    for step in walk:
        before = (row.status, row.revision, row.published_at, row.closing_reason)
        target = LEGAL.get((row.status, step))
        if target is None:
            with pytest.raises(Conflict):
                STEPS[step](row)
            assert (row.status, row.revision, row.published_at, row.closing_reason) == before
            continue
        line = STEPS[step](row)
        assert (line.from_status, line.to_status) == (before[0], target)
        assert (line.actor_id, line.actor_role, line.name) == (BY.id, "counsellor", step)
        # A revision counts what the others were told: nothing while it stays a draft.
        assert row.revision == before[1] + (target != "draft" and step != "confirm")
        assert (row.published_at is None) == (row.status == "draft")
        assert (row.closing_reason is None) == (row.status != "closed")


def test_the_workflow_declares_every_name_and_state() -> None:
    assert {step.name for step in VACANCY} == set(get_args(VacancyStepName))
    assert {target for step in VACANCY for target in step.targets} == set(get_args(VacancyStatus))
    assert {step.name for step in VACANCY if step.allows("closed")} == {"reopen"}
