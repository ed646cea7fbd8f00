"""Requests for a place in training: a seat is held for whoever asks in time, the others wait.

A seat that is free is held at once until a day; a counsellor who follows the person confirms it.
Whoever comes later waits, in the order of asking. A hold that nobody confirms ends by itself, and
the seat is held for the next. Whether somebody's paper opens a centre is asked of profiles when
somebody looks: neither a request nor an event says anything of it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.events.envelope import Event
from amuddu.contracts.operations import Operations, Paged, Query
from amuddu.contracts.support.catalogue import Course, SchoolLevel, Session
from amuddu.contracts.types import AboutSomebody, Contract, Day, LongText, Role, Slug
from amuddu.contracts.workflows import Step, Workflow

TOPIC = "support.trainings"

RequestState = Literal[
    "held",
    "waiting",
    "confirmed",
    "attending",
    "completed",
    "dropped",
    "refused",
    "withdrawn",
    "expired",
]
SEATED: tuple[RequestState, ...] = ("held", "confirmed", "attending", "completed")
"""States that have a seat."""
ACTIVE: tuple[RequestState, ...] = ("held", "waiting", "confirmed", "attending")
"""States in which there is still something to come."""
RequestStep = Literal[
    "ask",
    "offer",
    "keep",
    "confirm",
    "refuse",
    "withdraw",
    "expire",
    "call_off",
    "reschedule",
    "start",
    "complete",
    "drop",
]
RefuseReason = Literal["other_course", "paper_missing", "not_reached", "already_training", "other"]
"""Each is told in kind words, with the way on."""
CalledOff = Literal["session_cancelled"]
ToldReason = Literal["other_course", "not_reached", "already_training", "other"]
"""Why a request was refused, as an event says it: that a paper is missing leaves this service as
`other`, and stands on the person's own page alone."""
DropReason = Literal["found_work", "illness", "childcare", "moved", "money", "other"]
Paper = Literal["open", "conditional", "ask", "closed", "unknown"]
"""What the rules say of a paper and whoever runs a centre. `unknown`: nobody asked it, or nobody
may be told here."""
PlaceReason = Literal["asked_in_time", "moved_up", "waits_turn"]
"""Why a request stands where it stands: a seat was free when it came, or became free when its turn
had come, or none is free."""
Note = Annotated[LongText, Field(max_length=600), AboutSomebody()]


class TrainingCompleted(Event):
    """Somebody completed a course: what they can do now, by the codes of the reference data."""

    type: ClassVar[str] = "training.completed"
    topic: ClassVar[str] = TOPIC
    keyed_by: ClassVar[str] = "request_id"

    request_id: UUID
    profile_id: UUID
    course_id: UUID
    skills: tuple[Slug, ...] = Field(default=(), max_length=30)


class PlaceMoved(Event):
    """A step of a request: where it stands, which seat it is about, and nothing of the person.

    Of a step that moved nothing, `from_state` is `state`: a seat is held longer, the first day is
    another. `reason` is a refusal's; never why somebody stopped, never that a paper is missing.
    """

    type: ClassVar[str] = "place.moved"
    topic: ClassVar[str] = TOPIC
    keyed_by: ClassVar[str] = "request_id"

    request_id: UUID
    profile_id: UUID
    agency_id: Slug | None
    """The agency that followed the person when they asked."""
    course_id: UUID
    session_id: UUID
    step: RequestStep
    from_state: RequestState | None
    state: RequestState
    held_until: Day | None
    """The last day on which a held seat may be confirmed."""
    starts_on: Day
    """The first day of the session, as it is known now."""
    reason: ToldReason | None = None
    by_person: bool
    """The person did it herself."""
    at: datetime


# --- bodies -----------------------------------------------------------------------------------


class RequestIn(Contract):
    """Ask for a place: for oneself, or as a counsellor for somebody whom one follows.

    `school_level`: what the person says they have completed; it is looked at and not kept.
    """

    profile_id: UUID | None = None
    school_level: SchoolLevel | None = None


class KeepIn(Contract):
    """Hold the seat longer: a paper is on its way, the person cannot be reached today."""

    until: Day


class RefuseIn(Contract):
    """Why it is not possible; the person reads the reason, never the note."""

    reason: RefuseReason
    note: Note = ""


class DropIn(Contract):
    """Why somebody stopped."""

    reason: DropReason
    note: Note = ""


class RequestLine(Contract):
    """One thing done to a request."""

    name: RequestStep
    from_state: RequestState | None
    to_state: RequestState
    reason: str | None
    until: date | None
    role: str
    at: datetime


class PlaceRequest(Contract):
    """A request, for the person and for who follows them. `turn`: how many wait before, and self:
    1 is the next."""

    id: UUID
    session_id: UUID
    course_id: UUID
    course_title: str
    centre_name: str
    operator: str
    starts_on: date
    ends_on: date | None
    profile_id: UUID
    code: str
    state: RequestState
    why: PlaceReason | None = None
    turn: int | None = None
    held_until: date | None = None
    reason: str | None = None
    asked_at: datetime
    updated_at: datetime
    log: tuple[RequestLine, ...] = ()


class PlaceRequests(Contract):
    """One page of requests, those that wait for something first."""

    items: tuple[PlaceRequest, ...]
    total: int


class ListedRequest(Contract):
    """A request as the list of a session has it: a code, where it stands and why."""

    id: UUID
    code: str
    state: RequestState
    why: PlaceReason | None = None
    turn: int | None = None
    held_until: date | None = None
    asked_at: datetime


class SessionList(Contract):
    """A session's list, and who waits in which order."""

    session: Session
    course: Course
    seats: tuple[ListedRequest, ...]
    waiting: tuple[ListedRequest, ...]
    left: tuple[ListedRequest, ...]


class Fit(Contract):
    """What is in the way for one person and one course, worked out when somebody looks.

    `age`: whether the ages that the course takes fit, `unknown` where no year is known.
    """

    profile_id: UUID
    code: str
    paper: Paper
    condition: str | None = None
    proof: str | None = None
    age: Literal["fits", "too_young", "too_old", "unknown", "not_asked"]
    languages: Literal["fits", "missing", "not_asked"]


class RequestFilter(Paged):
    """Which requests a list shows."""

    state: RequestState | None = None
    profile_id: UUID | None = None


class WhomQuery(Query):
    """Of whom is asked; oneself where nobody is named."""

    profile_id: UUID | None = None


# --- who may do what, by which call -----------------------------------------------------------

ASKERS = (Role.JOBSEEKER, Role.COUNSELLOR)
COUNSELLORS = (Role.COUNSELLOR,)
COORDINATORS = (Role.COORDINATOR,)

_CALLS = Operations("support", tag="training", public=True)
_ONE = "/training/requests/{request_id}"
# fmt: off
ASK_PLACE = _CALLS.post("/training/sessions/{session_id}/requests", PlaceRequest, "ask_place", "Ask for a place: a free seat is held at once, else one waits.", body=RequestIn, status=201, roles=ASKERS)
LIST_REQUESTS = _CALLS.get("/training/requests", PlaceRequests, "list_place_requests", "One's own requests, or those of the people of one's agency.", query=RequestFilter, roles=ASKERS)
READ_REQUEST = _CALLS.get(_ONE, PlaceRequest, "read_place_request", "One request with what was done to it.", roles=ASKERS)
READ_SESSION_LIST = _CALLS.get("/training/sessions/{session_id}/list", SessionList, "read_session_list", "A session's list and waiting list, by codes, with why each stands where.", roles=COORDINATORS)
CHECK_FIT = _CALLS.get("/training/courses/{course_id}/fit", Fit, "check_training_fit", "What is in the way for somebody, asked of profiles now and recorded there.", query=WhomQuery, roles=ASKERS)

KEEP = _CALLS.post(f"{_ONE}/keep", PlaceRequest, "keep_place", "Hold a seat until another day.", body=KeepIn, roles=COUNSELLORS)
CONFIRM = _CALLS.post(f"{_ONE}/confirm", PlaceRequest, "confirm_place", "Confirm a held seat.", roles=COUNSELLORS)
REFUSE = _CALLS.post(f"{_ONE}/refuse", PlaceRequest, "refuse_place", "Say that it is not possible, and why.", body=RefuseIn, roles=COUNSELLORS)
WITHDRAW = _CALLS.post(f"{_ONE}/withdraw", PlaceRequest, "withdraw_place", "Take a request back: its seat goes to the next.", roles=ASKERS)
START = _CALLS.post(f"{_ONE}/start", ListedRequest, "start_training", "Say that somebody came.", roles=COORDINATORS)
COMPLETE = _CALLS.post(f"{_ONE}/complete", ListedRequest, "complete_training", "Say that somebody completed the course.", roles=COORDINATORS)
DROP = _CALLS.post(f"{_ONE}/drop", ListedRequest, "drop_training", "Say that somebody stopped, and why.", body=DropIn, roles=COORDINATORS)

PLACE: Workflow[RequestState] = Workflow(
    "place",
    Step("ask", (), "held", "waiting", operation=ASK_PLACE),
    Step("offer", ("waiting",), "held"),  # a seat is free and it is their turn
    Step("keep", ("held",), operation=KEEP),
    Step("confirm", ("held",), "confirmed", operation=CONFIRM),
    Step("refuse", ("held", "waiting"), "refused", operation=REFUSE),
    Step("withdraw", ("held", "waiting", "confirmed"), "withdrawn", operation=WITHDRAW),
    Step("expire", ("held",), "expired"),  # the day passed
    Step("call_off", ("held", "waiting", "confirmed"), "refused"),  # the session is cancelled
    Step("reschedule", ("held", "waiting", "confirmed")),  # the first day is another
    Step("start", ("confirmed",), "attending", operation=START),
    Step("complete", ("attending",), "completed", operation=COMPLETE),
    Step("drop", ("confirmed", "attending"), "dropped", operation=DROP),
)
# fmt: on
"""Who takes which step of a request, from which states to which, by which call."""
