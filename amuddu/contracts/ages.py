"""How old somebody is, as far as work goes, and the agreement of a parent or guardian.

The year of birth, sometimes the month, stays in the profiles service. Others learn at most that
somebody is under 18.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.operations import Limit, Operations, Query
from amuddu.contracts.types import Contract, Role

BirthYear = Annotated[int, Field(ge=0, le=9999)]
"""Which years are possible is asked of the calendar, by the profiles service."""

BirthMonth = Annotated[int, Field(ge=1, le=12)]

AgeState = Literal["unknown", "child", "no_agreement", "young", "adult"]
"""child: perhaps not yet 15; no_agreement and young: 15, perhaps not yet 18, without and with the
agreement of a parent or guardian; unknown: nobody gave the year."""

GuardianMethod = Literal["present", "paper"]
"""present: the parent or guardian came to the agency; paper: they signed."""


class GuardianIn(Contract):
    """Note that a parent or guardian agrees to the work of somebody under 18, or no longer."""

    given: bool
    method: GuardianMethod = "present"


class GuardianRecord(Contract):
    """An agreement of a parent or guardian as a counsellor noted it; it names nobody."""

    given: bool
    method: GuardianMethod
    recorded_at: datetime
    recorded_by: str
    """Role of whoever noted it."""


class AgeStanding(Contract):
    """What somebody's age opens today, for the person and those who follow them.

    `month_decides`: the month of birth would settle what the year leaves open. `agreement`: the
    last one that was noted, given or taken back.
    """

    state: AgeState = "unknown"
    month_decides: bool = False
    agreement: GuardianRecord | None = None


class YoungPerson(Contract):
    """Somebody from 15 to 17 who wants to be proposed and lacks the agreement of a guardian."""

    profile_id: UUID
    code: str
    display_name: str


class YoungPeople(Contract):
    """Those of one's agency who wait for an agreement; `total` counts them all."""

    items: tuple[YoungPerson, ...]
    total: int


class YoungQuery(Query):
    """How many are named."""

    limit: Limit = 20


_FOLLOWERS = (Role.COUNSELLOR, Role.AGENT)
_PEOPLE = Operations("profiles", tag="profiles")
# fmt: off
LIST_YOUNG = _PEOPLE.get("/profiles/young", YoungPeople, "list_young", "People one follows who wait for the agreement of a parent or guardian.", query=YoungQuery, roles=_FOLLOWERS)
SET_GUARDIAN = _PEOPLE.put("/profiles/{profile_id}/guardian", GuardianRecord, "set_guardian", "Note that a parent or guardian agrees, or no longer.", body=GuardianIn, roles=(Role.COUNSELLOR,))
LIST_GUARDIAN = _PEOPLE.get("/profiles/{profile_id}/guardian", tuple[GuardianRecord, ...], "list_guardian", "Agreements of a parent or guardian, given and taken back, newest first.", roles=_FOLLOWERS)
# fmt: on
