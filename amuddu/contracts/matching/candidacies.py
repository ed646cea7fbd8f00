"""Candidacies: where a person stands for a vacancy, from shortlist to hire, and who moves them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from amuddu.contracts.matching import CandidacyState, RefusalReason, SetAsideReason, Transition
from amuddu.contracts.matching.desk import BulkIn, BulkOut, PendingPage, StateCounts, StateCountsIn
from amuddu.contracts.matching.ranking import Glimpse, Reasons
from amuddu.contracts.operations import Limit, Offset, Operation, Operations, Query
from amuddu.contracts.types import AboutSomebody, Contract, Day, LongText, Role, ShortText
from amuddu.contracts.workflows import Step, Workflow


class SetAsideIn(Contract):
    """Why a candidate is set aside; a note is for the agency alone."""

    reason: SetAsideReason
    note: Annotated[LongText, AboutSomebody()] = ""


class RefuseIn(Contract):
    """Why an employer does not go on with a candidate."""

    reason: RefusalReason


class HireQuery(Query):
    """On which day the work begins; today where none is told."""

    hired_on: Day | None = None


class Candidacy(Contract):
    """Where a person stands for a vacancy."""

    id: UUID
    vacancy_id: UUID
    profile_id: UUID | None
    """Hidden (`null`) from the employer."""
    code: str
    state: CandidacyState
    fit: float | None = None
    reasons: Reasons | None = None
    """Fit and reasons are hidden (`null`) from the employer until the person says yes."""
    glimpse: Glimpse | None = None
    """What the employer reads before that; for everybody else `null`."""
    young: bool | None = None
    """Under 18; for the agency, and for the employer after a yes. Hidden (`null`) else."""
    meet_asked_at: datetime | None = None
    """When the employer said that they want to meet the person."""
    updated_at: datetime
    """For an employer the day alone, until the person says yes."""
    log: tuple[Transition, ...] = ()


class CandidacyPage(Contract):
    """The candidacies of a vacancy."""

    items: tuple[Candidacy, ...]
    total: int


class CandidacyFilter(Query):
    """Which candidacies of a vacancy are listed."""

    state: CandidacyState | None = None
    limit: Limit = 100
    offset: Offset = 0


class CodeQuery(Query):
    """Whom one looks for, by the code that one calls them by."""

    code: ShortText
    limit: Limit = 5


class CodeFound(Contract):
    """A candidacy of somebody who is called so, where it stands, and for what."""

    candidacy_id: UUID
    vacancy_id: UUID
    vacancy_title: str
    employer_name: str
    code: str
    state: CandidacyState


class CodesFound(Contract):
    """Candidacies by a code, the last moved first."""

    items: tuple[CodeFound, ...]
    total: int


class PendingQuery(Query):
    """How many of those who wait are named."""

    limit: Limit = 20


# --- who may do what, by which call -----------------------------------------------------------

_AGENCY = (Role.COUNSELLOR,)
_DECIDERS = (Role.EMPLOYER, Role.COUNSELLOR)
_READERS = (Role.COUNSELLOR, Role.AGENT, Role.EMPLOYER, Role.ADMINISTRATOR)

_CALLS = Operations("matching", tag="matching", public=True)
_INTERNAL = Operations("matching", tag="matching")

LIST_CANDIDACIES = _CALLS.get(
    "/vacancies/{vacancy_id}/candidacies",
    CandidacyPage,
    "candidacies",
    "The pipeline of a vacancy; an employer sees codes, never names.",
    query=CandidacyFilter,
    roles=_READERS,
)
READ_CANDIDACY = _CALLS.get(
    "/candidacies/{candidacy_id}",
    Candidacy,
    "candidacy",
    "Where a candidacy stands, with its log.",
    roles=(*_READERS, Role.JOBSEEKER),
)
COUNT_STATES = _INTERNAL.post(
    "/vacancies/standing",
    StateCounts,
    "standing",
    "How many people stand at each state, for the vacancies of one page.",
    body=StateCountsIn,
    roles=_READERS,
)
FIND_BY_CODE = _INTERNAL.get(
    "/by-code",
    CodesFound,
    "candidacies_by_code",
    "Candidacies of the caller's vacancies whose person the caller calls so.",
    query=CodeQuery,
    roles=_READERS,
)
LIST_PENDING = _INTERNAL.get(
    "/pending",
    PendingPage,
    "pending",
    "Candidacies on which somebody waits, the longest first.",
    query=PendingQuery,
    roles=_AGENCY,
)
ACT_ON_SEVERAL = _INTERNAL.post(
    "/vacancies/{vacancy_id}/bulk",
    BulkOut,
    "act_on_several",
    "Put several people forward, or set them aside. Nobody is told before `undo_until`.",
    body=BulkIn,
    roles=_AGENCY,
)
READ_BULK = _INTERNAL.get(
    "/vacancies/{vacancy_id}/bulk/{key}",
    BulkOut,
    "one_bulk",
    "A decision of one's own about several people.",
    roles=_AGENCY,
)
UNDO_BULK = _INTERNAL.post(
    "/vacancies/{vacancy_id}/bulk/{key}/undo",
    BulkOut,
    "undo_bulk",
    "Take a decision about several people back, while nobody was told of it.",
    roles=_AGENCY,
)

_PAIR = "/vacancies/{vacancy_id}/candidates/{profile_id}"
_ONE = "/candidacies/{candidacy_id}"

SHORTLIST = _CALLS.post(
    f"{_PAIR}/shortlist",
    Candidacy,
    "shortlist",
    "Put a candidate on the shortlist: the person is told.",
    roles=_AGENCY,
    also=(201,),  # the person was not on it before
)
SET_ASIDE = _CALLS.post(
    f"{_PAIR}/set-aside",
    Candidacy,
    "set_aside",
    "Set a candidate aside, with a reason.",
    body=SetAsideIn,
    roles=_AGENCY,
)
RESTORE = _CALLS.post(
    f"{_PAIR}/restore",
    Candidacy,
    "restore",
    "Put a candidate that was set aside back into the list.",
    roles=_AGENCY,
)
CANCEL = _CALLS.post(
    f"{_ONE}/cancel",
    Candidacy,
    "cancel",
    "Take a candidate off the shortlist.",
    roles=_AGENCY,
)
ASK_TO_MEET = _INTERNAL.post(
    f"{_ONE}/meet",
    Candidacy,
    "ask_to_meet",
    "Say that the employer wants to meet a person who said yes.",
    roles=_DECIDERS,
)
HIRE = _CALLS.post(
    f"{_ONE}/hire",
    Candidacy,
    "hire",
    "Record that the person was hired.",
    query=HireQuery,
    roles=_DECIDERS,
)
REFUSE = _CALLS.post(
    f"{_ONE}/refuse",
    Candidacy,
    "refuse",
    "Record that the employer does not go on, with the reason.",
    body=RefuseIn,
    roles=_DECIDERS,
)


def _step(
    sources: tuple[CandidacyState, ...], target: CandidacyState, operation: Operation[Candidacy]
) -> Step[CandidacyState]:
    """A step that people take by the operation of its name."""
    roles = operation.roles or ()
    return Step(operation.name, sources, target, roles=roles, operation=operation)


_WAITING: tuple[CandidacyState, ...] = ("shortlisted", "told", "unreachable")
_FREE: tuple[CandidacyState, ...] = ("proposed", "unreachable", "cancelled")

CANDIDACY: Workflow[CandidacyState] = Workflow(
    "candidacy",
    # Somebody who could not be reached, or whose candidacy was cancelled, may be put forward
    # again; somebody who said no may not: they are not asked twice for the same job, and taking
    # a setting aside back leads them to their no.
    _step(_FREE, "shortlisted", SHORTLIST),
    _step((*_FREE, "declined"), "set_aside", SET_ASIDE),
    _step(("set_aside",), "proposed", RESTORE),
    Step("restore_declined", ("set_aside",), "declined", roles=_AGENCY),
    # A decision about several people may be undone for a while, and until then nobody is told.
    Step("undo_shortlist", ("shortlisted",), "proposed", roles=_AGENCY),
    # Told by events. An answer may overtake the news that the message went out, and a later
    # answer replaces an earlier one.
    Step("mark_told", ("shortlisted", "unreachable"), "told"),
    Step("mark_unreachable", ("shortlisted", "told"), "unreachable"),
    Step("accept", (*_WAITING, "declined"), "accepted"),
    Step("decline", (*_WAITING, "accepted"), "declined"),
    _step((*_WAITING, "accepted"), "cancelled", CANCEL),
    _step(("accepted",), "accepted", ASK_TO_MEET),
    _step(("accepted",), "hired", HIRE),
    _step(("accepted",), "refused", REFUSE),
    # Told by the file of the hire: their place is free again, and they may be put forward anew.
    Step("fall_through", ("hired",), "cancelled"),
)
"""Who takes which step of a candidacy, from where to where, by which call. A step without a call
is told by an event, or is what another call comes to."""
