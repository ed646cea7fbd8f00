"""Opening a profile in an emergency: by an administrator, for a reason, for an hour at most."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from amuddu.contracts.operations import Operations
from amuddu.contracts.types import Contract, Role

EmergencyReason = Literal["danger", "authority", "fault", "request"]
"""Somebody is in danger; an authority asks in writing; a fault is to be mended; the person asks."""

LONGEST_MINUTES = 60


class EmergencyIn(Contract):
    """Open a profile to be read. The officer and the person are told."""

    reason: EmergencyReason
    minutes: Annotated[int, Field(ge=5, le=LONGEST_MINUTES)] = 15


class Emergency(Contract):
    """Until when the profile is open to whoever opened it."""

    until: datetime


_EMERGENCIES = Operations("profiles", tag="profiles", public=True)
# fmt: off
OPEN_IN_EMERGENCY = _EMERGENCIES.post("/profiles/{profile_id}/emergency", Emergency, "open_in_emergency", "Open a profile to be read, for a reason and a while; the officer and the person are told.", body=EmergencyIn, status=201, roles=(Role.ADMINISTRATOR,))
# fmt: on
