"""What is open to a person, as they read it."""

from __future__ import annotations

from typing import Literal

from amuddu.contracts.types import Contract, Day, HiringRouteCode, Slug


class RightChange(Contract):
    """Something within reach that would open a right more; `who` settles what is unsure."""

    kind: Literal["overlay", "behind_receipt", "renewal", "title", "receipt", "confirmation"]
    ids: tuple[Slug, ...] = ()
    answer: Literal["yes", "no", "conditional", "ask"] | None = None
    who: str | None = None


class RightOut(Contract):
    """One right and what the residence title opens of it, with the reason and the proof."""

    id: Slug
    answer: Literal["yes", "no", "conditional", "ask"]
    label: str
    condition: str | None = None
    proof: str | None = None
    legal: str | None = None
    """The text that rules it, where one was read."""
    confidence: Literal["high", "medium", "low"] | None = None
    sources: tuple[str, ...] = ()
    check_again: str | None = None
    """Who is to check it again, where its last check is more than a year old."""
    changes: tuple[RightChange, ...] = ()


class RightsOut(Contract):
    """What is open to one person today, in the reader's language."""

    rights: tuple[RightOut, ...]
    route: HiringRouteCode
    expires_on: Day | None = None
    expired: bool = False
    renewal: str | None = None
    """How a paper whose last day is past is renewed, where that is known."""
