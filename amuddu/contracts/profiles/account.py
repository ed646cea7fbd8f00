"""What happened with somebody's account, and changes of contact that wait for a yes.

The event holds ids alone. Where a message goes is asked of the profiles service when it leaves.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.events.envelope import Event
from amuddu.contracts.operations import Operations, Paged
from amuddu.contracts.types import Contract, Lang, Role

NOTICES = "profiles.notices"

AccountEventKind = Literal[
    "signed_in",
    "card_made",
    "card_stopped",
    "password_changed",
    "code_given",
    "contact_asked",
    "contact_changed",
    "contact_refused",
    "contact_undone",
    "consent_given",
    "consent_withdrawn",
    "stay_asked",
    "stay_confirmed",
    "stay_erase_asked",
    "erasure_asked",
    "erasure_stopped",
    "emergency_opened",
    "data_exported",
    "correction_done",
    "correction_refused",
]


class AccountNoted(Event):
    """Something happened with an account that its person is to be told."""

    type: ClassVar[str] = "account.noted"
    topic: ClassVar[str] = NOTICES
    keyed_by: ClassVar[str] = "notice_id"
    """Not the person: of a key a broker keeps the last event alone, and each notice counts."""

    profile_id: UUID
    notice_id: UUID


class AccountEvent(Contract):
    """Something that happened with an account: what, when, by whose hand."""

    id: UUID
    at: datetime
    kind: AccountEventKind
    purpose: str | None = None
    """The purpose of a consent."""
    role: str
    organisation: str | None = None
    told: bool = False
    """Whether a message went to the person."""


class AccountEventIn(Contract):
    """What the gateway notes of an account."""

    kind: Literal["signed_in", "card_made", "card_stopped", "password_changed", "code_given"]


class ContactWaiting(Contract):
    """A change of contact that is not made yet. The new one is shown in part."""

    asked_at: datetime
    until: datetime
    channel: str
    phone_hint: str | None = None
    email_hint: str | None = None
    by_message: bool
    """Whether a message to the contact of before asks for a yes; else the agency does, in person."""


class ContactChange(Contract):
    """A change of contact as the link to the contact of before shows it."""

    state: Literal["waiting", "applied", "refused", "undone", "over"]
    channel: str
    phone_hint: str | None = None
    email_hint: str | None = None
    until: datetime
    language: Lang


class ContactAnswer(Contract):
    """Whether the person asked for a change themselves."""

    answer: Literal["mine", "not_mine"]


class Notice(Contract):
    """Where a message about an account goes, what it is about, and the end of its link."""

    kind: AccountEventKind
    channel: Literal["email", "sms"]
    address: str
    language: Lang
    token: str | None = None


_LINK = {"token": Annotated[str, Field(description="The token at the end of a link.")]}
_ACCOUNT = Operations("profiles", tag="account")
# fmt: off
LIST_ACCOUNT_EVENTS = _ACCOUNT.get("/profiles/{profile_id}/account-events", tuple[AccountEvent, ...], "list_account_events", "What happened with somebody's account, newest first.", query=Paged)
NOTE_ACCOUNT_EVENT = _ACCOUNT.post("/profiles/{profile_id}/account-events", AccountEvent, "note_account_event", "Note what the gateway did for an account: a sign-in from a new device, a card.", body=AccountEventIn, status=201)
SETTLE_CONTACT = _ACCOUNT.post("/profiles/{profile_id}/contact-change", ContactChange, "settle_contact", "Confirm a change of contact in person, or refuse it or take it back for a week.", body=ContactAnswer)
READ_CONTACT_CHANGE = _ACCOUNT.get("/contact-changes/{token}", ContactChange, "read_contact_change", "The change of contact behind a link.", parameters=_LINK)
ANSWER_CONTACT_CHANGE = _ACCOUNT.post("/contact-changes/{token}", ContactChange, "answer_contact_change", "Say whether one asked for a change of contact; it can be taken back for a week.", body=ContactAnswer, parameters=_LINK)
READ_NOTICE = _ACCOUNT.get("/notices/{notice_id}", Notice, "read_notice", "Where a message about an account goes. For other services alone.", roles=(Role.SERVICE,))
# fmt: on
