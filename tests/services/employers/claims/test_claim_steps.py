"""Every state of a claim against every step: allowed with its target, or refused and unmoved."""

from __future__ import annotations

from typing import get_args
from uuid import uuid4

import pytest

from amuddu.contracts.claims import CLAIM, ClaimState, ClaimStepName
from amuddu.kit.auth import Role
from amuddu.kit.workflow import NotPossible
from services.employers.claims.steps import MOVES
from services.employers.claims.tables import ClaimRow
from tests.support import coordinator

BY = coordinator()
STATES: tuple[ClaimState, ...] = get_args(ClaimState)
TAKEN: tuple[ClaimStepName, ...] = tuple(
    name for name in get_args(ClaimStepName) if name not in {"create", "edit"}
)

ALLOWED: dict[tuple[ClaimState, ClaimStepName], ClaimState] = {
    ("draft", "submit"): "submitted",
    ("draft", "withdraw"): "withdrawn",
    ("submitted", "withdraw"): "withdrawn",
    ("submitted", "send_back"): "returned",
    ("submitted", "refuse"): "refused",
    ("submitted", "approve"): "approved",
    ("returned", "submit"): "submitted",
    ("returned", "withdraw"): "withdrawn",
    ("returned", "refuse"): "refused",
    ("approved", "sign_contract"): "contract_signed",
    ("approved", "lapse"): "closed",
    ("contract_signed", "mark_due"): "payment_due",
    ("contract_signed", "end_early"): "closed",
    ("contract_signed", "claw_back"): "clawed_back",
    ("payment_due", "mark_due"): "payment_due",
    ("payment_due", "pay"): "paid",
    ("payment_due", "end_early"): "closed",
    ("payment_due", "claw_back"): "clawed_back",
    ("paid", "check_retention"): "retention_checked",
    ("paid", "end_early"): "closed",
    ("paid", "claw_back"): "clawed_back",
    ("retention_checked", "close"): "closed",
    ("clawed_back", "recover"): "clawed_back",
    ("clawed_back", "close"): "closed",
}


@pytest.mark.parametrize("name", TAKEN)
@pytest.mark.parametrize("state", STATES)
def test_a_step_moves_the_claim_or_leaves_it_alone(state: ClaimState, name: ClaimStepName) -> None:
    row = ClaimRow(
        hire_id=uuid4(), employer_id=uuid4(), scheme_id="X", scheme_version=1, state=state,
        written_by=uuid4(),
    )  # fmt: skip
    before = row.model_dump()
    target = ALLOWED.get((state, name))
    if target is None:
        with pytest.raises(NotPossible):
            MOVES.take(row, name, by=BY)
        assert row.model_dump() == before
        return
    line = MOVES.take(row, name, to=target, by=BY)
    assert (row.state, line.name) == (target, name)
    assert (line.from_state, line.to_state) == (state, target)
    assert (line.actor_id, line.actor_role) == (BY.id, "coordinator")


def test_every_step_is_declared_and_has_its_roles() -> None:
    assert {step.name for step in CLAIM} == set(get_args(ClaimStepName))
    assert all(step.roles and Role.ADMINISTRATOR not in step.roles for step in CLAIM)


def test_a_returned_claim_is_edited_as_it_stands() -> None:
    assert CLAIM["edit"].sources == {"draft", "returned"}
    assert not CLAIM["edit"].targets


def test_a_claim_that_is_over_moves_no_more() -> None:
    for state in ("refused", "withdrawn", "closed"):
        assert not any(step.allows(state) for step in CLAIM)


def test_every_state_can_be_reached_and_left() -> None:
    reached = {target for step in CLAIM for target in step.targets}
    left = {source for step in CLAIM for source in step.sources}
    assert set(STATES) - reached == set()
    assert set(STATES) - left == {"refused", "withdrawn", "closed"}
