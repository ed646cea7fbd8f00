"""What is judged: each thing that a call asks for somebody, and the points of a committee."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.operations import Query
from amuddu.contracts.types import Contract

CriterionName = Literal["open", "place", "course", "school_level", "age", "paper", "once"]
CriterionVerdict = Literal["yes", "no", "ask"]
Points = Annotated[int, Field(ge=0, le=5)]


class Criterion(Contract):
    """One thing that a call asks, and whether it is so."""

    name: CriterionName
    verdict: CriterionVerdict


class Eligibility(Contract):
    """Every criterion of a call for one application, worked out when somebody looks."""

    application_id: UUID
    criteria: tuple[Criterion, ...]


class ForWhom(Query):
    """For whom a call is looked at; oneself where nobody is named."""

    profile_id: UUID | None = None


class CallFit(Contract):
    """Every criterion of a call for somebody who has not applied, worked out when somebody looks.

    `application_id`: the one that they have already."""

    call_id: UUID
    profile_id: UUID
    application_id: UUID | None
    criteria: tuple[Criterion, ...]


class Seat(Contract):
    """A place in training that somebody has, and whether a call takes its course."""

    place_id: UUID
    course_title: str
    centre_name: str
    starts_on: date
    taken: bool


class ScoreIn(Contract):
    """A member's points, or that they have a conflict: then they give none."""

    conflict: bool = False
    need: Points | None = None
    benefit: Points | None = None
    chance: Points | None = None


class ScoreGiven(Contract):
    """What one member said of an application, for the coordination."""

    account_id: UUID
    conflict: bool
    need: int | None = None
    benefit: int | None = None
    chance: int | None = None
