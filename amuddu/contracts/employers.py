"""Employers: organisations, vacancies, the hiring incentive attached to a vacancy."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from amuddu.contracts.batch import BatchIn, BatchOut, FieldProblem
from amuddu.contracts.events.envelope import Event
from amuddu.contracts.operations import Operations, Paged
from amuddu.contracts.organisations import POSTERS as POSTERS
from amuddu.contracts.organisations import WRITERS as WRITERS
from amuddu.contracts.organisations import Employer as Employer
from amuddu.contracts.organisations import EmployerIn as EmployerIn
from amuddu.contracts.organisations import EmployerState
from amuddu.contracts.types import (
    ConceptRef,
    Contract,
    ContractType,
    Day,
    ExternalRef,
    LanguageSkill,
    LongText,
    Money,
    Months,
    Role,
    ShortText,
    Slug,
    Verdict,
    WordingKind,
)
from amuddu.contracts.workflows import Step, Workflow

TOPIC = "employers.vacancies"

HoursWeek = Annotated[int, Field(ge=1, le=84)]
ClosingReason = Literal["filled", "withdrawn", "expired", "silent"]
VacancyStatus = Literal["draft", "waiting", "published", "closed"]
"""`waiting`: its wording is doubtful, or its employer is not verified; the agency decides."""
VacancyStepName = Literal[
    "create", "publish", "hand_back", "revise", "confirm", "close", "fill", "reopen", "hide", "show"
]

MOST_LANGUAGES = 5
"""Languages that a vacancy may ask for."""
AskedLanguages = Annotated[tuple[LanguageSkill, ...], Field(max_length=MOST_LANGUAGES)]
LanguageReason = Literal["customers", "texts", "teaching", "team"]
"""Why work needs a language that few people in Morocco speak: to speak with customers or the
public; to read, write or answer the telephone; to teach, translate or interpret it; because the
team has no other language in common. One reason for all of them."""


class IncentiveTerms(Contract):
    """The hiring incentive attached to a vacancy and what it would pay.

    An amount that was never published is `null`, shown as "to be confirmed".
    """

    scheme_id: Slug
    verdict: Verdict
    monthly: Decimal | None = None
    months: int | None = None
    total: Decimal | None = None
    currency: str = "MAD"
    invented: bool = False
    """The amount was published by nobody: said beside it."""


# --- events -----------------------------------------------------------------------------------


class VacancyPublished(Event):
    """A vacancy that is open, whole: publishing it again replaces what was known of it."""

    type: ClassVar[str] = "vacancy.published"
    topic: ClassVar[str] = TOPIC
    keyed_by: ClassVar[str] = "vacancy_id"

    vacancy_id: UUID
    revision: int = Field(ge=1)
    employer_id: UUID
    employer_name: ShortText
    agency_id: Slug | None = None
    title: ShortText
    description: LongText = ""
    occupation: ConceptRef
    essential_skills: tuple[ConceptRef, ...] = ()
    wanted_skills: tuple[ConceptRef, ...] = ()
    languages: tuple[LanguageSkill, ...] = ()
    place: Slug
    contract_type: ContractType
    contract_months: Months | None = None
    wage_month: Money | None = None
    wage_month_max: Money | None = None
    starts_on: Day | None = None
    places: int = Field(default=1, ge=1, le=500)
    hours_week: HoursWeek | None = None
    household: bool | None = None
    incentive: IncentiveTerms | None = None
    hidden: bool = False
    """The agency looks at it after a report: nobody is asked for it meanwhile."""


class VacancyClosed(Event):
    """A vacancy that takes no more candidates.

    It carries what was last published, so that the newest event of a vacancy says all of it: a
    compacted topic keeps no other.
    """

    type: ClassVar[str] = "vacancy.closed"
    topic: ClassVar[str] = TOPIC
    keyed_by: ClassVar[str] = "vacancy_id"

    vacancy_id: UUID
    revision: int = Field(ge=1)
    reason: ClosingReason
    vacancy: VacancyPublished | None = None


# --- HTTP bodies ------------------------------------------------------------------------------


class VacancyIn(Contract):
    """A vacancy as its employer writes it. A draft may be incomplete; see `publish`."""

    title: ShortText
    description: LongText = ""
    occupation: ConceptRef | None = None
    essential_skills: tuple[ConceptRef, ...] = Field(default=(), max_length=30)
    wanted_skills: tuple[ConceptRef, ...] = Field(default=(), max_length=30)
    languages: tuple[LanguageSkill, ...] = Field(default=(), max_length=10)
    """Ten in vacancies of before; whoever writes one asks for `MOST_LANGUAGES` at most."""
    language_reason: LanguageReason | None = None
    """Asked where one of the languages is none of those that many people in Morocco speak."""
    place: Slug | None = None
    contract_type: ContractType | None = None
    contract_months: Months | None = None
    wage_month: Money | None = None
    wage_month_max: Money | None = None
    starts_on: Day | None = None
    places: int = Field(default=1, ge=1, le=500)
    hours_week: HoursWeek | None = None
    """Hours agreed for a week; a full legal week where nobody says."""
    household: bool | None = None
    """Whether the employer is a private household: asked of trades that are done in homes."""
    incentive_scheme: Slug | None = None
    new_hire: bool | None = None
    """Whether the person hired will be new to the firm (some schemes ask)."""
    external_ref: ExternalRef | None = None

    @model_validator(mode="after")
    def _wages_in_order(self) -> Self:
        low, high = self.wage_month, self.wage_month_max
        if low is not None and high is not None and high < low:
            raise PydanticCustomError("wage_order", "wage order")
        return self


class VacancyChange(VacancyIn):
    """What a vacancy says from now on. `employer_id`: whose a draft is that nobody named an
    employer of; said again, it changes nothing."""

    languages: AskedLanguages = ()
    employer_id: UUID | None = None


class VacancyCreate(VacancyIn):
    """Post a vacancy: publish it at once, or keep a draft.

    `employer_id` is for those who post for an employer (counsellor, administrator, import).
    """

    languages: AskedLanguages = ()
    publish: bool = True
    employer_id: UUID | None = None
    key: UUID | None = None
    """Chosen by whoever posts: the same key twice posts one vacancy (its id is the key)."""


class WordingNote(Contract):
    """Words of a vacancy that shut somebody out or cheat, why, and what to write instead."""

    field: str
    words: str
    kind: WordingKind
    sure: bool
    """Whether they have to go before it is published; else the agency decides."""
    why: str
    better: str
    law: str


class Vacancy(VacancyIn):
    """A vacancy as its employer and its agency see it."""

    id: UUID
    employer_id: UUID
    employer_name: str
    agency_id: Slug | None
    status: VacancyStatus
    revision: int
    incentive: IncentiveTerms | None = None
    closing_reason: ClosingReason | None = None
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None = None
    closes_on: Day | None = None
    """Day on which an open vacancy closes by itself, unless its employer is heard of before."""
    employer_state: EmployerState = "entered"
    """One that is `declared` or `returned` waits for its agency, and its vacancies with it."""
    hidden_until: datetime | None = None
    """Until when it is hidden at the latest, while the agency looks at it after a report."""
    places_taken: int = 0
    """Hires that hold: with the last place the vacancy closes by itself."""
    to_mend: tuple[FieldProblem, ...] = ()
    """What keeps a draft from being published today, in the caller's language."""
    wording: tuple[WordingNote, ...] = ()
    """What is wrong with the words of one that is not published yet, in the caller's language."""

    @property
    def unpublished(self) -> bool:
        return self.status in ("draft", "waiting")

    @property
    def reopens(self) -> bool:
        """Whether it was filled and a place is free again."""
        filled = self.status == "closed" and self.closing_reason == "filled"
        return filled and self.places_taken < self.places


class VacancyPage(Contract):
    """One page of vacancies; `total` counts them all."""

    items: tuple[Vacancy, ...]
    total: int


class VacancyLogLine(Contract):
    """One thing done to a vacancy. The actor is an id and a role, never a name."""

    name: VacancyStepName
    from_status: VacancyStatus | None
    to_status: VacancyStatus
    revision: int
    actor_id: UUID
    actor_role: str
    reason: str | None
    at: datetime


class CloseIn(Contract):
    """Why a vacancy closes."""

    reason: ClosingReason


class HandBackIn(Contract):
    """Why the agency hands a vacancy back: the kind of wording that has to change."""

    reason: WordingKind


class SchemeOut(Contract):
    """A hiring incentive on offer, in the reader's language."""

    id: Slug
    name: str
    funder: str | None = None
    operator: str | None = None
    summary: str
    amount_known: bool
    monthly: Decimal | None = None
    months: int | None = None
    currency: str = "MAD"
    invented: bool = False
    documents: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class CriterionOut(Contract):
    """One criterion of a scheme: met, not met, or to be asked; and the field to fill in."""

    id: Slug
    verdict: Verdict
    text: str
    missing: str | None = None


class EvaluateIn(Contract):
    """Ask what a scheme would pay for a vacancy that may not exist yet."""

    scheme_id: Slug
    vacancy: VacancyIn
    employer_id: UUID | None = None


class EvaluationOut(Contract):
    """What a scheme would pay for a vacancy, criterion by criterion."""

    scheme_id: Slug
    verdict: Verdict
    criteria: tuple[CriterionOut, ...]
    monthly: Decimal | None = None
    months: int | None = None
    total: Decimal | None = None
    currency: str = "MAD"
    invented: bool = False
    note: str = ""


class VacancyFilter(Paged):
    """Which vacancies a list shows; `q` searches title, trade and employer."""

    status: VacancyStatus | None = None
    q: ShortText | None = None
    silent_days: int | None = Field(default=None, ge=0, le=366)
    """Open ones of whose employer nothing was heard for so long."""


# --- who may do what, by which call -----------------------------------------------------------

READERS = (*WRITERS, Role.AGENT, Role.COORDINATOR)

_PUBLIC = Operations("employers", tag="vacancies", public=True)
_AID = Operations("employers", tag="incentives", public=True)
_OWN = Operations("employers", tag="vacancies")
_SILENT = Operations("employers", tag="still hiring")
_OF = "/vacancies/{vacancy_id}"

# fmt: off

POST_VACANCY = _PUBLIC.post("/vacancies", Vacancy, "post_vacancy", "Post a vacancy; `publish: false` keeps a draft.", body=VacancyCreate, status=201, roles=WRITERS)
IMPORT_VACANCIES = _OWN.post("/vacancies/batch", BatchOut, "import_vacancies", "Import rows of a file: each is judged alone, by its employer and `external_ref`.", body=BatchIn, roles=WRITERS)
LIST_VACANCIES = _OWN.get("/vacancies", VacancyPage, "list_vacancies", "The vacancies the caller may know of, newest first.", query=VacancyFilter, roles=READERS)
READ_VACANCY = _PUBLIC.get(_OF, Vacancy, "vacancy", "One vacancy.", roles=READERS)
CHANGE_VACANCY = _PUBLIC.put(_OF, Vacancy, "put_vacancy", "Change a vacancy that is not closed.", body=VacancyChange, roles=WRITERS)
PUBLISH_VACANCY = _PUBLIC.post(f"{_OF}/publish", Vacancy, "publish_vacancy", "Publish a draft, once nothing essential is missing; doubtful wording waits for the agency.", roles=WRITERS)
HAND_BACK_VACANCY = _PUBLIC.post(f"{_OF}/hand-back", Vacancy, "hand_back_vacancy", "Hand a vacancy back whose wording has to change.", body=HandBackIn, roles=POSTERS)
CLOSE_VACANCY = _PUBLIC.post(f"{_OF}/close", Vacancy, "close_vacancy", "Close a vacancy.", body=CloseIn, roles=WRITERS)
REOPEN_VACANCY = _PUBLIC.post(f"{_OF}/reopen", Vacancy, "reopen_vacancy", "Open a filled vacancy again: a hire fell through, a place is free.", roles=WRITERS)
CONFIRM_VACANCY = _SILENT.post(f"{_OF}/confirm", Vacancy, "confirm_vacancy", "Say that somebody is still looked for: the days of silence begin anew.", roles=WRITERS)
VACANCY_LOG = _OWN.get(f"{_OF}/log", tuple[VacancyLogLine, ...], "vacancy_log", "What was done to a vacancy, by whom and why, oldest first.", roles=READERS)

SCHEMES_ON_OFFER = _AID.get("/schemes", tuple[SchemeOut, ...], "schemes", "Hiring incentives on offer today.", roles=READERS)
EVALUATE = _AID.post("/incentives/evaluate", EvaluationOut, "evaluate", "What a scheme would pay for a vacancy, and what is missing to know.", body=EvaluateIn, roles=WRITERS)

VACANCY: Workflow[VacancyStatus] = Workflow(
    "vacancy",
    Step("create", (), "draft", operation=POST_VACANCY),
    Step("publish", ("draft", "waiting"), "published", "waiting", operation=PUBLISH_VACANCY),
    Step("hand_back", ("waiting",), "draft", operation=HAND_BACK_VACANCY),
    Step("revise", ("draft", "waiting", "published"), operation=CHANGE_VACANCY),
    Step("confirm", ("published",), "published", operation=CONFIRM_VACANCY),
    Step("close", ("published",), "closed", operation=CLOSE_VACANCY),
    Step("fill", ("published",), "closed"),  # the last place is taken
    Step("hide", ("published",)),  # a grave report; the agency looks
    Step("show", ("published",)),  # it looked, or did not in time
    Step("reopen", ("closed",), "published", operation=REOPEN_VACANCY),
)
# fmt: on
"""Who takes which step of a vacancy. What was filled opens again where a place is free; nothing
else leaves `closed`."""
