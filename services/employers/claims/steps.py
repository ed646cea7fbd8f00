"""The life of a claim, one named step at a time; each is guarded, and leaves a line of the log.

    draft -> submitted <-> returned       submit, send_back
      |          |  +----> refused        refuse, with a reason and a justification
      |          v
      |      approved -> contract_signed <-> payment_due -> paid -> retention_checked -> closed
      |          |             |    mark_due, pay            |
      |          +-> closed    +---- end_early -> closed ----+
      |        (lapse)         +---- claw_back -> clawed_back -> closed    recover, close
      +-> withdrawn

A step changes a row that the caller has locked. What moves money is told to the ledger by the
caller, in the same transaction (see `claims_paying`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from amuddu.contracts.claims import ClaimRefusal, ClaimState, ClaimStepName
from amuddu.contracts.schemes import EndCause
from amuddu.kit.auth import Actor
from amuddu.kit.clock import now
from amuddu.kit.errors import Conflict
from amuddu.kit.i18n import N_
from services.employers.claims.tables import ClaimLogRow, ClaimRow

STATES: tuple[ClaimState, ...] = get_args(ClaimState)


@dataclass(frozen=True, slots=True)
class Step:
    """A named step: the states it may start from, and those it may lead to."""

    name: ClaimStepName
    sources: frozenset[ClaimState]
    targets: frozenset[ClaimState]

    def allows(self, state: ClaimState) -> bool:
        """Whether the step may be taken from a state."""
        return state in self.sources


def _step(
    name: ClaimStepName, sources: Iterable[ClaimState], *targets: ClaimState
) -> tuple[ClaimStepName, Step]:
    return name, Step(name, frozenset(sources), frozenset(targets))


_RUNNING: tuple[ClaimState, ...] = ("contract_signed", "payment_due", "paid")

STEPS: dict[ClaimStepName, Step] = dict(
    (
        _step("edit", ("draft",), "draft"),
        _step("submit", ("draft", "returned"), "submitted"),
        _step("withdraw", ("draft", "submitted", "returned"), "withdrawn"),
        _step("send_back", ("submitted",), "returned"),
        _step("refuse", ("submitted", "returned"), "refused"),
        _step("approve", ("submitted",), "approved"),
        _step("sign_contract", ("approved",), "contract_signed"),
        _step("lapse", ("approved",), "closed"),
        _step("mark_due", ("contract_signed", "payment_due"), "payment_due"),
        _step("pay", ("payment_due",), "contract_signed", "payment_due", "paid"),
        _step("check_retention", ("paid",), "retention_checked"),
        _step("end_early", _RUNNING, "closed"),
        _step("claw_back", _RUNNING, "clawed_back"),
        _step("recover", ("clawed_back",), "clawed_back"),
        _step("close", ("retention_checked", "clawed_back"), "closed"),
    )
)
"""Every step but `create`, which begins a draft. A returned claim is edited as it stands."""

LIVE: frozenset[ClaimState] = frozenset(STATES) - {"draft", "refused", "withdrawn"}
"""Claims that count against an employer's cap."""

_WHY_NOT: dict[ClaimState, str] = {
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


class NotPossible(Conflict):
    """A step that the claim's state does not allow."""

    code = "not_possible"


def guard(claim: ClaimRow, name: ClaimStepName) -> None:
    """Raise `NotPossible` unless the step may be taken where the claim stands."""
    if name == "edit" and claim.state == "returned":
        return
    if not STEPS[name].allows(claim.state):
        raise NotPossible(_WHY_NOT[claim.state])


def create(claim: ClaimRow, *, by: Actor) -> ClaimLogRow:
    """First line of the log of a new draft."""
    return _line(claim, "create", None, by=by)


def submit(claim: ClaimRow, *, by: Actor) -> ClaimLogRow:
    """The employer sends it in, for the first time or mended."""
    line = take(claim, "submit", "submitted", by=by)
    claim.comment, claim.written_by, claim.submitted_at = "", by.id, now()
    return line


def withdraw(claim: ClaimRow, *, by: Actor, note: str = "") -> ClaimLogRow:
    """The employer takes it back."""
    return take(claim, "withdraw", "withdrawn", by=by, note=note)


def send_back(claim: ClaimRow, *, by: Actor, comment: str) -> ClaimLogRow:
    """It goes back to be mended; the money stays reserved meanwhile."""
    line = take(claim, "send_back", "returned", by=by, note=comment)
    claim.comment = comment
    return line


def refuse(claim: ClaimRow, *, by: Actor, reason: ClaimRefusal, justification: str) -> ClaimLogRow:
    """A no, with its reason and a justification that the employer reads."""
    line = take(claim, "refuse", "refused", by=by, reason=reason, note=justification)
    claim.refusal, claim.justification, claim.comment = reason, justification, ""
    return line


def approve(claim: ClaimRow, *, by: Actor, note: str = "") -> ClaimLogRow:
    """A yes: the money is committed."""
    return take(claim, "approve", "approved", by=by, note=note)


def sign_contract(claim: ClaimRow, *, by: Actor, note: str = "") -> ClaimLogRow:
    """The contract is signed, so the instalments have their days."""
    return take(claim, "sign_contract", "contract_signed", by=by, note=note)


def lapse(claim: ClaimRow, *, by: Actor, note: str) -> ClaimLogRow:
    """The contract was never signed."""
    return take(claim, "lapse", "closed", by=by, note=note)


def mark_due(claim: ClaimRow, *, by: Actor, note: str) -> ClaimLogRow:
    """The proof for an instalment was seen."""
    return take(claim, "mark_due", "payment_due", by=by, note=note)


def pay(claim: ClaimRow, target: ClaimState, *, by: Actor, note: str) -> ClaimLogRow:
    """An instalment was paid; where the claim stands then depends on the others."""
    return take(claim, "pay", target, by=by, note=note)


def check_retention(claim: ClaimRow, *, by: Actor, note: str = "") -> ClaimLogRow:
    """The person stayed on as long as the scheme asks."""
    return take(claim, "check_retention", "retention_checked", by=by, note=note)


def end_early(claim: ClaimRow, *, by: Actor, cause: EndCause, note: str = "") -> ClaimLogRow:
    """The contract ended before its time, and nothing is to be paid back."""
    return take(claim, "end_early", "closed", by=by, reason=cause, note=note)


def claw_back(claim: ClaimRow, *, by: Actor, cause: EndCause, note: str = "") -> ClaimLogRow:
    """The contract ended before its time, and a part is to be paid back."""
    return take(claim, "claw_back", "clawed_back", by=by, reason=cause, note=note)


def recover(claim: ClaimRow, *, by: Actor, note: str) -> ClaimLogRow:
    """Money came back."""
    return take(claim, "recover", "clawed_back", by=by, note=note)


def close(claim: ClaimRow, *, by: Actor, note: str = "") -> ClaimLogRow:
    """Nothing is left to do."""
    return take(claim, "close", "closed", by=by, note=note)


def take(
    claim: ClaimRow,
    name: ClaimStepName,
    target: ClaimState,
    *,
    by: Actor,
    reason: str | None = None,
    note: str = "",
) -> ClaimLogRow:
    """Move the claim and return the line of its log. Raises `NotPossible`."""
    guard(claim, name)
    assert target in STEPS[name].targets
    before = claim.state
    claim.state, claim.updated_at = target, now()
    return _line(claim, name, before, by=by, reason=reason, note=note)


def _line(
    claim: ClaimRow,
    name: ClaimStepName,
    before: ClaimState | None,
    *,
    by: Actor,
    reason: str | None = None,
    note: str = "",
) -> ClaimLogRow:
    return ClaimLogRow(
        claim_id=claim.id,
        name=name,
        from_state=before,
        to_state=claim.state,
        reason=reason,
        note=note,
        actor_id=by.id,
        actor_role=by.role.value,
    )
