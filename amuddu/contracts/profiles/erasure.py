"""Erasing somebody on their behalf: asked by one of the staff, confirmed by another, or a week.

Who asks for themselves is erased at once (`ERASE_PROFILE`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from amuddu.contracts.operations import Operations
from amuddu.contracts.profiles import STAFF, ErasureReceipt
from amuddu.contracts.types import Contract, Role

ErasureReason = Literal["asked_here", "asked_by_phone", "asked_in_writing", "entered_by_error"]

WAIT_DAYS = 7


class ErasureIn(Contract):
    """Ask that somebody be erased."""

    reason: ErasureReason


class ErasureAsked(Contract):
    """An erasure that waits: for another of the staff, or for its day."""

    profile_id: UUID
    reason: ErasureReason
    asked_at: datetime
    asked_role: str
    due_at: datetime
    may_confirm: bool
    """Whether the reader is the other one of the staff who may confirm."""


class ErasureState(Contract):
    """The erasure that waits, if one does."""

    asked: ErasureAsked | None = None


class DueErasures(Contract):
    """People whose erasure nobody stopped in time."""

    ids: tuple[UUID, ...]


_ERASURES = Operations("profiles", tag="privacy", public=True)
_INSIDE = Operations("profiles", tag="privacy")
_THEM = (Role.JOBSEEKER, *STAFF)
# fmt: off
ASK_ERASURE = _ERASURES.post("/profiles/{profile_id}/erasure", ErasureState, "ask_erasure", "Ask that somebody be erased: another of the staff confirms, or a week goes by.", body=ErasureIn, status=202, roles=STAFF)
READ_ERASURE = _ERASURES.get("/profiles/{profile_id}/erasure", ErasureState, "read_erasure", "The erasure that waits, if one does.", roles=_THEM)
STOP_ERASURE = _ERASURES.delete("/profiles/{profile_id}/erasure", ErasureState, "stop_erasure", "Stop an erasure that waits.", roles=_THEM)
CONFIRM_ERASURE = _INSIDE.post("/profiles/{profile_id}/erasure/confirm", ErasureReceipt, "confirm_erasure", "Confirm what another of the staff asked: everything is erased, for good.", roles=STAFF)
LIST_DUE_ERASURES = _INSIDE.get("/erasures/due", DueErasures, "list_due_erasures", "Erasures that nobody stopped in time. For the gateway alone.", roles=(Role.SERVICE,))
CARRY_OUT_ERASURE = _INSIDE.post("/erasures/{profile_id}", ErasureReceipt, "carry_out_erasure", "Erase somebody whose week is over. For the gateway alone.", roles=(Role.SERVICE,))
# fmt: on
