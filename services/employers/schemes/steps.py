"""The steps of a proposed version, as `amuddu.contracts.schemes.proposals` declares them."""

from __future__ import annotations

from collections.abc import Mapping

from amuddu.contracts.schemes.proposals import SCHEME_VERSION, ProposalState
from amuddu.kit.auth import Actor
from amuddu.kit.i18n import N_
from amuddu.kit.workflow import Moves
from services.employers.schemes.tables import SchemeLogRow, SchemeProposalRow

_WHY_NOT: Mapping[ProposalState, str] = {
    "approved": N_("Cette version est déjà acceptée : écrivez-en une autre pour la changer."),
    "refused": N_("Cette version a été refusée : elle ne change plus."),
    "withdrawn": N_("Cette version a été retirée : elle ne change plus."),
}


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
    SCHEME_VERSION, line=_line, refusals=_WHY_NOT
)
