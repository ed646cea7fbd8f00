"""What the gateway tells profiles of what others keep: a yes that came in at the public door, and that
staff read or noted something of somebody's interviews."""

from __future__ import annotations

from typing import Literal
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


class TalkIn(Contract):
    """What one of the staff did with somebody's interviews, which profiles does not keep."""

    did: Literal["interviews_read", "interview_noted"]


class TalkNoted(TalkIn):
    """It stands in the audit, and where the person reads who saw what."""


# fmt: off
WITNESS_YES = Operations("profiles", tag="privacy").put("/disclosures/{candidacy_id}/yes", Witnessed, "witness_yes", "Say that somebody's yes came in, by their link or by a call. For the gateway alone.", body=WitnessIn, roles=(Role.SERVICE,))
NOTE_TALK = Operations("profiles", tag="privacy").post("/profiles/{profile_id}/talks", TalkNoted, "note_talk", "Write down that the caller read, or noted something in, the interviews of somebody of their agency.", body=TalkIn, roles=(Role.COUNSELLOR, Role.AGENT))
# fmt: on
