"""Profiles: the people, their consent, what their residence title opens to them.

Events hold match facts only. The bodies of the HTTP API hold more, and only those whom an
operation at the end names, or whom the use case lets open a profile, ever see them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, EmailStr, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from amuddu.contracts.ages import AgeStanding, AgeState, BirthMonth, BirthYear
from amuddu.contracts.audit import ReadingPurpose
from amuddu.contracts.batch import BatchIn, BatchOut
from amuddu.contracts.events.envelope import Event
from amuddu.contracts.operations import Operations, Paged
from amuddu.contracts.phone_numbers import e164
from amuddu.contracts.profiles.account import ContactWaiting
from amuddu.contracts.profiles.rights import RightsOut
from amuddu.contracts.types import (
    ConceptRef,
    Contract,
    ContractType,
    CountryCode,
    Day,
    ExternalRef,
    Kilometres,
    Lang,
    LanguageSkill,
    LongText,
    Role,
    ShortText,
    Slug,
)

TOPIC = "profiles.profiles"

Channel = Literal["email", "sms", "agent"]
"""How somebody wants to be told: `agent` means that a community agent calls them."""

Purpose = Literal["matching", "contact", "statistics"]
"""matching: be proposed for vacancies; contact: be told of them; statistics: be counted."""

ConsentMethod = Literal["self", "read_aloud", "paper", "import"]
WithdrawalReason = Literal["consent_withdrawn", "erased", "paused"]


def _dialled(value: str) -> str:
    """A number as the world dials it; one that cannot exist is refused."""
    found = e164(value)
    if found is None:
        raise PydanticCustomError("phone_number", "phone number")
    return found


Phone = Annotated[str, StringConstraints(max_length=40), AfterValidator(_dialled)]
"""A telephone number, in whatever way it is spaced; kept as E.164 (`+212612345678`)."""


# --- events -----------------------------------------------------------------------------------

LONGEST_WORK_MONTHS = 720
"""Sixty years: nobody worked longer in one place."""


class ExperienceFact(Contract):
    """A job somebody had, paid or not: what, for how long, in redacted words."""

    occupation: ConceptRef
    months: int = Field(default=0, ge=0, le=LONGEST_WORK_MONTHS)
    text: LongText = ""


class ProfileUpdated(Event):
    """A person who agreed to be proposed: the facts that matching may weigh.

    Nothing in it follows from a residence title: two people who differ by their title alone are
    told alike. Version 1 told a hiring route and the verdicts of schemes.
    """

    type: ClassVar[str] = "profile.updated"
    version: ClassVar[int] = 2
    no_longer_read: ClassVar[frozenset[str]] = frozenset({"route", "schemes"})
    topic: ClassVar[str] = TOPIC
    keyed_by: ClassVar[str] = "profile_id"

    profile_id: UUID
    revision: int = Field(ge=1)
    code: str = Field(default="", max_length=20)
    """The person's pseudonym, so that lists can name somebody without asking who it is."""
    agency_id: Slug | None = None
    occupations: tuple[ConceptRef, ...] = ()
    skills: tuple[ConceptRef, ...] = ()
    experience: tuple[ExperienceFact, ...] = ()
    about: LongText = ""
    languages: tuple[LanguageSkill, ...] = ()
    place: Slug | None = None
    max_distance_km: Kilometres | None = None
    available_from: Day | None = None
    contract_types: tuple[ContractType, ...] = ()
    contactable: bool = False
    young: bool = False
    """Under 18: not for what the law closes to the young. Neither age nor year is told."""
    age_unknown: bool = False
    """Nobody gave the year of birth: not for what the law closes to the young, until it is asked."""


class ProfileWithdrawn(Event):
    """A person is no longer to be proposed; consumers forget what they hold about them."""

    type: ClassVar[str] = "profile.withdrawn"
    topic: ClassVar[str] = TOPIC
    keyed_by: ClassVar[str] = "profile_id"
    ends_state: ClassVar[bool] = True

    profile_id: UUID
    revision: int = Field(ge=1)
    reason: WithdrawalReason
    erasure_id: UUID | None = None
    """The erasure of the person that this is part of: whoever is rebuilt from the log makes nothing
    of them again. None for a duplicate that goes while its person stays."""


# --- HTTP bodies ------------------------------------------------------------------------------


class ResidenceIn(Contract):
    """The residence title somebody holds. It never leaves the profiles service.

    `status`, `overlays` and `underlying` are ids of `amuddu/rules/data/residence.yaml`;
    no document number is ever asked.
    """

    status: Slug
    overlays: tuple[Slug, ...] = Field(default=(), max_length=8)
    underlying: Slug | None = None
    valid_until: Day | None = None


class Experience(Contract):
    """A job or an activity, paid or not, in the person's own words."""

    title: ShortText
    occupation: Slug | None = None
    months: int = Field(default=0, ge=0, le=LONGEST_WORK_MONTHS)
    description: LongText = ""


class Consents(Contract):
    """What the person agrees to, purpose by purpose; nothing is presumed."""

    matching: bool = False
    contact: bool = False
    statistics: bool = False


class ProfileIn(Contract):
    """A profile as it is entered, by the person or on their behalf, or imported."""

    given_name: ShortText
    family_name: ShortText | None = None
    sex: Literal["f", "m"] | None = None
    birth_year: BirthYear | None = None
    birth_month: BirthMonth | None = None
    nationality: CountryCode | None = None
    residence: ResidenceIn | None = None
    email: EmailStr | None = None
    phone: Phone | None = None
    channel: Channel = "agent"
    language: Lang = "fr"
    about: LongText = ""
    occupations: tuple[ConceptRef, ...] = Field(default=(), max_length=10)
    skills: tuple[ConceptRef, ...] = Field(default=(), max_length=60)
    experience: tuple[Experience, ...] = Field(default=(), max_length=20)
    languages: tuple[LanguageSkill, ...] = Field(default=(), max_length=12)
    place: Slug | None = None
    max_distance_km: Kilometres | None = None
    available_from: Day | None = None
    contract_types: tuple[ContractType, ...] = Field(default=(), max_length=5)
    consents: Consents = Consents()
    consent_method: ConsentMethod = "self"
    external_ref: ExternalRef | None = None
    agency_id: Slug | None = None
    """The agency that a person who comes by themselves goes to. Staff enter people of their own
    agency, whatever this says."""

    @model_validator(mode="after")
    def _channel_has_address(self) -> Self:
        if self.channel == "email" and self.email is None:
            raise PydanticCustomError("channel_without_email", "e-mail missing")
        if self.channel == "sms" and self.phone is None:
            raise PydanticCustomError("channel_without_phone", "phone missing")
        return self


class Profile(ProfileIn):
    """A profile as those who may read it see it. Its phone is shown as it was once written."""

    id: UUID
    phone: str | None = None
    code: str
    """Short pseudonym, e.g. `K7-4QX`: what others call this person before a yes."""
    agent_id: UUID | None = None
    contact_waiting: ContactWaiting | None = None
    """A change of contact that was asked for and does not count yet."""
    age: AgeStanding = AgeStanding()
    revision: int
    created_at: datetime
    updated_at: datetime


class ProfileSummary(Contract):
    """A line of a counsellor's or agent's list of people."""

    id: UUID
    code: str
    display_name: str
    place: Slug | None
    occupations: tuple[ConceptRef, ...]
    consents: Consents
    channel: Channel
    language: Lang
    title_expires_on: Day | None = None
    age: AgeState = "unknown"
    updated_at: datetime


class ProfilePage(Contract):
    """One page of people; `total` counts them all."""

    items: tuple[ProfileSummary, ...]
    total: int


ASKED_AT_ONCE = 200
"""Most people, or candidacies, that one request asks about."""


class LabelsIn(Contract):
    """Ask how these people may be called by the one who asks."""

    ids: tuple[UUID, ...] = Field(max_length=ASKED_AT_ONCE)


class Label(Contract):
    """How a person may be called: the name within the own agency, the code elsewhere."""

    code: str
    display_name: str | None = None


class Labels(Contract):
    """Labels by profile id."""

    labels: dict[UUID, Label]


class ConsentIn(Contract):
    """Give or withdraw consent to one purpose.

    `method` counts for staff who say `read_aloud` or `paper`; who gave it is taken from the
    session, whatever stands here.
    """

    given: bool
    method: ConsentMethod = "self"


class ConsentRecord(Contract):
    """Receipt of one consent, given or withdrawn."""

    purpose: Purpose
    given: bool
    method: ConsentMethod
    recorded_at: datetime
    recorded_by: str
    """Role of whoever recorded it, e.g. `counsellor`."""
    organisation: str | None = None
    """Their organisation, where they work in one."""


class AccessRecord(Contract):
    """Who read or changed a profile, when, and why."""

    at: datetime
    role: str
    organisation: str | None
    action: str
    purpose: ReadingPurpose = "follow_up"
    outcome: Literal["allowed", "refused"] = "allowed"
    emergency: bool = False
    """Whether an administrator had opened the profile in an emergency."""


class ContactRoute(Contract):
    """Where and in which language the person agreed to be told. For notifications alone.

    `agency_id` and `agent_id` say who follows the person: theirs are the calls to make.
    """

    channel: Channel
    address: str | None
    language: Lang
    agency_id: Slug | None = None
    agent_id: UUID | None = None


class Disclosure(Contract):
    """Contact of a person who said yes to one vacancy, for the employer of that vacancy."""

    candidacy_id: UUID
    vacancy_id: UUID
    display_name: str
    email: str | None
    phone: str | None
    language: Lang
    agreed_at: datetime


class DisclosuresIn(Contract):
    """Ask for the contacts of several candidacies."""

    candidacies: tuple[UUID, ...] = Field(max_length=ASKED_AT_ONCE)


class Disclosures(Contract):
    """Contacts by candidacy, of those who said yes and may be seen."""

    disclosures: dict[UUID, Disclosure]


class DisclosureGrant(Contract):
    """To whom a person's contact was opened by a yes; `closed_at` once it is closed again."""

    candidacy_id: UUID
    vacancy_id: UUID
    employer_id: UUID
    agreed_at: datetime
    closed_at: datetime | None = None


class ErasureReceipt(Contract):
    """The erasure of a person has begun: here it is done, every other place has yet to answer.

    `token`: of the link `/effacement/<token>`, where it is followed without an account, and where
    the signed receipt is. It is told once.
    """

    receipt: UUID
    erased_at: datetime
    token: str = ""


class PeopleFilter(Paged):
    """Which people a list shows: `q` looks in names, phones, e-mails, references and codes."""

    q: Annotated[str, Field(max_length=80)] = ""


# --- who may do what, by which call -----------------------------------------------------------

STAFF = (Role.COUNSELLOR, Role.AGENT)
"""Those who follow people, each in their agency."""

_PEOPLE = Operations("profiles", tag="profiles")
_PRIVACY = Operations("profiles", tag="privacy")
# Without roles: the person and those who follow them; for others there is nobody.
# fmt: off
CREATE_PROFILE = _PEOPLE.post("/profiles", Profile, "create_profile", "Make one's own profile, or somebody's of one's agency.", body=ProfileIn, status=201, roles=(Role.JOBSEEKER, *STAFF, Role.ADMINISTRATOR))
LIST_PROFILES = _PEOPLE.get("/profiles", ProfilePage, "list_profiles", "The people one follows, the last changed first.", query=PeopleFilter, roles=STAFF)
LABEL_PROFILES = _PEOPLE.post("/profiles/labels", Labels, "label_profiles", "How people may be called: by name for those one follows, by code for all others.", body=LabelsIn, roles=(*STAFF, Role.ADMINISTRATOR))
IMPORT_PROFILES = _PEOPLE.post("/profiles/batch", BatchOut, "import_profiles", "Create or update people from the rows of a file, each judged alone.", body=BatchIn)
READ_PROFILE = _PEOPLE.get("/profiles/{profile_id}", Profile, "profile", "A profile; the reading is kept and shown to the person.", public=True)
CHANGE_PROFILE = _PEOPLE.put("/profiles/{profile_id}", Profile, "change_profile", "Replace what a profile says. Consents that the body does not mention are kept.", body=ProfileIn)
ERASE_PROFILE = _PEOPLE.delete("/profiles/{profile_id}", ErasureReceipt, "erase_profile", "Erase everything about oneself, for good.", roles=(Role.JOBSEEKER,))
READ_RIGHTS = _PEOPLE.get("/profiles/{profile_id}/rights", RightsOut, "rights", "What is open to a person today.", public=True)
SET_CONSENT = _PEOPLE.put("/profiles/{profile_id}/consents/{purpose}", ConsentRecord, "set_consent", "Give or withdraw consent to one purpose.", body=ConsentIn, parameters={"purpose": Purpose}, public=True)
LIST_CONSENTS = _PRIVACY.get("/profiles/{profile_id}/consents", tuple[ConsentRecord, ...], "list_consents", "Consents given and withdrawn, newest first.", query=Paged)
LIST_ACCESSES = _PRIVACY.get("/profiles/{profile_id}/accesses", tuple[AccessRecord, ...], "list_accesses", "Who looked at or changed what, newest first.", query=Paged)
READ_CONTACT_ROUTE = _PRIVACY.get("/profiles/{profile_id}/contact-route", ContactRoute, "read_contact_route", "Where and in which language the person agreed to be told. For other services alone.", roles=(Role.SERVICE,))
LIST_DISCLOSURES = _PRIVACY.get("/profiles/{profile_id}/disclosures", tuple[DisclosureGrant, ...], "list_disclosures", "To whom the person's contact was opened, newest first.", query=Paged)
READ_DISCLOSURES = _PRIVACY.post("/disclosures/batch", Disclosures, "read_disclosures", "The contacts of several candidacies; those that one may not see are left out.", body=DisclosuresIn, roles=(Role.EMPLOYER, Role.COUNSELLOR))
READ_DISCLOSURE = _PRIVACY.get("/disclosures/{candidacy_id}", Disclosure, "read_disclosure", "Contact of a person who said yes, for the employer of that vacancy.", roles=(Role.EMPLOYER, Role.COUNSELLOR))
# fmt: on
