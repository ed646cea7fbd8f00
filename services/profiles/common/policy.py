"""Who may do what with whose profile: pure questions about an actor and a profile.

A no to the first two is shown as "not found": that somebody has a profile is told to nobody
who has no business with them.
"""

from __future__ import annotations

from amuddu.kit.auth import Actor, Role
from amuddu.kit.errors import Forbidden
from amuddu.kit.i18n import N_
from services.profiles.common.tables import ProfileRow


def owns(actor: Actor, row: ProfileRow) -> bool:
    """Whether the profile is the actor's own."""
    if actor.role is not Role.JOBSEEKER:
        return False
    return actor.profile_id == row.id or row.owner_id == actor.id


def follows(actor: Actor, row: ProfileRow) -> bool:
    """Whether the actor follows this person: their agency's counsellor, or their agent.

    Somebody without an agent of their own may be called by any agent of their agency.
    """
    if actor.agency_id is None or actor.agency_id != row.agency_id:
        return False
    if actor.role is Role.AGENT:
        return row.agent_id in (None, actor.id)
    return actor.role is Role.COUNSELLOR


def may_open(actor: Actor, row: ProfileRow) -> bool:
    """Whether the actor may read and change the whole profile. An administrator may not: see
    `emergencies/service.py`."""
    return owns(actor, row) or follows(actor, row)


class NeedsPassword(Forbidden):
    """What a card does not open; see docs/decisions/0053."""

    code = "needs_password"
    default = N_(
        "La carte n'ouvre pas cette page. Connectez-vous avec votre mot de passe, ou demandez à "
        "votre agence de la regarder avec vous."
    )


def sees_title(actor: Actor) -> bool:
    """Whether what follows from the residence title may be told in this session.

    A person's own session has to be a strong one: whoever holds their card is to learn nothing.
    """
    return actor.role is not Role.JOBSEEKER or actor.strong


def require_strong(actor: Actor) -> None:
    """Raise `NeedsPassword` where a card opened the session."""
    if not sees_title(actor):
        raise NeedsPassword
