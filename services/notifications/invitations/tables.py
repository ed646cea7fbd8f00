"""Tables of the notifications service."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, String, Text, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from amuddu.contracts.notifications import Answer, DeclineReason, FailureReason, MessageState
from amuddu.contracts.profiles import Channel
from amuddu.contracts.types import Lang
from amuddu.kit import columns
from amuddu.kit.clock import now


def _code(*, nullable: bool = True) -> Column[str]:
    return Column(String(16), nullable=nullable)


class Base(SQLModel, registry=registry()):
    """Own registry: services that share a process keep their tables apart."""


class Offer(Base, table=True):
    """What this service knows of a vacancy.

    `facts` is an `OfferFacts`, or null when the vacancy's closing was heard of before (or
    without) its publication: the topic keeps only the last event of a vacancy.
    """

    vacancy_id: UUID = Field(primary_key=True)
    revision: int = Field(sa_column=Column(Integer, nullable=False))
    open: bool = Field(sa_column=Column(Boolean, nullable=False))
    facts: dict[str, Any] | None = columns.document_or_none()


class Invitation(Base, table=True):
    """The question put to one person about one offer; its id is in the signed link.

    `expires_at` is set when the message first goes out: the days to answer count from then.
    """

    __table_args__ = (
        # A candidacy has one working link at most; cancelling makes room for another.
        Index(
            "invitation_open",
            "candidacy_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("invitation_by_profile", "profile_id"),
        Index("invitation_by_agency", "agency_id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    candidacy_id: UUID
    vacancy_id: UUID
    profile_id: UUID
    employer_id: UUID
    agency_id: str | None = Field(default=None, max_length=80)
    round: int = 1
    """Which time it is that the person is put forward for this vacancy."""
    language: Lang = Field(default="fr", sa_column=_code(nullable=False))
    created_at: datetime = columns.moment()
    expires_at: datetime | None = columns.moment_or_none()
    closed_at: datetime | None = columns.moment_or_none()
    answer: Answer | None = Field(default=None, sa_column=_code())
    reason: DeclineReason | None = Field(default=None, sa_column=_code())
    answered_at: datetime | None = columns.moment_or_none()


class Message(Base, table=True):
    """The one message of an invitation, from queued to sent, failed or cancelled.

    `due_at` is when a sender may next take it, and doubles as the lease of the sender that
    has it; null means that no sender is to take it: it is settled, or with an agent. `attempts`
    counts the leases and tells a late sender that another one took over.
    """

    __table_args__ = (
        Index("message_due", "due_at", postgresql_where=text("state = 'queued'")),
        Index("message_newest", "created_at", "id"),
        Index("message_by_agency", "agency_id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    invitation_id: UUID = Field(foreign_key="invitation.id", unique=True)
    state: MessageState = Field(default="queued", sa_column=_code(nullable=False))
    channel: Channel | None = Field(default=None, sa_column=_code())
    subject: str = Field(default="", sa_column=Column(Text, nullable=False))
    body: str = Field(default="", sa_column=Column(Text, nullable=False))
    address_hint: str = Field(default="", sa_column=Column(Text, nullable=False))
    created_at: datetime = columns.moment()
    sent_at: datetime | None = columns.moment_or_none()
    failure: FailureReason | None = Field(default=None, sa_column=_code())
    attempts: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    due_at: datetime | None = Field(default_factory=now, sa_column=Column(DateTime(timezone=True)))
    correlation_id: str = Field(default="", sa_column=Column(String(64), nullable=False))
    traceparent: str = Field(default="", sa_column=Column(String(64), nullable=False))
    """The trace in which the message was asked for, which its sending goes on with."""
    asked_at: datetime | None = columns.moment_or_none()
    """When the shortlisting was written: how long the person waited is counted from there."""
    agency_id: str | None = Field(default=None, max_length=80)
    """Agency that is to call: that of the person, which may not be that of the vacancy."""
    agent_id: UUID | None = None
    """Agent who is to call; none where any agent of `agency_id` may."""
    calls: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    """Times that an agent called and nobody answered."""
    called_at: datetime | None = columns.moment_or_none()
