"""The file of one hire: its steps according to the route, where it is stuck, what comes due.

A file begins alike for everybody: its route is `ask`. What hiring the person takes is opened by
profiles to the employer and to the person's own agency, one of whom has the file follow it. From
then on route and steps say what this employer does, to them and to that agency alone.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.employers import READERS
from amuddu.contracts.events.envelope import Event
from amuddu.contracts.operations import Limit, Offset, Operations, Query
from amuddu.contracts.types import (
    AboutSomebody,
    Contract,
    ContractType,
    Day,
    HiringRouteCode,
    LongText,
    Money,
    Months,
    Role,
    ShortText,
    Slug,
    Verdict,
)
from amuddu.contracts.workflows import Step, Workflow

TOPIC = "employers.hires"

HireState = Literal["open", "stuck", "done", "abandoned"]
StepState = Literal["todo", "started", "done"]
StuckReason = Literal[
    "documents_missing",
    "office_silent",
    "office_refused",
    "papers_to_renew",
    "cost",
    "employer_unreachable",
    "person_unreachable",
    "other",
]
SignedReason = Literal["out_of_order"]
"""A contract was signed before the steps that it needs."""
AbandonReason = Literal[
    "office_refused", "person_left", "employer_withdrew", "too_long", "too_costly", "other"
]
ReminderKind = Literal["step_late", "start_near", "start_passed", "papers_end", "silent"]
HireStepName = Literal[
    "open",
    "set_terms",
    "reroute",
    "follow",
    "start_step",
    "finish_step",
    "get_stuck",
    "resume",
    "abandon",
]
Note = Annotated[LongText, Field(max_length=600), AboutSomebody()]


class HireAbandoned(Event):
    """A hire does not take place after all: the place is free again. Why is told to nobody."""

    type: ClassVar[str] = "hire.abandoned"
    topic: ClassVar[str] = TOPIC
    keyed_by: ClassVar[str] = "candidacy_id"

    candidacy_id: UUID
    vacancy_id: UUID


class HireStartSet(Event):
    """The day on which the work of a hire begins was set anew; `null`: it is not known any more."""

    type: ClassVar[str] = "hire.start_set"
    topic: ClassVar[str] = TOPIC
    keyed_by: ClassVar[str] = "candidacy_id"

    candidacy_id: UUID
    vacancy_id: UUID
    starts_on: Day | None


class HireStep(Contract):
    """One step of the file: who does it, what for, with which documents."""

    id: Slug
    state: StepState
    actor: str
    what: str
    documents: tuple[str, ...] = ()
    signs: bool = False
    """Whether the contract is signed with it."""
    max_days: int | None = None
    started_on: date | None = None
    done_on: date | None = None
    note: str = ""


class Reminder(Contract):
    """Something that comes due, or is late."""

    kind: ReminderKind
    due_on: date
    late: bool
    step_id: Slug | None = None


class HireLogLine(Contract):
    """One thing done to the file: by which role, when, and why."""

    name: HireStepName
    step_id: Slug | None
    from_state: HireState | None
    to_state: HireState
    reason: str | None
    note: str
    role: str
    at: datetime


class Hire(Contract):
    """The file of a hire. The person is a code; route and steps say what to do, never why.

    `route` is `null`, and steps and reminders are left out, for who only counts files.
    """

    id: UUID
    """The candidacy's own id."""
    vacancy_id: UUID
    vacancy_title: str
    employer_id: UUID
    employer_name: str
    profile_id: UUID | None
    """For the person's own agency alone."""
    code: str
    route: HiringRouteCode | None
    state: HireState
    stuck_on: Slug | None = None
    stuck_reason: StuckReason | None = None
    hired_on: date
    contract_type: ContractType | None
    contract_months: Months | None
    wage_month: Money | None
    starts_on: date | None
    papers_until: date | None = None
    """A date that a counsellor gave; for the agency alone."""
    steps_done: int
    steps_total: int
    updated_at: datetime
    steps: tuple[HireStep, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    log: tuple[HireLogLine, ...] = ()


class HirePage(Contract):
    """One page of files, those that wait for something first."""

    items: tuple[Hire, ...]
    total: int


class HireTermsIn(Contract):
    """The contract as it is to be signed: what the vacancy said may have changed."""

    contract_type: ContractType
    contract_months: Months | None = None
    wage_month: Money
    starts_on: Day | None = None


class StartStepIn(Contract):
    """A step was begun."""

    on: Day


class FinishStepIn(Contract):
    """A step was done.

    `although`: why, where the contract is signed while steps that come before it are open.
    """

    on: Day
    note: Note = ""
    although: Note = ""


class StuckIn(Contract):
    """Where the file is stuck, and why."""

    step_id: Slug
    reason: StuckReason
    note: Note = ""


class ResumeIn(Contract):
    """The file goes on."""

    note: Note = ""


class AbandonIn(Contract):
    """The hire does not take place."""

    reason: AbandonReason
    note: Note = ""


class RerouteIn(Contract):
    """The route that the file follows from now on."""

    route: HiringRouteCode


class PapersIn(Contract):
    """Until when the person's papers hold, as a counsellor read it; `null` forgets it."""

    until: Day | None


class StuckCount(Contract):
    """How many files are stuck at a step now, and how often one ever was, for a reason."""

    step_id: Slug
    what: str
    reason: StuckReason
    now: int
    ever: int


class StuckCounts(Contract):
    """Where files get stuck, the most frequent first."""

    items: tuple[StuckCount, ...]
    files: dict[HireState, int]


class Claimable(Contract):
    """A scheme that may be asked for a hire, and what it would pay."""

    scheme_id: Slug
    name: str
    verdict: Verdict
    monthly: Decimal | None
    months: int | None
    total: Decimal | None
    currency: str
    invented: bool = False
    here: bool
    """Whether it is asked for here: an envelope is open and the amount is known."""
    operator: str | None
    claim_id: UUID | None
    """The claim that was already begun."""
    failing: tuple[str, ...] = ()
    """The criteria that are not met, in words."""


class HireFilter(Query):
    """Which files a list shows; `q` searches code, title, trade, town and employer."""

    q: ShortText | None = None
    state: HireState | None = None
    limit: Limit = 20
    offset: Offset = 0


# --- who may do what, by which call -----------------------------------------------------------

WRITERS = (Role.EMPLOYER, Role.COUNSELLOR, Role.AGENT)
STAFF = (Role.COUNSELLOR, Role.AGENT)
_COUNTERS = (Role.COUNSELLOR, Role.COORDINATOR, Role.ADMINISTRATOR)

_CALLS = Operations("employers", tag="hires", public=True)
_FILE = "/hires/{hire_id}"
_STEP = {"step_id": Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,39}$")]}

# fmt: off
LIST_HIRES = _CALLS.get("/hires", HirePage, "hire_files", "Files of hires, those that wait for something first.", query=HireFilter, roles=READERS)
STUCK_HIRES = _CALLS.get("/hires/stuck", StuckCounts, "stuck_hires", "Where files get stuck and why, counted.", roles=_COUNTERS)
READ_HIRE = _CALLS.get(_FILE, Hire, "hire_file", "One file with its steps, what comes due, and its log.", roles=READERS)
SET_PAPERS = _CALLS.put(f"{_FILE}/papers", Hire, "set_hire_papers", "Note until when the person's papers hold, for the agency alone.", body=PapersIn, roles=STAFF)

SET_TERMS = _CALLS.put(f"{_FILE}/terms", Hire, "set_hire_terms", "Write down the contract as it is to be signed.", body=HireTermsIn, roles=WRITERS)
SET_ROUTE = _CALLS.put(f"{_FILE}/route", Hire, "set_hire_route", "Set the route that a counsellor found out.", body=RerouteIn, roles=STAFF)
FOLLOW_ROUTE = _CALLS.post(f"{_FILE}/follow", Hire, "follow_hire_route", "Have a file that follows no route yet follow the one that profiles opens to the caller.", roles=WRITERS)
START_STEP = _CALLS.post(f"{_FILE}/steps/{{step_id}}/start", Hire, "start_step", "Say that a step was begun.", body=StartStepIn, parameters=_STEP, roles=WRITERS)
FINISH_STEP = _CALLS.post(f"{_FILE}/steps/{{step_id}}/finish", Hire, "finish_step", "Say that a step was done.", body=FinishStepIn, parameters=_STEP, roles=WRITERS)
GET_STUCK = _CALLS.post(f"{_FILE}/stuck", Hire, "stuck_hire", "Say where the file is stuck, and why.", body=StuckIn, roles=WRITERS)
RESUME = _CALLS.post(f"{_FILE}/resume", Hire, "resume_hire", "Say that the file goes on.", body=ResumeIn, roles=WRITERS)
ABANDON = _CALLS.post(f"{_FILE}/abandon", Hire, "abandon_hire", "Say that the hire does not take place.", body=AbandonIn, roles=WRITERS)

HIRE: Workflow[HireState] = Workflow(
    "hire",
    Step("open", (), "open"),  # the news that somebody was hired
    Step("set_terms", ("open", "stuck"), operation=SET_TERMS),
    Step("reroute", ("open", "stuck"), "open", "stuck", operation=SET_ROUTE),
    Step("follow", ("open", "stuck"), "open", "stuck", operation=FOLLOW_ROUTE),
    Step("start_step", ("open",), "open", operation=START_STEP),
    Step("finish_step", ("open",), "open", "done", operation=FINISH_STEP),
    Step("get_stuck", ("open",), "stuck", operation=GET_STUCK),
    Step("resume", ("stuck",), "open", operation=RESUME),
    Step("abandon", ("open", "stuck"), "abandoned", operation=ABANDON),
)
# fmt: on
"""Who takes which step of a file, from which states to which, by which call."""
