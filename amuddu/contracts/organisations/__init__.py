"""Employers: who they are, what they declare, and what their agency found when it looked.

An employer that signs up is `declared`: it may write vacancies, and none of them is published. Its
agency verifies it, or hands it back with what to mend. One that an agency entered itself is
`entered`: the agency answers for it, so its vacancies are published, and it bears no mark until
its numbers were looked at.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.operations import Operations, Paged
from amuddu.contracts.types import AboutSomebody, Contract, Day, LongText, Role, ShortText, Slug
from amuddu.contracts.workflows import Step, Workflow

EmployerState = Literal["entered", "declared", "returned", "verified", "suspended", "merged"]
EmployerStepName = Literal[
    "enter", "declare", "verify", "hand_back", "withdraw", "correct", "suspend", "resume", "merge"
]
PUBLISHING: frozenset[EmployerState] = frozenset({"entered", "verified"})
"""States in which vacancies are published."""

Basis = Literal["register", "papers", "visit", "known"]
"""What the agency looked at: the public register, papers, the place itself; or it knows it well."""
ToMend = Literal["ice", "name", "rc", "cnss", "address", "phone", "rights", "not_employer"]
"""What is wrong with a declaration. `rights`: nobody confirms that the account speaks for the
enterprise; `not_employer`: what was declared employs nobody."""
Halt = Literal["complaint", "false_offer", "money_asked", "closed_down", "asked", "other"]
"""Why an employer is suspended. `asked`: by itself."""
Typed = Annotated[str, Field(max_length=60)]
"""A number as people type it: spaces, dots, digits of any script."""
EmployerNote = Annotated[LongText, Field(max_length=500), AboutSomebody()]


class EmployerIn(Contract):
    """An employing organisation. Facts that a scheme asks about may stay unknown (`null`)."""

    name: ShortText
    sector: Slug | None = None
    place: Slug | None = None
    agency_id: Slug
    """Agency of the public employment service that follows this employer."""
    created_on: Day | None = None
    size: int | None = Field(default=None, ge=0, le=1_000_000)
    cnss_up_to_date: bool | None = None


class Employer(EmployerIn):
    """An employer as stored."""

    id: UUID
    state: EmployerState = "entered"


class DeclarationIn(Contract):
    """What an employer says of itself when it signs up. It asks the name of no person."""

    name: ShortText
    agency_id: Slug
    place: Slug
    address: ShortText
    phone: Annotated[ShortText, Field(max_length=30)]
    """Of the enterprise: the agency calls it to make sure that it signed up."""
    ice: Typed
    cnss: Typed | None = None
    rc_number: Typed | None = None
    rc_court: Slug | None = None
    """Town of the court that keeps the register."""


class EmployerLine(Contract):
    """A step in the life of an employer. The actor is an id and a role, never a name."""

    name: EmployerStepName
    from_state: EmployerState | None
    to_state: EmployerState
    reasons: tuple[str, ...] = ()
    note: str = ""
    other_id: UUID | None = None
    actor_id: UUID
    actor_role: str
    at: datetime


class EmployerBrief(Contract):
    """An employer beside another one that may be the same."""

    id: UUID
    name: str
    place: Slug | None = None
    agency_id: Slug
    state: EmployerState
    same: Literal["ice", "enterprise", "name"]


class EmployerFile(Employer):
    """An employer with what it declared and what was found."""

    address: str | None = None
    phone: str | None = None
    ice: str | None = None
    cnss: str | None = None
    rc_number: str | None = None
    rc_court: Slug | None = None
    declared_at: datetime | None = None
    verified_at: datetime | None = None
    updated_at: datetime
    basis: Basis | None = None
    to_mend: tuple[ToMend, ...] = ()
    note: str = ""
    merged_into: UUID | None = None
    open_vacancies: int = 0
    waiting_vacancies: int = 0
    alike: tuple[EmployerBrief, ...] = ()
    """Others that may be the same; for those who verify."""
    log: tuple[EmployerLine, ...] = ()


class EmployerFiles(Contract):
    """One page of employers; `total` counts them all, `to_verify` those that wait."""

    items: tuple[EmployerFile, ...]
    total: int
    to_verify: int


class VerifyIn(Contract):
    """The declaration is right. `as_of`: `updated_at` of the file that was looked at."""

    basis: Basis
    as_of: datetime


class ToMendIn(Contract):
    """What the employer has to mend."""

    reasons: Annotated[tuple[ToMend, ...], Field(min_length=1, max_length=8)]
    note: EmployerNote = ""


class SuspendIn(Contract):
    """Why nothing of an employer is published from now on."""

    reason: Halt
    note: EmployerNote = ""


class MergeEmployerIn(Contract):
    """The employer of which this one is a duplicate."""

    into: UUID


class CorrectIn(Contract):
    """What an employer's agency sets right in its file. What is left out stays."""

    name: ShortText | None = None
    place: Slug | None = None
    address: ShortText | None = None
    phone: Annotated[ShortText, Field(max_length=30)] | None = None
    ice: Typed | None = None
    cnss: Typed | None = None
    rc_number: Typed | None = None
    rc_court: Slug | None = None


class GenuineIn(Contract):
    """An employer that somebody asks about: its ICE, or its whole name."""

    asked: ShortText


class Genuine(Contract):
    """Whether an agency verified such an employer. Nothing else of it is told."""

    verdict: Literal["verified", "unknown", "several"]
    name: str | None = None
    place: Slug | None = None
    since: date | None = None


class MarksIn(Contract):
    """Vacancies of which a page shows whether their employer was verified."""

    vacancies: Annotated[tuple[UUID, ...], Field(max_length=100)]


class Marks(Contract):
    """Those among them whose employer was verified, as things stand now."""

    verified: tuple[UUID, ...]


class EmployerFilter(Paged):
    """Which employers a list shows; `q` searches their names."""

    q: ShortText | None = None


class FileFilter(Paged):
    """Which employers' files a list shows; `q` searches their names, or is an ICE."""

    q: ShortText | None = None
    state: EmployerState | None = None


# --- who may do what, by which call -----------------------------------------------------------

WRITERS = (Role.EMPLOYER, Role.COUNSELLOR, Role.ADMINISTRATOR)
POSTERS = (Role.COUNSELLOR, Role.ADMINISTRATOR)
"""Those who may enter an employer and post for it."""
LOOKERS = (*POSTERS, Role.COORDINATOR)

_CALLS = Operations("employers", tag="employers", public=True)
_INNER = Operations("employers", tag="employers")
_VACANCIES = Operations("employers", tag="vacancies", public=True)
_OWN = Operations("employers", tag="vacancies")
_ONE = "/employers/{employer_id}"

# fmt: off
ADD_EMPLOYER = _VACANCIES.post("/employers", Employer, "post_employer", "Add an employer to follow.", body=EmployerIn, status=201, roles=POSTERS)
LIST_EMPLOYERS = _OWN.get("/employers", tuple[Employer, ...], "list_employers", "The employers the caller may know of, by name.", query=EmployerFilter, roles=WRITERS)
READ_EMPLOYER = _OWN.get(_ONE, Employer, "get_employer", "One employer.", roles=WRITERS)
CHANGE_EMPLOYER = _OWN.put(_ONE, Employer, "change_employer", "Change an employer; its published vacancies follow.", body=EmployerIn, roles=WRITERS)

DECLARE = _CALLS.post("/employers/declaration", EmployerFile, "declare_employer", "Declare the enterprise that the caller speaks for; its agency looks at it.", body=DeclarationIn, roles=(Role.EMPLOYER,))
LIST_FILES = _CALLS.get("/employers/files", EmployerFiles, "list_employer_files", "Employers with their files, those that wait for the agency first.", query=FileFilter, roles=LOOKERS)
READ_FILE = _CALLS.get(f"{_ONE}/file", EmployerFile, "employer_file", "What an employer declared, and what was found.", roles=(Role.EMPLOYER, *LOOKERS))
VERIFY = _CALLS.post(f"{_ONE}/verify", EmployerFile, "verify_employer", "The declaration is right: vacancies that waited for it are published.", body=VerifyIn, roles=POSTERS)
HAND_BACK = _CALLS.post(f"{_ONE}/hand-back", EmployerFile, "hand_back_employer", "Hand a declaration back, with what to mend.", body=ToMendIn, roles=POSTERS)
WITHDRAW = _CALLS.post(f"{_ONE}/withdraw", EmployerFile, "withdraw_employer", "Take a verification back: its open vacancies close.", body=ToMendIn, roles=POSTERS)
CORRECT = _CALLS.post(f"{_ONE}/correct", EmployerFile, "correct_employer", "Set an employer's file right; its published vacancies follow.", body=CorrectIn, roles=POSTERS)
SUSPEND = _CALLS.post(f"{_ONE}/suspend", EmployerFile, "suspend_employer", "Publish nothing of an employer any more: its open vacancies close.", body=SuspendIn, roles=POSTERS)
RESUME = _CALLS.post(f"{_ONE}/resume", EmployerFile, "resume_employer", "Let a suspended employer be looked at again.", roles=POSTERS)
MERGE = _CALLS.post(f"{_ONE}/merge", EmployerFile, "merge_employer", "This employer is another one entered twice: its unpublished vacancies go to that one.", body=MergeEmployerIn, roles=POSTERS)

CHECK_EMPLOYER = _INNER.post("/genuine/employer", Genuine, "check_employer", "Whether an agency verified an employer, by its ICE or its whole name.", body=GenuineIn)
MARKS = _INNER.post("/genuine/marks", Marks, "employer_marks", "Which vacancies are of a verified employer.", body=MarksIn)

EMPLOYER: Workflow[EmployerState] = Workflow(
    "employer",
    Step("enter", (), "entered", operation=ADD_EMPLOYER),
    Step("declare", ("declared", "returned", "entered"), "declared", "entered", operation=DECLARE),
    Step("verify", ("declared", "entered"), "verified", operation=VERIFY),
    Step("hand_back", ("declared", "entered"), "returned", "entered", operation=HAND_BACK),
    Step("withdraw", ("verified",), "returned", operation=WITHDRAW),
    Step("correct", ("entered", "declared", "returned", "verified"), operation=CORRECT),
    Step("suspend", ("entered", "declared", "returned", "verified"), "suspended", operation=SUSPEND),
    Step("resume", ("suspended",), "declared", "entered", operation=RESUME),
    Step("merge", ("entered", "declared", "returned", "suspended"), "merged", operation=MERGE),
)
# fmt: on
"""Who takes which step of an employer. Nothing leaves `merged`."""
