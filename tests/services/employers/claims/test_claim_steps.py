"""Every state of a claim against every step: allowed with its target, or refused and unmoved."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args
from uuid import uuid4

import pytest

from amuddu.contracts.claims import ClaimState, ClaimStepName
from amuddu.kit.auth import Role
from services.employers.claims import steps as claim_steps
from services.employers.claims.policy import ROLES
from services.employers.claims.steps import STATES, STEPS
from services.employers.claims.tables import ClaimLogRow, ClaimRow
from tests.support import coordinator

BY = coordinator()
WHY = "Une raison assez longue."

TAKE: dict[ClaimStepName, Callable[[ClaimRow], ClaimLogRow]] = {
    "submit": lambda row: claim_steps.submit(row, by=BY),
    "withdraw": lambda row: claim_steps.withdraw(row, by=BY),
    "send_back": lambda row: claim_steps.send_back(row, by=BY, comment=WHY),
    "refuse": lambda row: claim_steps.refuse(row, by=BY, reason="other", justification=WHY),
    "approve": lambda row: claim_steps.approve(row, by=BY),
    "sign_contract": lambda row: claim_steps.sign_contract(row, by=BY),
    "lapse": lambda row: claim_steps.lapse(row, by=BY, note=WHY),
    "mark_due": lambda row: claim_steps.mark_due(row, by=BY, note=WHY),
    "pay": lambda row: claim_steps.pay(row, "paid", by=BY, note=WHY),
    "check_retention": lambda row: claim_steps.check_retention(row, by=BY),
    "end_early": lambda row: claim_steps.end_early(row, by=BY, cause="other"),
    "claw_back": lambda row: claim_steps.claw_back(row, by=BY, cause="other"),
    "recover": lambda row: claim_steps.recover(row, by=BY, note=WHY),
    "close": lambda row: claim_steps.close(row, by=BY),
}

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


@pytest.mark.parametrize("name", sorted(TAKE))
@pytest.mark.parametrize("state", STATES)
def test_a_step_moves_the_claim_or_leaves_it_alone(state: ClaimState, name: ClaimStepName) -> None:
    row = ClaimRow(
        hire_id=uuid4(), employer_id=uuid4(), scheme_id="X", scheme_version=1, state=state,
        written_by=uuid4(),
    )  # fmt: skip
    before = row.model_dump()
    target = ALLOWED.get((state, name))
    if target is None:
        with pytest.raises(claim_steps.NotPossible):
            TAKE[name](row)
        assert row.model_dump() == before
        return
    line = TAKE[name](row)
    assert (row.state, line.name) == (target, name)
    assert (line.from_state, line.to_state) == (state, target)
    assert (line.actor_id, line.actor_role) == (BY.id, "coordinator")


def test_every_step_is_tried_and_has_its_roles() -> None:
    assert set(TAKE) | {"edit"} == set(STEPS)
    assert set(ROLES) == set(get_args(ClaimStepName))
    assert all(Role.ADMINISTRATOR not in roles for roles in ROLES.values())


def test_a_claim_that_is_over_moves_no_more() -> None:
    for state in ("refused", "withdrawn", "closed"):
        assert not any(step.allows(state) for step in STEPS.values())


def test_every_state_can_be_reached_and_left() -> None:
    reached = {target for step in STEPS.values() for target in step.targets}
    left = {source for step in STEPS.values() for source in step.sources}
    assert set(STATES) - reached == set()
    assert set(STATES) - left == {"refused", "withdrawn", "closed"}
