"""Asking somebody who was not heard of for long whether their profile is to stay.

The link of the message answers for one asking of one person, and ends with the answer. Erasing by
the link waits a week like any erasure that is not asked with a password; the same link stops it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.operations import Limit, Operations, Query
from amuddu.contracts.profiles import STAFF, ErasureReceipt
from amuddu.contracts.types import Contract, Lang, Role


class Stay(Contract):
    """What the page behind the link shows: no name, no contact."""

    state: Literal["asked", "kept", "erasing"]
    language: Lang
    erased_on: date | None = None
    """The day on which the profile goes unless somebody answers, or stops it."""


class StayAnswer(Contract):
    """Keep the profile, or erase it."""

    answer: Literal["keep", "erase"]


class Dormant(Contract):
    """Somebody of the agency who is to be asked in person whether they stay."""

    profile_id: UUID
    code: str
    display_name: str
    asked_on: date
    aside: bool
    """Whether the person is proposed no more until somebody hears of them."""
    erased_on: date


class DormantPage(Contract):
    """Those whose day comes first."""

    items: tuple[Dormant, ...]
    total: int


class DormantQuery(Query):
    """How many are named."""

    limit: Limit = 20


class DueDormant(Contract):
    """People who did not answer in time."""

    ids: tuple[UUID, ...]


_LINK = {"token": Annotated[str, Field(description="The token at the end of a link.")]}
_STAYING = Operations("profiles", tag="privacy")
# fmt: off
READ_STAY = _STAYING.get("/stays/{token}", Stay, "read_stay", "Whether a profile is to stay, as its link shows it.", parameters=_LINK)
ANSWER_STAY = _STAYING.post("/stays/{token}", Stay, "answer_stay", "Keep a profile, or have it erased after a week.", body=StayAnswer, parameters=_LINK)
LIST_DORMANT = _STAYING.get("/dormant", DormantPage, "list_dormant", "People of one's agency to be asked in person whether they stay.", query=DormantQuery, roles=STAFF)
CONFIRM_STAY = _STAYING.post("/profiles/{profile_id}/stay", Stay, "confirm_stay", "Note that somebody said in person that they stay; they read of it.", roles=STAFF)
LIST_DUE_DORMANT = _STAYING.get("/dormant/due", DueDormant, "list_due_dormant", "People who did not answer in time. For the gateway alone.", roles=(Role.SERVICE,))
ERASE_DORMANT = _STAYING.post("/dormant/{profile_id}/erase", ErasureReceipt, "erase_dormant", "Erase somebody who did not answer in time. For the gateway alone.", roles=(Role.SERVICE,))
# fmt: on
