"""Who may see and change what: an employer's user their own, an agency's staff their agency's.

Coordinators and administrators see everything; a coordinator changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from amuddu.contracts.types import Lang
from amuddu.kit.auth import Actor, Role
from amuddu.kit.errors import Forbidden
from amuddu.kit.i18n import N_
from services.employers.organisations.repository import Scope

_EVERYTHING = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and the language of the answer."""

    actor: Actor
    lang: Lang = "fr"

    @property
    def scope(self) -> Scope:
        """The employers, and their vacancies, that the caller may know of."""
        actor = self.actor
        if actor.role in _EVERYTHING:
            return Scope()
        if actor.is_staff and actor.agency_id:
            return Scope(agency_id=actor.agency_id)
        if actor.role is Role.EMPLOYER and actor.employer_id:
            return Scope(employer_id=actor.employer_id)
        raise Forbidden(N_("Votre compte n'est rattaché à aucune agence ni entreprise."))

    @property
    def own_employer(self) -> UUID | None:
        """The employer that the caller speaks for."""
        return self.actor.employer_id if self.actor.role is Role.EMPLOYER else None

    def enters_in(self, agency_id: str) -> None:
        """Raise `Forbidden` unless the caller may put employers in this agency."""
        if self.scope.agency_id not in {None, agency_id}:
            raise Forbidden(N_("Vous ne pouvez inscrire un employeur que dans votre agence."))
