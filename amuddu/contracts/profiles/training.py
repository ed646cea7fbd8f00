"""Whether a course is open to somebody: worked out on demand, where their paper is kept.

The service that keeps places asks it for a reader who is there, and keeps nothing of the answer.
"""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.operations import Operations
from amuddu.contracts.profiles.hireability import RouteReader
from amuddu.contracts.types import Contract, Lang, LanguageSkill, Role, Slug

Answer = Literal["yes", "conditional", "ask", "no"]


class TrainingIn(Contract):
    """Ask what is in the way of a course for one person.

    `profile_id`: the reader's own where nobody is named. `right`: what the rules know of whoever
    runs the centre; nothing is read of the paper where there is none.
    """

    profile_id: UUID | None = None
    right: Slug | None = None
    age_least: Annotated[int, Field(ge=10, le=99)] | None = None
    age_most: Annotated[int, Field(ge=10, le=99)] | None = None
    languages: tuple[LanguageSkill, ...] = Field(default=(), max_length=4)
    lang: Lang = "fr"
    reader: RouteReader


class TrainingJudged(Contract):
    """Who it is for the one who asks, and what is in the way. `right` is empty where it was not
    asked, or where the reader's session may not be told."""

    profile_id: UUID
    code: str
    agency_id: Slug | None = None
    agent_id: UUID | None = None
    """Their agent, who alone of the agency's agents follows them."""
    right: Answer | None = None
    condition: str | None = None
    proof: str | None = None
    age: Literal["fits", "too_young", "too_old", "unknown", "not_asked"]
    languages: Literal["fits", "missing", "not_asked"]


_CALLS = Operations("profiles", tag="profiles")

# fmt: off
JUDGE_TRAINING = _CALLS.post("/training/judge", TrainingJudged, "judge_training", "What is in the way of a course for somebody: for the service that keeps places, on behalf of a reader who is there.", body=TrainingIn, roles=(Role.SERVICE,))
# fmt: on
