"""Reports of an offer or of its employer: anybody says what is wrong, the agency looks, whoever
reported reads an answer by a code.

Nobody is shown who reported; the house keeps no account and no address of them, only a digest that
fits this employer alone and goes once the report is decided.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.employers import POSTERS
from amuddu.contracts.operations import Operations, Paged
from amuddu.contracts.types import Contract, LongText, Role, Slug
from amuddu.contracts.workflows import Step, Workflow

ReportAbout = Literal["offer", "employer"]
ReportReason = Literal[
    "money_asked",
    "papers_kept",
    "violence",
    "minors",
    "fake",
    "discrimination",
    "not_paid",
    "other_job",
    "contact_outside",
    "other",
]
GRAVE: frozenset[ReportReason] = frozenset({"money_asked", "papers_kept", "violence", "minors"})
"""What hides an offer while the agency looks at it."""
ReportVia = Literal["link", "account", "nobody"]
"""`link`: somebody whom an agency put forward for this very offer. `account`: somebody signed in.
`nobody`: without either; then the digest is that of where they wrote from."""
ReportState = Literal["received", "looked_at", "upheld", "dismissed"]
ReportMeasure = Literal["taken_off", "mended", "warned"]
ReportFinding = Literal["nothing_found", "not_enough"]
ReportStepName = Literal["receive", "look", "uphold", "dismiss"]

ReportText = Annotated[LongText, Field(max_length=600)]


class ReportIn(Contract):
    """A report as the gateway passes it on: never who."""

    vacancy_id: UUID
    about: ReportAbout = "offer"
    reason: ReportReason
    text: ReportText = ""
    via: ReportVia
    reporter: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """A digest of whoever reports, to count them once."""


class ReportReceipt(Contract):
    """The code behind which the answer will be; it is shown once."""

    code: str


class ReportCode(Contract):
    """A code as somebody typed it."""

    code: Annotated[str, Field(min_length=1, max_length=40)]


class ReportAnswer(Contract):
    """What became of a report, for whoever made it."""

    about: ReportAbout
    reason: ReportReason
    state: ReportState
    measure: ReportMeasure | None = None
    finding: ReportFinding | None = None
    received_on: datetime
    updated_at: datetime


class ReportLine(Contract):
    """One step of a report."""

    name: ReportStepName
    from_state: ReportState | None
    to_state: ReportState
    actor_role: str
    at: datetime


class Report(Contract):
    """A report as the agency of the employer sees it. It does not say who reported."""

    id: UUID
    vacancy_id: UUID
    vacancy_title: str
    employer_id: UUID
    employer_name: str
    agency_id: Slug | None
    about: ReportAbout
    reason: ReportReason
    grave: bool
    hid: bool
    """Whether it hid the offer for a while."""
    text: str = ""
    """What was written, without names, contacts and what tells of a person."""
    others: int = 0
    """Other reports of the same offer that are not decided."""
    state: ReportState
    measure: ReportMeasure | None = None
    finding: ReportFinding | None = None
    created_at: datetime
    updated_at: datetime
    log: tuple[ReportLine, ...] = ()


class ReportPage(Contract):
    """Reports: those that wait first, grave ones before the others."""

    items: tuple[Report, ...]
    total: int


class ReportFilter(Paged):
    """Which reports are listed."""

    open_only: bool = True


class UpholdIn(Contract):
    """What the agency did about it."""

    measure: ReportMeasure


class DismissIn(Contract):
    """Why nothing is done."""

    finding: ReportFinding


# --- who may do what, by which call -----------------------------------------------------------

_OWN = Operations("employers", tag="reports")
_AGENCY = Operations("employers", tag="reports", public=True)
_HOUSE = (Role.SERVICE,)
_OF = "/reports/{report_id}"

# fmt: off
SEND_REPORT = _OWN.post("/reports", ReportReceipt, "send_report", "Report an offer or its employer. For the gateway, which tells nobody who.", body=ReportIn, status=201, roles=_HOUSE)
READ_ANSWER = _OWN.post("/reports/answer", ReportAnswer, "report_answer", "What became of the report behind a code.", body=ReportCode, roles=_HOUSE)
LIST_REPORTS = _AGENCY.get("/reports", ReportPage, "list_reports", "Reports about employers of the agency, those that wait first.", query=ReportFilter, roles=POSTERS)
READ_REPORT = _AGENCY.get(_OF, Report, "read_report", "One report with its steps; never who reported.", roles=POSTERS)
LOOK = _AGENCY.post(f"{_OF}/look", Report, "look_at_report", "Say that the agency looks at it.", roles=POSTERS)
UPHOLD = _AGENCY.post(f"{_OF}/uphold", Report, "uphold_report", "It is true: say what was done. `taken_off` closes the offer.", body=UpholdIn, roles=POSTERS)
DISMISS = _AGENCY.post(f"{_OF}/dismiss", Report, "dismiss_report", "Nothing is done, and why.", body=DismissIn, roles=POSTERS)

REPORT: Workflow[ReportState] = Workflow(
    "report",
    Step("receive", (), "received"),
    Step("look", ("received",), "looked_at", operation=LOOK),
    Step("uphold", ("received", "looked_at"), "upheld", operation=UPHOLD),
    Step("dismiss", ("received", "looked_at"), "dismissed", operation=DISMISS),
)
# fmt: on
"""Who takes which step of a report. What was decided stays decided: a new fact is a new report."""
