"""Who sees the file of a hire, and what of it."""

from __future__ import annotations

from uuid import UUID

from amuddu.kit.auth import Role
from services.employers.hires.repository import Whose
from services.employers.hires.tables import HireRow
from services.employers.organisations.access import Caller
from services.employers.organisations.tables import EmployerRow


def whose(caller: Caller) -> Whose:
    """The files that the caller may know of: of their firm, of people their agency follows, or all
    for who counts them. Raises `Forbidden`."""
    scope = caller.scope
    return Whose(employer_id=scope.employer_id, agency_id=scope.agency_id)


def may_see(caller: Caller, hire: HireRow, employer: EmployerRow) -> bool:
    """The same of one file."""
    found = whose(caller)
    firm: set[UUID | None] = {None, employer.id}
    return found.employer_id in firm and found.agency_id in {None, hire.agency_id}


def opens(caller: Caller) -> bool:
    """Whether the caller reads route and steps of the files they may know of."""
    return caller.actor.is_staff or caller.actor.role is Role.EMPLOYER
