"""What profiles holds about a person, and the passes by which the other services are asked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from amuddu.contracts.ages import GuardianRecord
from amuddu.contracts.export import ASKERS, ExportReason, Holder
from amuddu.contracts.operations import Operations
from amuddu.contracts.profiles import AccessRecord, ConsentRecord, Experience
from amuddu.contracts.profiles.account import AccountEventKind
from amuddu.contracts.profiles.corrections import Correction
from amuddu.contracts.profiles.history import ChangeRecord
from amuddu.contracts.types import ConceptRef, Contract, Lang, LanguageSkill


class ExportIn(Contract):
    """Ask for everything about a person. Staff say why; the person says nothing."""

    reason: ExportReason | None = None


class KeptProfile(Contract):
    """What the person is, as it is recorded."""

    code: str
    given_name: str
    family_name: str | None = None
    sex: str | None = None
    email: str | None = None
    phone: str | None = None
    channel: str
    language: Lang
    about: str = ""
    occupations: tuple[ConceptRef, ...] = ()
    skills: tuple[ConceptRef, ...] = ()
    experience: tuple[Experience, ...] = ()
    languages: tuple[LanguageSkill, ...] = ()
    place: str | None = None
    max_distance_km: int | None = None
    available_from: date | None = None
    contract_types: tuple[str, ...] = ()
    external_ref: str | None = None
    agency_id: str | None = None
    has_agent: bool = False
    entered: str | None = None
    """By which action of somebody else the profile began, where one did."""
    has_account: bool = False
    former_refs: tuple[str, ...] = ()
    last_active_on: date
    aside_on: date | None = None
    """Since when the profile waits unproposed, as nobody answered whether it is to stay."""
    revision: int
    created_at: datetime
    updated_at: datetime


class KeptTitle(Contract):
    """What is most sensitive: as it was entered. No other service has it."""

    nationality: str | None = None
    birth_year: int | None = None
    birth_month: int | None = None
    status: str | None = None
    overlays: tuple[str, ...] = ()
    underlying: str | None = None
    valid_until: date | None = None
    review_on: date | None = None
    looked_on: date | None = None


class KeptNote(Contract):
    """A note of the agency."""

    at: datetime
    author_role: str
    text: str


class KeptPaper(Contract):
    """A paper of a hire; what it shows is opened on the person's page, or by `open_paper`."""

    id: UUID
    candidacy_id: UUID
    media_type: str
    pages: int
    size: int
    added_at: datetime
    added_role: str
    read_at: datetime | None = None


class OpenedContact(Contract):
    """Whether one's contact was opened to an employer, and what was heard of it."""

    candidacy_id: UUID
    vacancy_id: UUID
    round: int
    asked_round: int
    cancelled_at: datetime | None = None
    answer: str | None = None
    answered_round: int
    answered_at: datetime | None = None
    agreed_at: datetime | None = None
    revoked_at: datetime | None = None
    hired_at: datetime | None = None


class KeptMerge(Contract):
    """Two profiles that were found to be this person's."""

    merged_at: datetime
    by_role: str
    agency_id: str
    removed_code: str | None = None
    """Of the other profile; not after the merge was undone, as it is somebody else's."""
    removed_ref: str | None = None
    undo_until: datetime
    undone_at: datetime | None = None
    purged_at: datetime | None = None
    before: dict[str, Any] | None = None
    """What the merge replaced."""


class ToldApart(Contract):
    """Somebody said that this person and another are two. Who the other is, is theirs."""

    at: datetime
    by_role: str


class KeptEvent(Contract):
    """Something that happened with the account."""

    at: datetime
    kind: AccountEventKind
    purpose: str | None = None
    role: str
    organisation: str | None = None
    told: bool


class KeptContactChange(Contract):
    """A change of contact, and how far it came."""

    state: str
    by_message: bool
    asked_at: datetime
    asked_by: str
    until: datetime
    before: dict[str, Any] | None = None
    wanted: dict[str, Any] | None = None


class KeptEmergency(Contract):
    """An administrator opened the profile in an emergency."""

    reason: str
    opened_at: datetime
    until: datetime


class KeptErasure(Contract):
    """Staff asked that the person be erased; it waits."""

    asked_role: str
    reason: str
    asked_at: datetime
    due_at: datetime


class KeptExport(Contract):
    """An export that was made before."""

    at: datetime
    by_role: str
    organisation: str | None = None
    reason: str | None = None


class ProfilesPart(Contract):
    """All that profiles holds."""

    profile: KeptProfile
    title: KeptTitle
    consents: tuple[ConsentRecord, ...] = ()
    guardians: tuple[GuardianRecord, ...] = ()
    notes: tuple[KeptNote, ...] = ()
    papers: tuple[KeptPaper, ...] = ()
    opened_contacts: tuple[OpenedContact, ...] = ()
    merges: tuple[KeptMerge, ...] = ()
    told_apart: tuple[ToldApart, ...] = ()
    changes: tuple[ChangeRecord, ...] = ()
    corrections: tuple[Correction, ...] = ()
    account_events: tuple[KeptEvent, ...] = ()
    contact_changes: tuple[KeptContactChange, ...] = ()
    emergencies: tuple[KeptEmergency, ...] = ()
    erasures: tuple[KeptErasure, ...] = ()
    exports: tuple[KeptExport, ...] = ()
    accesses: tuple[AccessRecord, ...] = ()
    accesses_left_out: int = 0
    """How many readings are older than those listed."""


class ExportBegun(Contract):
    """The part of profiles, and a pass for each of the others. `id` names this export."""

    id: UUID
    at: datetime
    part: ProfilesPart
    passes: dict[Holder, str]


_EXPORTS = Operations("profiles", tag="privacy")
# fmt: off
BEGIN_EXPORT = _EXPORTS.post("/profiles/{profile_id}/exports", ExportBegun, "begin_export", "Everything this service holds about a person, and the passes to ask the others.", body=ExportIn, roles=ASKERS)
# fmt: on
