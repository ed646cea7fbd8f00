"""Who may take which step of a claim, and who may not although their role would.

- written by the employer, or by a counsellor of its agency for it
- decided by a counsellor of its agency or a coordinator, never by who wrote it, never by
  somebody whose own organisation it pays
- money moves by a coordinator's hand alone
"""

from __future__ import annotations

from collections.abc import Mapping

from amuddu.contracts.claims import ClaimStepName
from amuddu.kit.auth import Actor, Role
from amuddu.kit.errors import Forbidden
from amuddu.kit.i18n import N_
from services.employers.claims.steps import STEPS
from services.employers.claims.tables import ClaimRow
from services.employers.organisations.mapping import name_key
from services.employers.organisations.tables import EmployerRow

READERS = (Role.EMPLOYER, Role.COUNSELLOR, Role.COORDINATOR, Role.ADMINISTRATOR)
WRITERS = (Role.EMPLOYER, Role.COUNSELLOR)
DECIDERS = (Role.COUNSELLOR, Role.COORDINATOR)
PAYERS = (Role.COORDINATOR,)

ROLES: Mapping[ClaimStepName, tuple[Role, ...]] = {
    "create": WRITERS,
    "edit": WRITERS,
    "submit": WRITERS,
    "withdraw": WRITERS,
    "send_back": DECIDERS,
    "refuse": DECIDERS,
    "approve": DECIDERS,
    "sign_contract": DECIDERS,
    "lapse": DECIDERS,
    "mark_due": DECIDERS,
    "pay": PAYERS,
    "check_retention": DECIDERS,
    "end_early": DECIDERS,
    "claw_back": DECIDERS,
    "recover": PAYERS,
    "close": PAYERS,
}
_BY_ANOTHER: frozenset[ClaimStepName] = frozenset({"approve", "refuse", "send_back"})

_OWN = N_("Cette demande profite à votre organisation : une autre personne doit en décider.")
_WROTE_IT = N_("Vous avez écrit cette demande : une autre personne doit en décider.")


def authorise(claim: ClaimRow, employer: EmployerRow, name: ClaimStepName, *, by: Actor) -> None:
    """Raise `Forbidden` unless this person may take this step of this claim."""
    if by.role not in ROLES[name]:
        raise Forbidden
    if ROLES[name] == WRITERS:
        return
    if benefits(employer, by):
        raise Forbidden(_OWN)
    if name in _BY_ANOTHER and claim.written_by == by.id:
        raise Forbidden(_WROTE_IT)


def benefits(employer: EmployerRow, actor: Actor) -> bool:
    """Whether the employer is the actor's own organisation, by its id or by its name."""
    if actor.employer_id == employer.id:
        return True
    return actor.organisation is not None and name_key(actor.organisation) == employer.name_key


def steps_open_to(
    claim: ClaimRow, employer: EmployerRow, actor: Actor
) -> tuple[ClaimStepName, ...]:
    """The steps that this person may take where the claim stands."""
    return tuple(
        name
        for name, step in STEPS.items()
        if (step.allows(claim.state) or (name == "edit" and claim.state == "returned"))
        and _may(claim, employer, name, actor)
    )


def _may(claim: ClaimRow, employer: EmployerRow, name: ClaimStepName, actor: Actor) -> bool:
    try:
        authorise(claim, employer, name, by=actor)
    except Forbidden:
        return False
    return True
