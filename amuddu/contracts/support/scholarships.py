"""Scholarships: calls with what they ask, applications, a committee, an award, monthly payments.

A committee scores without a name. Money is put aside when somebody is chosen, and paid by the month
for whoever came or was excused; nobody's paper is looked at for a payment, so a card that is being
renewed stops none.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.events.envelope import Event
from amuddu.contracts.operations import Operations, Paged
from amuddu.contracts.support.calls import (
    CallIn,
    CallTermsIn,
    CommitteeIn,
    KeptCall,
    ScholarshipCall,
    ScholarshipCalls,
)
from amuddu.contracts.support.catalogue import SchoolLevel
from amuddu.contracts.support.judging import (
    CallFit,
    Eligibility,
    ForWhom,
    ScoreGiven,
    ScoreIn,
    Seat,
)
from amuddu.contracts.support.training import TOPIC
from amuddu.contracts.types import AboutSomebody, Contract, LongText, Role, ShortText, Slug
from amuddu.contracts.workflows import Step, Workflow

ScholarshipState = Literal[
    "draft",
    "submitted",
    "eligible",
    "not_eligible",
    "scored",
    "waiting",
    "awarded",
    "refused",
    "active",
    "suspended",
    "completed",
    "ended",
    "withdrawn",
]
IN_HAND: tuple[ScholarshipState, ...] = (
    "draft",
    "submitted",
    "eligible",
    "scored",
    "waiting",
    "awarded",
    "active",
    "suspended",
)
"""States in which there is still something to come."""
ScholarshipStep = Literal[
    "apply",
    "write",
    "submit",
    "admit",
    "decline",
    "score",
    "award",
    "wait",
    "refuse",
    "appeal",
    "agree",
    "attend",
    "order",
    "suspend",
    "resume",
    "complete",
    "end",
    "withdraw",
]
NotEligibleReason = Literal["no_place", "other_course", "conditions", "not_reached"]
RefusedReason = Literal["scores", "no_money", "household", "course"]
SuspendReason = Literal["absences", "not_reached", "person_asks"]
EndReason = Literal["stopped_course", "found_work", "moved", "absences", "person_asks"]
Attendance = Literal["present", "excused", "absent"]
Excuse = Literal["illness", "childbirth", "papers"]
"""Why somebody was away and is paid all the same; looked at and not kept."""
Wording = Annotated[LongText, Field(max_length=1200), AboutSomebody()]
ScholarshipNote = Annotated[LongText, Field(max_length=600), AboutSomebody()]


class ScholarshipMoved(Event):
    """A step of an application: where it stands, and nothing of the person or of the money."""

    type: ClassVar[str] = "scholarship.moved"
    topic: ClassVar[str] = TOPIC
    keyed_by: ClassVar[str] = "application_id"

    application_id: UUID
    profile_id: UUID
    agency_id: Slug | None = None
    call_id: UUID
    step: ScholarshipStep
    from_state: ScholarshipState | None
    state: ScholarshipState
    by_person: bool
    """The person did it herself."""
    at: datetime


# --- applications -----------------------------------------------------------------------------


class ApplicationIn(Contract):
    """Begin an application: for oneself, or as a counsellor for somebody whom one follows."""

    profile_id: UUID | None = None


class ApplicationWriteIn(Contract):
    """What is said so far; what is missing may come later. `place_id`: the request for a place in
    training that it is for."""

    place_id: UUID | None = None
    why: Wording = ""


class SubmitIn(Contract):
    """Send it in. `school_level`: what the person says they completed; looked at and not kept."""

    school_level: SchoolLevel | None = None


class DeclineIn(Contract):
    """Why it does not fit this call; the person reads the reason, never the note."""

    reason: NotEligibleReason
    note: ScholarshipNote = ""


class AwardRefuseIn(Contract):
    """Why not; the person reads the reason and may appeal within 15 days."""

    reason: RefusedReason
    note: ScholarshipNote = ""


class AppealIn(Contract):
    """What the person wants looked at again."""

    why: Annotated[Wording, Field(min_length=1)]


class AttendIn(Contract):
    """A month of the centre's attendance sheet; `code`: of whom the sheet says it is."""

    code: ShortText
    month: Annotated[int, Field(ge=1, le=24)]
    attendance: Attendance
    excuse: Excuse | None = None


class SuspendScholarshipIn(Contract):
    """Why payments stop for a while."""

    reason: SuspendReason
    note: ScholarshipNote = ""


class EndScholarshipIn(Contract):
    """Why it ends before its time; what is not paid goes back to the envelope."""

    reason: EndReason
    note: ScholarshipNote = ""


class HouseholdIn(Contract):
    """Two applications of one household, by the code of the other."""

    code: ShortText


class Instalment(Contract):
    """A month: what was noted, and whether it is paid."""

    number: int
    amount: Decimal
    attendance: Attendance | None
    state: Literal["planned", "not_due", "noted", "ordered", "paid", "cancelled"]
    """`noted`: to be paid, and the bank is not asked for it yet."""
    paid_on: date | None = None


class ScholarshipLine(Contract):
    """One thing done to an application."""

    name: ScholarshipStep
    from_state: ScholarshipState | None
    to_state: ScholarshipState
    reason: str | None
    role: str
    at: datetime


class Application(Contract):
    """An application, for the person and for who follows them."""

    id: UUID
    call_id: UUID
    call_title: str
    profile_id: UUID
    code: str
    state: ScholarshipState
    place_id: UUID | None
    course_title: str | None
    why: str
    reason: str | None
    currency: str
    monthly: Decimal
    months: int
    appeal_until: date | None = None
    missing: tuple[Literal["place", "why"], ...] = ()
    school_level: SchoolLevel | None = None
    """What the call asks to have completed."""
    seats: tuple[Seat, ...] = ()
    """While it is written: the places in training that it may be for."""
    instalments: tuple[Instalment, ...] = ()
    asked_at: datetime
    updated_at: datetime
    log: tuple[ScholarshipLine, ...] = ()


class Applications(Contract):
    """One page of applications, those that wait for something first."""

    items: tuple[Application, ...]
    total: int


class ApplicationFilter(Paged):
    """Which part of the applications is asked for; every one where no state is named."""

    state: ScholarshipState | None = None


class ToScore(Contract):
    """An application as a committee scores it: a number, the course and the reasons given."""

    id: UUID
    number: int
    course_title: str
    centre_name: str
    why: str
    state: ScholarshipState
    scored: bool
    """This member gave points."""
    conflict: bool
    """This member gives none: they said so, or their agency follows the person."""


class Scoring(Contract):
    """What a member has to score."""

    call_id: UUID
    title: str
    items: tuple[ToScore, ...]


class Scorings(Contract):
    """The calls on whose committees somebody is, with what there is to score."""

    items: tuple[Scoring, ...]


class Attended(Contract):
    """The months of a scholarship, by its code."""

    id: UUID
    code: str
    state: ScholarshipState
    instalments: tuple[Instalment, ...]


class Decided(Contract):
    """An application as the coordination decides on it: a code, its points, its months."""

    id: UUID
    number: int
    code: str
    state: ScholarshipState
    course_title: str | None
    scores: int
    conflicts: int
    points: Decimal | None
    """Mean of the sums of the members who scored."""
    given: tuple[ScoreGiven, ...] = ()
    why: str
    appealed: bool
    appeal: str = ""
    """What the person wants looked at again."""
    same_household: bool
    """Somebody of the same household applied too."""
    reason: str | None
    instalments: tuple[Instalment, ...]


class DecisionList(Contract):
    """A call with its applications, the most points first."""

    call: KeptCall
    items: tuple[Decided, ...]


ASKERS = (Role.JOBSEEKER, Role.COUNSELLOR, Role.AGENT)
"""The person, and who follows them: an agent those alone who have no other agent."""
SIGNERS = (Role.JOBSEEKER, Role.COUNSELLOR)
NOTERS = (Role.COUNSELLOR, Role.COORDINATOR)
COUNSELLORS = (Role.COUNSELLOR,)
COORDINATORS = (Role.COORDINATOR,)
MEMBERS = (Role.COUNSELLOR, Role.COORDINATOR)
READERS = (*ASKERS, Role.COORDINATOR)

_CALLS = Operations("support", tag="scholarships", public=True)
_ALL = "/scholarships/calls"
_CALL = "/scholarships/calls/{call_id}"
_ONE = "/scholarships/applications/{application_id}"
# fmt: off
LIST_CALLS = _CALLS.get(_ALL, ScholarshipCalls, "list_scholarship_calls", "Calls for scholarships, those that take applications first.", roles=READERS)
READ_CALL = _CALLS.get(_CALL, ScholarshipCall, "read_scholarship_call", "One call and what it asks.", roles=READERS)
ADD_CALL = _CALLS.post(_ALL, KeptCall, "add_scholarship_call", "Enter a call.", body=CallIn, status=201, roles=COORDINATORS)
CHANGE_TERMS = _CALLS.put(f"{_CALL}/terms", KeptCall, "change_scholarship_terms", "A new version of what a call asks; applications begun before keep theirs.", body=CallTermsIn, roles=COORDINATORS)
APPOINT = _CALLS.put(f"{_CALL}/committee", KeptCall, "appoint_scholarship_committee", "Say which accounts of staff score.", body=CommitteeIn, roles=COORDINATORS)
OPEN_CALL = _CALLS.post(f"{_CALL}/open", KeptCall, "open_scholarship_call", "Open a call that has its committee.", roles=COORDINATORS)
CLOSE_CALL = _CALLS.post(f"{_CALL}/close", KeptCall, "close_scholarship_call", "Close a call: it takes no more applications.", roles=COORDINATORS)
READ_DECISIONS = _CALLS.get(f"{_CALL}/decisions", DecisionList, "read_scholarship_decisions", "A call's applications by codes, with their points and months.", roles=COORDINATORS)
LIST_SCORING = _CALLS.get("/scholarships/scoring", Scorings, "list_scholarship_scoring", "The calls on whose committees one is, with what there is to score.", roles=MEMBERS)
READ_SCORING = _CALLS.get(f"{_CALL}/scoring", Scoring, "read_scholarship_scoring", "What a member of the committee scores: no name, no code.", roles=MEMBERS)

CHECK_CALL = _CALLS.get(f"{_CALL}/fit", CallFit, "check_scholarship_call", "Every criterion of a call for somebody, asked of profiles now and kept nowhere.", query=ForWhom, roles=ASKERS)
APPLY = _CALLS.post(f"{_CALL}/applications", Application, "apply_for_scholarship", "Begin an application.", body=ApplicationIn, status=201, roles=ASKERS)
LIST_APPLICATIONS = _CALLS.get("/scholarships/applications", Applications, "list_scholarship_applications", "One's own applications, or those of the people of one's agency.", query=ApplicationFilter, roles=ASKERS)
READ_APPLICATION = _CALLS.get(_ONE, Application, "read_scholarship_application", "One application with what was done to it.", roles=ASKERS)
CHECK_ELIGIBILITY = _CALLS.get(f"{_ONE}/eligibility", Eligibility, "check_scholarship_eligibility", "Every criterion for an application, asked of profiles now and kept nowhere.", roles=ASKERS)
LINK_HOUSEHOLD = _CALLS.post(f"{_ONE}/household", Application, "link_scholarship_household", "Say that two applications of one's agency are of one household.", body=HouseholdIn, roles=COUNSELLORS)

WRITE = _CALLS.put(_ONE, Application, "write_scholarship_application", "Keep what is said so far.", body=ApplicationWriteIn, roles=ASKERS)
SUBMIT = _CALLS.post(f"{_ONE}/submit", Application, "submit_scholarship_application", "Send an application in.", body=SubmitIn, roles=ASKERS)
ADMIT = _CALLS.post(f"{_ONE}/admit", Application, "admit_scholarship_application", "Say that it fits the call.", roles=COUNSELLORS)
DECLINE = _CALLS.post(f"{_ONE}/decline", Application, "decline_scholarship_application", "Say that it does not fit the call, and why.", body=DeclineIn, roles=COUNSELLORS)
SCORE = _CALLS.post(f"{_ONE}/score", ToScore, "score_scholarship_application", "Give points, or say that one has a conflict.", body=ScoreIn, roles=MEMBERS)
AWARD = _CALLS.post(f"{_ONE}/award", Decided, "award_scholarship", "Choose somebody: the money is put aside.", roles=COORDINATORS)
WAIT = _CALLS.post(f"{_ONE}/wait", Decided, "wait_for_scholarship", "Put on the waiting list.", roles=COORDINATORS)
REFUSE = _CALLS.post(f"{_ONE}/refuse", Decided, "refuse_scholarship", "Say no, and why.", body=AwardRefuseIn, roles=COORDINATORS)
APPEAL = _CALLS.post(f"{_ONE}/appeal", Application, "appeal_scholarship", "Ask that a no is looked at again, within 15 days.", body=AppealIn, roles=ASKERS)
AGREE = _CALLS.post(f"{_ONE}/agree", Application, "agree_scholarship", "The agreement is agreed to: the months are planned.", roles=SIGNERS)
ATTEND = _CALLS.post(f"{_ONE}/attendance", Attended, "note_scholarship_attendance", "A month of the attendance sheet. Who came, or was excused, is paid: the bank is asked at once by the coordination, else by `order`.", body=AttendIn, roles=NOTERS)
ORDER = _CALLS.post(f"{_ONE}/order", Decided, "order_scholarship_months", "Ask the bank for the months that others noted.", roles=COORDINATORS)
SUSPEND = _CALLS.post(f"{_ONE}/suspend", Decided, "suspend_scholarship", "Stop for a while, and say why.", body=SuspendScholarshipIn, roles=COORDINATORS)
RESUME = _CALLS.post(f"{_ONE}/resume", Decided, "resume_scholarship", "Go on.", roles=COORDINATORS)
COMPLETE = _CALLS.post(f"{_ONE}/complete", Decided, "complete_scholarship", "Every month is noted: what is left goes back.", roles=COORDINATORS)
END = _CALLS.post(f"{_ONE}/end", Decided, "end_scholarship", "End before its time, and say why.", body=EndScholarshipIn, roles=COORDINATORS)
WITHDRAW = _CALLS.post(f"{_ONE}/withdraw", Application, "withdraw_scholarship_application", "Take an application back; money put aside is free again.", roles=ASKERS)

SCHOLARSHIP: Workflow[ScholarshipState] = Workflow(
    "scholarship",
    Step("apply", (), "draft", operation=APPLY),
    Step("write", ("draft",), operation=WRITE),
    Step("submit", ("draft",), "submitted", operation=SUBMIT),
    Step("admit", ("submitted",), "eligible", operation=ADMIT),
    Step("decline", ("submitted",), "not_eligible", operation=DECLINE),
    Step("score", ("eligible", "scored"), "eligible", "scored", operation=SCORE),
    Step("award", ("scored", "waiting"), "awarded", operation=AWARD),
    Step("wait", ("scored",), "waiting", operation=WAIT),
    Step("refuse", ("scored", "waiting"), "refused", operation=REFUSE),
    Step("appeal", ("refused",), "scored", operation=APPEAL),
    Step("agree", ("awarded",), "active", operation=AGREE),
    Step("attend", ("active",), operation=ATTEND),
    Step("order", ("active", "suspended"), operation=ORDER),
    Step("suspend", ("active",), "suspended", operation=SUSPEND),
    Step("resume", ("suspended",), "active", operation=RESUME),
    Step("complete", ("active",), "completed", operation=COMPLETE),
    Step("end", ("active", "suspended"), "ended", operation=END),
    Step("withdraw", ("draft", "submitted", "eligible", "scored", "waiting", "awarded"), "withdrawn", operation=WITHDRAW),
)
# fmt: on
"""Who takes which step of an application, from which states to which, by which call."""
