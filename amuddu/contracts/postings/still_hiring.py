"""The link by which an employer says, without account, whether they still look for somebody."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from amuddu.contracts.employers import POSTERS, ClosingReason, VacancyStatus
from amuddu.contracts.operations import Operations
from amuddu.contracts.types import Contract, Day


class StillHiring(Contract):
    """What the page behind an employer's signed link shows of a vacancy."""

    title: str
    employer_name: str
    status: VacancyStatus
    closing_reason: ClosingReason | None = None
    closes_on: Day | None = None


class StillHiringIn(Contract):
    """The employer's answer: still looking, or why not any more."""

    answer: Literal["yes", "filled", "withdrawn"]


class StillHiringLink(Contract):
    """The signed link that an agency sends to an employer; it works while the vacancy is open."""

    url: str


_SILENT = Operations("employers", tag="still hiring")
_LINK = {"token": Annotated[str, Field(min_length=1, max_length=64)]}

# fmt: off
STILL_HIRING_LINK = _SILENT.get("/vacancies/{vacancy_id}/still-hiring-link", StillHiringLink, "still_hiring_link", "The signed link by which an employer answers without an account; for their agency.", roles=POSTERS)
STILL_HIRING = _SILENT.get("/still-hiring/{token}", StillHiring, "look_up", "What the page behind a link shows.", parameters=_LINK)
ANSWER_STILL_HIRING = _SILENT.post("/still-hiring/{token}", StillHiring, "answer", "Take the employer's answer.", body=StillHiringIn, parameters=_LINK)
# fmt: on
