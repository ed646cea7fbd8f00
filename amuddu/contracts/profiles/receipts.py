"""Erasures as they are followed: by whom they are about, by the gateway, by who oversees.

Whoever was erased has no account. A link with a token that nobody guesses leads to their receipt,
and a receipt, pasted, is told from an invented one by anybody.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.events.erasures import Kept, Place, PlaceErased
from amuddu.contracts.events.restored import ErasedMarks, MarksIn
from amuddu.contracts.operations import Operations
from amuddu.contracts.types import Contract, Role

MOST_LETTERS = 16_384
"""Of a receipt."""

Token = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{20,64}$")]
Verdict = Literal["genuine", "altered", "unknown"]
"""`altered`: it is no receipt, or not as it was signed; `unknown`: signed, and not in the register."""


class PlaceState(Contract):
    """One place, when it answered, and what it keeps."""

    place: Place
    acknowledged_at: datetime | None = None
    kept: tuple[Kept, ...] = ()


class SignedReceipt(Contract):
    """What a receipt says. It names nobody."""

    receipt: UUID
    state: Literal["begun", "complete"]
    begun_at: datetime
    completed_at: datetime | None = None
    places: tuple[PlaceState, ...]


class ReceiptState(Contract):
    """An erasure as it stands, and the newest receipt of it."""

    receipt: UUID
    begun_at: datetime
    completed_at: datetime | None = None
    places: tuple[PlaceState, ...]
    signed: str
    """JWS; signed anew once every place has answered."""


class ReceiptIn(Contract):
    """A receipt that somebody holds."""

    receipt: str = Field(min_length=1, max_length=MOST_LETTERS)


class CheckedReceipt(Contract):
    """Whether a receipt is genuine, and how the erasure stands now."""

    verdict: Verdict
    said: SignedReceipt | None = None
    """What the receipt says; of a genuine one alone."""
    complete: bool = False
    completed_at: datetime | None = None


class OpenErasure(Contract):
    """Somebody whom the gateway is to erase."""

    erasure_id: UUID
    profile_ids: tuple[UUID, ...]
    words: tuple[str, ...] = ()
    """Codes and references by which reports of imports may name them; kept until it is answered."""
    agencies: tuple[str, ...] = ()
    """Whose files may hold them."""


class OpenErasures(Contract):
    """Those that the gateway has yet to answer for."""

    items: tuple[OpenErasure, ...]


class AnswerIn(Contract):
    """Nothing of the person is left in these places but what is said."""

    places: tuple[PlaceErased, ...] = Field(min_length=1, max_length=32)


class Answered(Contract):
    """The answer was heard."""

    complete: bool


class StandingErasure(Contract):
    """An erasure that waits for answers."""

    receipt: UUID
    begun_at: datetime
    told_at: datetime
    overdue: bool
    missing: tuple[Place, ...]


class StandingErasures(Contract):
    """Erasures that wait, the oldest first; how many in all, and how many for too long."""

    items: tuple[StandingErasure, ...]
    total: int
    overdue: int


_RECEIPTS = Operations("profiles", tag="privacy", public=True)
_INSIDE = Operations("profiles", tag="privacy")
_GATEWAY = (Role.SERVICE,)
# fmt: off
READ_RECEIPT = _RECEIPTS.get("/erasure-receipts/{token}", ReceiptState, "read_receipt", "How an erasure stands, by the link that its person was given.", parameters={"token": Token})
CHECK_RECEIPT = _RECEIPTS.post("/erasure-receipts", CheckedReceipt, "check_receipt", "Whether a receipt of an erasure is genuine, and whether the erasure is complete.", body=ReceiptIn)
LIST_OPEN_ERASURES = _INSIDE.get("/open-erasures", OpenErasures, "list_open_erasures", "Erasures that the gateway has yet to answer for. For the gateway alone.", roles=_GATEWAY)
ANSWER_ERASURE = _INSIDE.post("/open-erasures/{erasure_id}", Answered, "answer_erasure", "Say that nothing of the person is left here. For the gateway alone.", body=AnswerIn, roles=_GATEWAY)
FIND_ERASED = _INSIDE.post("/open-erasures", ErasedMarks, "find_erased", "Those of these marks whose people were erased. For the gateway alone.", body=MarksIn, roles=_GATEWAY)
LIST_STANDING_ERASURES = _INSIDE.get("/erasures/standing", StandingErasures, "list_standing_erasures", "Erasures that a place has yet to answer for. They name nobody.", roles=(Role.OFFICER, Role.ADMINISTRATOR))
# fmt: on
