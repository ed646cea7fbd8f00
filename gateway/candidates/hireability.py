"""What hiring takes, asked of profiles for one's own people: on cards, and before a shortlisting.

Of everybody else profiles gives one answer, so a list shows the same sentence for all of them, and
nobody is refused: what hiring them takes is looked at with their agency.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from amuddu.contracts.profiles.hireability import Hireability
from amuddu.kit.errors import AmudduError, Conflict
from amuddu.kit.i18n import N_
from gateway.clients import Services
from gateway.clients.base import Caller

WITH_AGENCY = Hireability()
"""Of whom the reader does not follow."""
_NOT_NOW = N_(
    "L'embauche directe de cette personne n'est pas possible aujourd'hui :"
    " orientez-la vers une formation ou un accompagnement."
)


def of_page(
    services: Services, caller: Caller, ids: Sequence[UUID], scheme_id: str | None
) -> dict[UUID, Hireability]:
    """For the people of one page, in one question. Nobody's where profiles does not answer."""
    try:
        return services.profiles.hireability(caller, ids, scheme_id) if ids else {}
    except AmudduError:
        return {}


def open_ones(services: Services, caller: Caller, ids: Sequence[UUID]) -> tuple[UUID, ...]:
    """Whom to put forward: without those of one's own whom nobody can hire today. Raises `Conflict`
    where nobody is left."""
    found = services.profiles.hireability(caller, ids)
    left = tuple(each for each in ids if found[each].route != "not_now")
    if not left:
        raise Conflict(_NOT_NOW)
    return left
