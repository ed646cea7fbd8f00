"""What the gateway tells profiles of a yes that came in at the public door."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from amuddu.contracts.operations import Operations
from amuddu.contracts.types import Contract, Role


class WitnessIn(Contract):
    """A yes came in at the public door: whose, to which offer, in which round of the candidacy."""

    profile_id: UUID
    vacancy_id: UUID
    round: int = Field(ge=1)


class Witnessed(Contract):
    """The yes is written down; it opens a contact once everybody else agrees."""

    round: int


# fmt: off
WITNESS_YES = Operations("profiles", tag="privacy").put("/disclosures/{candidacy_id}/yes", Witnessed, "witness_yes", "Say that somebody's yes came in, by their link or by a call. For the gateway alone.", body=WitnessIn, roles=(Role.SERVICE,))
# fmt: on
