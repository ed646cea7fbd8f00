"""Offers as a jobseeker reads them: one of them whole, their interest in it, what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from amuddu.contracts.matching import InterestState, RefusalReason
from amuddu.contracts.matching.ranking import MatchVacancy, RankedVacancy
from amuddu.contracts.operations import Limit, Operations, Paged, Query
from amuddu.contracts.types import ConceptRef, Contract, Role, Slug
from amuddu.contracts.workflows import Step, Workflow

AnswerState = Literal[
    "interest_sent",
    "interest_seen",
    "interest_withdrawn",
    "asked",
    "said_yes",
    "interview",
    "hired",
    "said_no",
    "not_chosen",
    "filled",
    "closed",
    "ended",
]
"""What came of an offer, as the person reads it. `asked`: their answer is waited for; `ended`:
their agency or they themselves ended it."""


class Answer(Contract):
    """What the person said of an offer, and what came of it."""

    vacancy: MatchVacancy
    state: AnswerState
    reason: RefusalReason | None = None
    """Why they were not chosen, where the employer said it."""
    at: datetime
    """When it last moved."""


class AnswerPage(Contract):
    """What came of a person's answers, what moved last first."""

    items: tuple[Answer, ...]
    total: int


class OfferSeen(Contract):
    """An offer, whole, beside what it has to do with the person."""

    ranked: RankedVacancy
    description: str = ""
    essential_skills: tuple[ConceptRef, ...] = ()
    wanted_skills: tuple[ConceptRef, ...] = ()
    home: Slug | None = None
    """The town where the person lives."""
    answer: Answer | None = None
    """What came of it, where the person was told of it or said that it interests them."""
    may_say: bool
    """Whether the person may say that it interests them."""
    full: bool = False
    """Whether hires took all places."""
    followed: bool = True
    """Whether an agency follows the person, who would hear of it."""


class Interest(Contract):
    """Somebody's word that an offer interests them."""

    id: UUID
    vacancy_id: UUID
    profile_id: UUID
    state: InterestState
    expressed_at: datetime
    updated_at: datetime


class WaitingInterest(Contract):
    """An interest that nobody of the agency has looked after."""

    id: UUID
    vacancy_id: UUID
    vacancy_title: str
    employer_name: str
    profile_id: UUID
    code: str
    expressed_at: datetime
    ours: bool
    """Whether the offer is one of the reader's agency's, or everybody's."""


class WaitingInterests(Contract):
    """Interests that wait, the oldest first."""

    items: tuple[WaitingInterest, ...]
    total: int


class WaitingQuery(Query):
    """How many of them are named."""

    limit: Limit = 20


_PERSON = (Role.JOBSEEKER,)
_AGENCY = (Role.COUNSELLOR,)
_CALLS = Operations("matching", tag="matching")
_PAIR = "/profiles/{profile_id}/vacancies/{vacancy_id}"

READ_OFFER = _CALLS.get(
    _PAIR,
    OfferSeen,
    "offer_seen",
    "One offer, whole, as the person reads it.",
    roles=_PERSON,
)
LIST_ANSWERS = _CALLS.get(
    "/profiles/{profile_id}/answers",
    AnswerPage,
    "answers",
    "What a person said of offers, and what came of each.",
    query=Paged,
    roles=_PERSON,
)
EXPRESS = _CALLS.post(
    f"{_PAIR}/interest",
    Interest,
    "express_interest",
    "Say that an offer interests one; saying it again changes nothing.",
    roles=_PERSON,
)
WITHDRAW = _CALLS.post(
    f"{_PAIR}/interest/withdraw",
    Interest,
    "withdraw_interest",
    "Take that back.",
    roles=_PERSON,
)
LIST_INTERESTS = _CALLS.get(
    "/interests",
    WaitingInterests,
    "waiting_interests",
    "Interests of people of the agency that nobody looked after, the oldest first.",
    query=WaitingQuery,
    roles=_AGENCY,
)
TAKE_UP = _CALLS.post(
    "/interests/{interest_id}/take-up",
    Interest,
    "take_up_interest",
    "Say that the agency looks after it.",
    roles=_AGENCY,
)

INTEREST: Workflow[InterestState] = Workflow(
    "interest",
    Step("express", ("withdrawn", "ended"), "open", operation=EXPRESS),
    Step("withdraw", ("open", "taken_up"), "withdrawn", operation=WITHDRAW),
    # Putting the person forward for the offer takes it up as well.
    Step("take_up", ("open",), "taken_up", operation=TAKE_UP),
    # Told by events: the offer closed, the person is proposed no more.
    Step("end", ("open", "taken_up"), "ended"),
)
"""Who takes which step of an interest. It begins open."""
