"""The steps of a proposed version, as `amuddu.contracts.schemes.proposals` declares them."""

from __future__ import annotations

from amuddu.contracts.schemes.proposals import SCHEME_VERSION, ProposalState
from amuddu.kit.auth import Actor
from amuddu.kit.workflow import Moves
from services.employers.common.versions import DECIDED
from services.employers.schemes.tables import SchemeLogRow, SchemeProposalRow


def _line(
    proposal: SchemeProposalRow, name: str, before: ProposalState | None, *, by: Actor, note: str
) -> SchemeLogRow:
    return SchemeLogRow(
        proposal_id=proposal.id,
        name=name,
        from_state=before,
        to_state=proposal.state,
        note=note,
        actor_id=by.id,
        actor_role=by.role.value,
    )


MOVES: Moves[SchemeProposalRow, ProposalState, SchemeLogRow] = Moves(
    SCHEME_VERSION, line=_line, refusals=DECIDED
)
