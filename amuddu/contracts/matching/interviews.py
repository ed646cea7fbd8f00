"""Interviews: times that an employer proposes, one that the person chooses, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from amuddu.contracts.events.envelope import Event
from amuddu.contracts.matching import TOPIC
from amuddu.contracts.operations import Limit, Operation, Operations, Query
from amuddu.contracts.types import AboutSomebody, Contract, LongText, Role
from amuddu.contracts.workflows import Step, Workflow

InterviewState = Literal[
    "proposed", "none_fits", "set", "off", "happened", "person_absent", "employer_absent"
]
"""Times wait for the person, none of them fits, one is chosen, it was called off; after its time:
both came, or one of them did not."""
InterviewStep = Literal["propose", "move", "choose", "none_fits", "call_off", "end", "record"]
InterviewHow = Literal["place", "phone", "video"]
InterviewSide = Literal["person", "employer", "agency", "house"]
"""Who took a step. `agency`: for the person or the employer; `house`: it followed from another."""
BringItem = Literal["id_document", "cv", "diplomas", "work_clothes", "pen"]
InterviewReason = Literal[
    "hours", "ill", "family", "transport", "busy", "found_work", "changed_mind", "other"
]
"""Why somebody cannot come then, or not at all, or did not come."""
InterviewOutcome = Literal["happened", "person_absent", "employer_absent"]
Minutes = Annotated[int, Field(ge=10, le=240)]
Times = Annotated[tuple[AwareDatetime, ...], Field(min_length=1, max_length=3)]


VideoLink = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=300, pattern=r"^[!-~]*$"),
]
"""Where a conversation by video takes place; an address that begins with `https://`."""
Where = Annotated[LongText, Field(max_length=300), AboutSomebody()]


class InterviewMoved(Event):
    """A step of an interview: where it stands and when it is. No place, no words, no reason."""

    type: ClassVar[str] = "interview.moved"
    topic: ClassVar[str] = TOPIC
    keyed_by: ClassVar[str] = "candidacy_id"

    interview_id: UUID
    candidacy_id: UUID
    vacancy_id: UUID
    profile_id: UUID
    step: InterviewStep
    from_state: InterviewState | None
    state: InterviewState
    sequence: int = Field(ge=0)
    """Counts what the people concerned have to hear of."""
    starts_at: datetime | None = None
    by: InterviewSide
    at: datetime


class ProposeIn(Contract):
    """One to three times, how the two talk, how long, and what to bring."""

    times: Times
    how: InterviewHow
    minutes: Minutes = 30
    address: Where = ""
    directions: Where = ""
    """How to get there; for who comes."""
    video_link: VideoLink = ""
    bring: Annotated[tuple[BringItem, ...], Field(max_length=5)] = ()


class MoveIn(ProposeIn):
    """Other times; for one that was chosen, why."""

    reason: InterviewReason | None = None


class ChooseIn(Contract):
    """One of the times that were proposed."""

    starts_at: AwareDatetime


class NotThenIn(Contract):
    """No proposed time fits, or the chosen one does not any more."""

    reason: InterviewReason | None = None
    tell: bool = False
    """Whether the employer may read why."""


class CallOffIn(Contract):
    """The two will not talk, and why."""

    reason: InterviewReason
    tell: bool = False
    """Whether the employer may read why, where it is the person's reason."""


class OutcomeIn(Contract):
    """What came of it; of who did not come, why, where that is known."""

    outcome: InterviewOutcome
    reason: InterviewReason | None = None


class LinkedStepIn(Contract):
    """What whoever holds the link of a question says; the gateway has read whose it is."""

    profile_id: UUID
    round: int = Field(ge=1)
    interview_id: UUID
    choose: ChooseIn | None = None
    none_fits: NotThenIn | None = None
    call_off: CallOffIn | None = None
    record: OutcomeIn | None = None


class InterviewLine(Contract):
    """One step, as a reader gets it."""

    step: InterviewStep
    state: InterviewState
    by: InterviewSide
    reason: InterviewReason | None = None
    at: datetime


class Interview(Contract):
    """An interview as its reader gets it."""

    id: UUID
    candidacy_id: UUID
    vacancy_id: UUID
    vacancy_title: str
    employer_name: str
    profile_id: UUID | None
    """Hidden (`null`) from the employer."""
    code: str
    state: InterviewState
    sequence: int
    times: tuple[datetime, ...]
    starts_at: datetime | None = None
    how: InterviewHow
    minutes: int
    address: str = ""
    directions: str = ""
    video_link: str = ""
    bring: tuple[BringItem, ...] = ()
    reason: InterviewReason | None = None
    """Why it is not to be, as far as it was said to the reader."""
    may: tuple[InterviewStep, ...] = ()
    """What the reader may do now."""
    ours: bool = False
    """Whether the reader's agency follows the person."""
    created_at: datetime
    updated_at: datetime
    log: tuple[InterviewLine, ...] = ()


class Interviews(Contract):
    """Interviews of one candidacy, the newest first."""

    items: tuple[Interview, ...]
    may_propose: bool


class InterviewPage(Contract):
    """Interviews that are to come or wait for somebody, the earliest first."""

    items: tuple[Interview, ...]
    total: int


class InterviewQuery(Query):
    """How many are named."""

    limit: Limit = 20


_EMPLOYERS = (Role.EMPLOYER, Role.COUNSELLOR)
_PERSONS = (Role.JOBSEEKER, Role.COUNSELLOR, Role.AGENT)
_ALL = (Role.EMPLOYER, *_PERSONS)
_WITNESSES = (*_EMPLOYERS, Role.JOBSEEKER)

_CALLS = Operations("matching", tag="matching")
_ONE = "/interviews/{interview_id}"

READ_INTERVIEWS = _CALLS.get(
    "/candidacies/{candidacy_id}/interviews",
    Interviews,
    "interviews_of",
    "The interviews of a candidacy, the newest first.",
    roles=_ALL,
)
LIST_INTERVIEWS = _CALLS.get(
    "/interviews",
    InterviewPage,
    "interviews",
    "Interviews that are to come or wait for somebody, of those who concern the caller.",
    query=InterviewQuery,
    roles=_ALL,
)
PROPOSE = _CALLS.post(
    "/candidacies/{candidacy_id}/interviews",
    Interview,
    "propose_interview",
    "Propose times to somebody who said yes.",
    body=ProposeIn,
    status=201,
    roles=_EMPLOYERS,
)

LINKED_INTERVIEWS = _CALLS.get(
    "/candidacies/{candidacy_id}/interviews/linked",
    Interviews,
    "linked_interviews",
    "The same for whoever holds the link of its question. For the gateway alone.",
    roles=(Role.SERVICE,),
)
LINKED_STEP = _CALLS.post(
    "/candidacies/{candidacy_id}/interviews/linked",
    Interview,
    "linked_interview_step",
    "What whoever holds that link says of one. For the gateway alone.",
    body=LinkedStepIn,
    roles=(Role.SERVICE,),
)


def _step(
    path: str,
    body: type[Contract],
    call: str,
    doc: str,
    roles: tuple[Role, ...],
) -> Operation[Interview]:
    return _CALLS.post(f"{_ONE}/{path}", Interview, call, doc, body=body, roles=roles)


MOVE = _step("times", MoveIn, "move_interview", "Propose other times.", _EMPLOYERS)
CHOOSE = _step("choose", ChooseIn, "choose_time", "Choose one of the times.", _PERSONS)
NONE_FITS = _step(
    "not-then",
    NotThenIn,
    "no_time_fits",
    "Say that no time fits, or the chosen one not any more.",
    _PERSONS,
)
CALL_OFF = _step(
    "call-off", CallOffIn, "call_interview_off", "Say that the two will not talk.", _ALL
)
RECORD = _step(
    "outcome",
    OutcomeIn,
    "record_interview",
    "Say what came of it, after its time.",
    (Role.EMPLOYER, Role.COUNSELLOR, Role.JOBSEEKER),
)

ALIVE: tuple[InterviewState, ...] = ("proposed", "none_fits", "set")
OVER: tuple[InterviewState, ...] = ("happened", "person_absent", "employer_absent")

INTERVIEW: Workflow[InterviewState] = Workflow(
    "interview",
    Step("propose", (), "proposed", operation=PROPOSE),
    Step("move", ALIVE, "proposed", operation=MOVE),
    Step("choose", ("proposed",), "set", operation=CHOOSE),
    Step("none_fits", ("proposed", "set"), "none_fits", operation=NONE_FITS),
    Step("call_off", ALIVE, "off", operation=CALL_OFF),
    # What was written down first stands; somebody of the agency may set it right.
    Step("record", ("set", *OVER), *OVER, operation=RECORD),
    # The candidacy ended before they talked.
    Step("end", ALIVE, "off"),
)
"""Who takes which step of an interview."""
