"""The catalogue of training: centres, courses with what they ask, sessions with their places.

What a course asks is data, and dated: a change adds a version and overwrites none. Who may be
taken with which paper is no part of it: the rules know that, and profiles asks them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.batch import BatchIn, BatchOut
from amuddu.contracts.operations import Operations, Paged
from amuddu.contracts.types import (
    ConceptRef,
    Contract,
    Day,
    ExternalRef,
    LanguageSkill,
    LongText,
    Role,
    ShortText,
    Slug,
    Slugs,
)

Operator = Literal["ofppt", "entraide_nationale", "amappe", "association", "other"]
"""Who runs a centre; the rules know what each asks of whom, where anybody does."""
CourseLevel = Literal[
    "initiation",
    "specialisation",
    "qualification",
    "technician",
    "specialised_technician",
    "certificate",
]
SchoolLevel = Literal["none", "primary", "lower_secondary", "upper_secondary", "bac"]
"""What somebody has completed at school; each stands above those before it."""
SCHOOL_LEVELS: tuple[SchoolLevel, ...] = (
    "none",
    "primary",
    "lower_secondary",
    "upper_secondary",
    "bac",
)
Mode = Literal["day", "evening", "residential", "alternating", "distance"]
SessionState = Literal["open", "cancelled"]

Age = Annotated[int, Field(ge=10, le=99)]
Places = Annotated[int, Field(ge=1, le=1000)]
Towns = Annotated[tuple[Slug, ...], Field(max_length=12)]


class CentreIn(Contract):
    """A centre as it is entered. `source`: where this was read; `checked_on`: when somebody last
    asked the centre."""

    name: ShortText
    operator: Operator = "other"
    place: Slug | None = None
    address: ShortText | None = None
    source: ShortText
    checked_on: Day | None = None


class Centre(CentreIn):
    """A centre. `right`: what the rules say of whoever runs it, by the id of the right."""

    id: UUID
    right: Slug | None = None
    courses: int = 0


class Centres(Contract):
    """All centres, by name."""

    items: tuple[Centre, ...]


class CriteriaIn(Contract):
    """What a course asks. What is empty is not asked, or nobody said."""

    age_least: Age | None = None
    age_most: Age | None = None
    school_level: SchoolLevel | None = None
    towns: Towns = ()
    """Where it is taught."""
    languages: tuple[LanguageSkill, ...] = Field(default=(), max_length=4)
    """In which languages, and how well they have to be known."""


class Criteria(CriteriaIn):
    """What a course asks from a day on."""

    version: int
    valid_from: date
    source: str


class CourseIn(Contract):
    """A course as it is entered."""

    centre_id: UUID
    title: ShortText
    level: CourseLevel | None = None
    mode: Mode | None = None
    diploma: bool | None = None
    """Whether it ends with a diploma."""
    sector: ShortText | None = None
    description: LongText = ""
    hours: Annotated[int, Field(ge=1, le=10_000)] | None = None
    semesters: Annotated[int, Field(ge=1, le=12)] | None = None
    trade: ConceptRef | None = None
    skills: Annotated[tuple[ConceptRef, ...], Field(max_length=30)] = ()
    """What somebody can do afterwards; those that are linked reach the person's profile."""
    criteria: CriteriaIn = CriteriaIn()
    source: ShortText
    checked_on: Day | None = None
    external_ref: ExternalRef | None = None


class SessionIn(Contract):
    """One time that a course is given."""

    starts_on: Day
    ends_on: Day | None = None
    closes_on: Day | None = None
    """Last day to ask; the day before it starts where nothing is said."""
    places: Places
    place: Slug | None = None


class Session(SessionIn):
    """A session as everybody sees it: how many of its places are free, and how many wait."""

    id: UUID
    course_id: UUID
    state: SessionState
    taken: int
    waiting: int
    takes_requests: bool


class CourseSummary(Contract):
    """A course in a list."""

    id: UUID
    title: str
    centre_name: str
    operator: Operator
    level: CourseLevel | None
    hours: int | None
    towns: Towns
    trade: Slug | None
    next_on: date | None = None
    """When the next session starts that takes requests."""
    free: int = 0
    """Its free places."""
    skills: tuple[Slug, ...] = ()
    """What it gives, as far as it is linked."""


class CoursePage(Contract):
    """One page of courses, those whose next session has free places first."""

    items: tuple[CourseSummary, ...]
    total: int


class Course(CourseIn):
    """A course with its centre, what it asks today and the sessions to come."""

    id: UUID
    centre: Centre
    criteria: Criteria
    sessions: tuple[Session, ...] = ()
    updated_at: datetime


class CourseSearch(Paged):
    """What one wants to learn, in words and as concepts that the linker found, and where.

    `concepts`: ids divided by commas, found beside the words. `skills`: ids likewise, of which a
    course gives one at least, whatever else is asked.
    """

    q: Annotated[str, Field(max_length=160)] = ""
    concepts: Annotated[str, Field(max_length=600, pattern=r"^[A-Za-z0-9:._,-]*$")] = ""
    skills: Slugs = ""
    place: Slug | None = None
    level: CourseLevel | None = None
    free: bool = False
    """Only those that one can ask for now."""
    coming: bool = False
    """Only those with a session that takes requests, be it full."""


KEEPERS = (Role.COORDINATOR,)
"""Who keeps the catalogue."""

_OPEN = Operations("support", tag="training", public=True)
# Without roles: anybody may look for a course; there is no person in it.
# fmt: off
SEARCH_COURSES = _OPEN.get("/training/courses", CoursePage, "search_courses", "Courses by what one wants to learn, by skills, town and level.", query=CourseSearch)
READ_COURSE = _OPEN.get("/training/courses/{course_id}", Course, "read_course", "One course: what it asks, its centre, the sessions to come with their free places.")
LIST_CENTRES = _OPEN.get("/training/centres", Centres, "list_centres", "All centres, with how many courses each has.")
ADD_CENTRE = _OPEN.post("/training/centres", Centre, "add_centre", "Enter a centre.", body=CentreIn, status=201, roles=KEEPERS)
ADD_COURSE = _OPEN.post("/training/courses", Course, "add_course", "Enter a course.", body=CourseIn, status=201, roles=KEEPERS)
CHANGE_COURSE = _OPEN.put("/training/courses/{course_id}", Course, "change_course", "Replace what a course says; what it asks gets a version from today on.", body=CourseIn, roles=KEEPERS)
ADD_SESSION = _OPEN.post("/training/courses/{course_id}/sessions", Course, "add_session", "Enter a session with its places.", body=SessionIn, status=201, roles=KEEPERS)
CHANGE_SESSION = _OPEN.put("/training/sessions/{session_id}", Course, "change_session", "Change days and places of a session; never fewer places than are taken.", body=SessionIn, roles=KEEPERS)
CANCEL_SESSION = _OPEN.post("/training/sessions/{session_id}/cancel", Course, "cancel_session", "Call a session off: who had asked is told so.", roles=KEEPERS)

_IMPORTS = Operations("support", tag="training")
IMPORT_COURSES = _IMPORTS.post("/training/batch", BatchOut, "import_courses", "Create or change courses and sessions from the rows of a file, each judged alone.", body=BatchIn, roles=(*KEEPERS, Role.ADMINISTRATOR))
# fmt: on
