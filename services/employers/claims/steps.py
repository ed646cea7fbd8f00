"""The steps of a claim, as `amuddu.contracts.claims.CLAIM` declares them, taken on its row.

A step changes a row that the caller has locked. What moves money is told to the ledger by the
caller, in the same transaction (see `paying`).
"""

from __future__ import annotations

from collections.abc import Mapping

from amuddu.contracts.claims import CLAIM, ClaimState
from amuddu.kit.auth import Actor
from amuddu.kit.i18n import N_
from amuddu.kit.workflow import Moves
from services.employers.claims.tables import ClaimLogRow, ClaimRow

_WHY_NOT: Mapping[ClaimState, str] = {
    "draft": N_("Cette demande est un brouillon : envoyez-la d'abord."),
    "submitted": N_("Cette demande est envoyée : attendez la décision."),
    "returned": N_("Cette demande est à corriger : renvoyez-la d'abord."),
    "approved": N_("Cette demande est acceptée : enregistrez d'abord la signature du contrat."),
    "refused": N_("Cette demande a été refusée : elle ne change plus."),
    "withdrawn": N_("Cette demande a été retirée : elle ne change plus."),
    "contract_signed": N_("Le contrat est signé et aucun versement n'est échu."),
    "payment_due": N_("Un versement est échu : payez-le d'abord."),
    "paid": N_("Tout est payé : il reste à vérifier le maintien dans l'emploi."),
    "retention_checked": N_("Le maintien dans l'emploi est vérifié : il reste à clore."),
    "clawed_back": N_("Une somme est à rendre : enregistrez ce qui est revenu, puis closez."),
    "closed": N_("Cette demande est close : elle ne change plus."),
}


def _line(
    claim: ClaimRow,
    name: str,
    before: ClaimState | None,
    *,
    by: Actor,
    reason: str | None = None,
    note: str = "",
) -> ClaimLogRow:
    return ClaimLogRow.model_validate(
        {
            "claim_id": claim.id,
            "name": name,
            "from_state": before,
            "to_state": claim.state,
            "reason": reason,
            "note": note,
            "actor_id": by.id,
            "actor_role": by.role.value,
        }
    )


MOVES: Moves[ClaimRow, ClaimState, ClaimLogRow] = Moves(CLAIM, line=_line, refusals=_WHY_NOT)
