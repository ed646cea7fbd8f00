"""Who may take which step of a claim, and who may not although their role would.

- written by the employer, or by a counsellor of its agency for it
- decided by a counsellor of its agency or a coordinator, never by who wrote it, never by
  somebody whose own organisation it pays
- money moves by a coordinator's hand alone
"""

from __future__ import annotations

from typing import cast

from amuddu.contracts.claims import CLAIM, WRITERS, ClaimStepName
from amuddu.kit.auth import Actor
from amuddu.kit.errors import Forbidden
from amuddu.kit.i18n import N_
from services.employers.claims.tables import ClaimRow
from services.employers.organisations.mapping import name_key
from services.employers.organisations.tables import EmployerRow

_BY_ANOTHER: frozenset[ClaimStepName] = frozenset({"approve", "refuse", "send_back"})

_OWN = N_("Cette demande profite à votre organisation : une autre personne doit en décider.")
_WROTE_IT = N_("Vous avez écrit cette demande : une autre personne doit en décider.")


def authorise(claim: ClaimRow, employer: EmployerRow, name: ClaimStepName, *, by: Actor) -> None:
    """Raise `Forbidden` unless this person may take this step of this claim."""
    if by.role not in CLAIM[name].roles:
        raise Forbidden
    if CLAIM[name].roles == WRITERS:
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
        cast(ClaimStepName, step.name)
        for step in CLAIM.open_to(actor.role, claim.state)
        if _may(claim, employer, cast(ClaimStepName, step.name), actor)
    )


def _may(claim: ClaimRow, employer: EmployerRow, name: ClaimStepName, actor: Actor) -> bool:
    try:
        authorise(claim, employer, name, by=actor)
    except Forbidden:
        return False
    return True
