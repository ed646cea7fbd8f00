"""The export as a person gets it: one JSON document, whose schema stands in `docs/api`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.export.employers import EmployersPart
from amuddu.contracts.export.matching import MatchingPart
from amuddu.contracts.export.notifications import NotificationsPart
from amuddu.contracts.export.profiles import ProfilesPart
from amuddu.contracts.export.support import SupportPart
from amuddu.contracts.types import Contract, Lang

FORMAT: Literal["amuddu.export/1"] = "amuddu.export/1"
PartName = Literal["profiles", "matching", "employers", "notifications", "support", "account"]
PARTS: tuple[PartName, ...] = (
    "profiles",
    "matching",
    "employers",
    "notifications",
    "support",
    "account",
)


class HeldAccount(Contract):
    """The account by which one signs in. Its password is kept as a digest alone."""

    login: str
    display_name: str
    language: str
    demo: bool
    disabled_at: datetime | None = None
    proof_since: datetime | None = None
    last_seen_on: date
    created_at: datetime


class HeldSession(Contract):
    """A session that is open, or was until a short while ago."""

    kind: str
    browser: str = ""
    proved_at: datetime | None = None
    created_at: datetime
    expires_at: datetime


class HeldCard(Contract):
    """A card with its number, which is kept as a digest alone."""

    issued_by_role: str
    created_at: datetime
    used_at: datetime | None = None
    stopped_at: datetime | None = None
    wrong: int


class HeldContact(Contract):
    """Where an account is reached when its password is forgotten."""

    channel: str
    address: str
    verified_at: datetime | None = None
    created_at: datetime


class HeldPasskey(Contract):
    """A passkey, without what it signs with."""

    label: str
    created_at: datetime
    used_at: datetime | None = None


class AccountPart(Contract):
    """All that the gateway holds."""

    accounts: tuple[HeldAccount, ...] = ()
    sessions: tuple[HeldSession, ...] = ()
    cards: tuple[HeldCard, ...] = ()
    contacts: tuple[HeldContact, ...] = ()
    passkeys: tuple[HeldPasskey, ...] = ()


class About(Contract):
    """Of one kind of data: what for, where from, who receives it, how long it is kept."""

    section: str
    """Its place in this document, e.g. `profiles.consents`."""
    title: str
    purpose: str
    source: str
    recipients: str
    kept: str


class PersonExport(Contract):
    """Everything that Amuddu holds about one person, at one moment."""

    format: Literal["amuddu.export/1"] = Field(default=FORMAT)
    id: UUID
    made_at: datetime
    made_for: Literal["person", "staff"]
    language: Lang
    complete: bool
    """Whether every part could be asked; else `missing` names the others."""
    missing: tuple[PartName, ...] = ()
    about: tuple[About, ...] = ()
    profiles: ProfilesPart
    matching: MatchingPart | None = None
    employers: EmployersPart | None = None
    notifications: NotificationsPart | None = None
    support: SupportPart | None = None
    account: AccountPart | None = None
