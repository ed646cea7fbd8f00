"""A centre's way in: a link that opens the lists of its own sessions, and nothing else.

Centres have no account. The coordination makes a link and hands it over; it ends by itself, is
replaced by the next one and can be stopped. Its lists have codes, no names.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.operations import Operations
from amuddu.contracts.support.catalogue import KEEPERS, Session
from amuddu.contracts.support.training import DropReason, RequestState
from amuddu.contracts.types import Contract

LINK_DAYS = 90
"""For so long a link opens."""
DeskToken = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{32}$")]
DeskStep = Literal["start", "complete", "drop", "issue"]


class DeskLink(Contract):
    """A link of a centre that opens, without what it says."""

    centre_id: UUID
    made_at: datetime
    expires_on: date
    used_at: datetime | None = None


class DeskLinks(Contract):
    """Links that open today."""

    items: tuple[DeskLink, ...]


class DeskLinkMade(Contract):
    """A new link; what it ends with is told once."""

    token: str
    expires_on: date


class DeskSeat(Contract):
    """Somebody on a list: a code and where they stand. `certified`: they have their paper."""

    request_id: UUID
    code: str
    state: RequestState
    certified: bool


class DeskSession(Contract):
    """A session of the centre with its list."""

    session: Session
    course_title: str
    seats: tuple[DeskSeat, ...]
    waiting: int


class CentreDesk(Contract):
    """What a link opens."""

    centre_name: str
    expires_on: date
    sessions: tuple[DeskSession, ...]


class DeskStepIn(Contract):
    """What became of somebody. `reason`: why they stopped."""

    step: DeskStep
    reason: DropReason | None = None


_KEPT = Operations("support", tag="training", public=True)
_BEHIND = Operations("support", tag="training")
_LINK = {"token": DeskToken}
# fmt: off
LIST_DESK_LINKS = _KEPT.get("/training/centre-links", DeskLinks, "list_centre_links", "Links of centres that open today.", roles=KEEPERS)
MAKE_DESK_LINK = _KEPT.post("/training/centres/{centre_id}/link", DeskLinkMade, "make_centre_link", "Make a link with which a centre notes what becomes of people; the one before ends.", status=201, roles=KEEPERS)
STOP_DESK_LINK = _KEPT.delete("/training/centres/{centre_id}/link", DeskLinks, "stop_centre_link", "Stop a centre's link.", roles=KEEPERS)
READ_DESK = _BEHIND.get("/training/desks/{token}", CentreDesk, "read_centre_desk", "The lists of a centre's sessions, by codes, as its link opens them.", parameters=_LINK)
STEP_AT_DESK = _BEHIND.post("/training/desks/{token}/requests/{request_id}", CentreDesk, "step_at_centre_desk", "Note what became of somebody at the centre.", body=DeskStepIn, parameters=_LINK)
# fmt: on
