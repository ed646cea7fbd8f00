"""Who is asking: roles, and what somebody may speak for.

The gateway signs people in and signs an `Actor` for each call to a service; a service that calls
on its own account proves only its name (`amuddu/kit/trust/`).
"""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from amuddu.contracts.types import EmployerRight, Slug
from amuddu.contracts.types import Role as Role
from amuddu.kit.errors import Forbidden
from amuddu.kit.i18n import N_


class Actor(BaseModel):
    """Somebody who is signed in, and what they may speak for."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    role: Role
    employer_id: UUID | None = None
    """The employer that an employer's user speaks for."""
    employer_right: EmployerRight | None = None
    """What they may do there; all of it where nothing is said."""
    agency_id: Slug | None = None
    """The agency that a counsellor or community agent works in."""
    profile_id: UUID | None = None
    """The profile of a jobseeker with an account."""
    organisation: str | None = None
    """Name of the organisation, for the record of who read what."""
    session_id: str | None = Field(default=None, max_length=64)
    """The session at the gateway in which this is asked; none for a service's own account."""
    strong: bool = False
    """Whether that session was opened with more than a card and its number."""

    @property
    def is_staff(self) -> bool:
        """Counsellors and community agents act for the people of their agency."""
        return self.role in {Role.COUNSELLOR, Role.AGENT}

    @property
    def owns_employer(self) -> bool:
        """Whether an employer's user may speak of the enterprise itself."""
        return self.role is Role.EMPLOYER and self.employer_right in {None, "owner"}


SERVICE_ACTOR_ID = UUID(int=0)


def service_actor(name: str) -> Actor:
    """The actor a service is when it calls another on its own account."""
    return Actor(id=SERVICE_ACTOR_ID, role=Role.SERVICE, organisation=name)


_READS_ONLY = N_("Votre compte lit seulement : demandez à la personne qui gère l'entreprise.")


def require(actor: Actor, *roles: Role, writes: bool = False) -> None:
    """Raise `Forbidden` unless the actor has one of the roles, and may write if that is asked."""
    if actor.role not in roles:
        raise Forbidden
    if writes and actor.employer_right == "read":
        raise Forbidden(_READS_ONLY)
