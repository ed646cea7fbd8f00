"""The tables of short messages to people, and of those to officers."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, Index, Integer, String, text
from sqlmodel import Field

from amuddu.contracts.news import NewsKind
from amuddu.contracts.profiles.oversight import CallKind
from amuddu.contracts.types import Lang
from amuddu.kit import columns
from amuddu.kit.clock import now
from services.notifications.invitations.tables import Base


class CallRow(Base, table=True):
    """That the officer is to look at something. Whom it is about is not known here."""

    __tablename__ = "officer_call"
    __table_args__ = (
        Index("officer_call_due", "due_at", postgresql_where=text("state = 'queued'")),
    )

    id: UUID = Field(primary_key=True)
    kind: CallKind = Field(sa_type=String(16))
    state: str = Field(default="queued", sa_type=String(16))
    created_at: datetime = columns.moment()
    due_at: datetime | None = Field(default_factory=now, sa_column=Column(DateTime(timezone=True)))
    attempts: int = Field(default=0, sa_column=Column(Integer, nullable=False))


class NoticeRow(Base, table=True):
    """A message about an account, by the id under which profiles knows what it is about; or news of
    a candidacy, a hire or a place (`kind`), by the id of its line, which profiles knows nothing of.

    No address and no text is kept. `due_at` is when a sender may next take it, null once it is
    settled.
    """

    __tablename__ = "notice"
    __table_args__ = (Index("notice_due", "due_at", postgresql_where=text("state = 'queued'")),)

    id: UUID = Field(primary_key=True)
    profile_id: UUID = Field(index=True)
    state: str = Field(default="queued", sa_type=String(16))
    created_at: datetime = columns.moment()
    due_at: datetime | None = Field(default_factory=now, sa_column=Column(DateTime(timezone=True)))
    attempts: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    kind: NewsKind | None = Field(default=None, sa_type=String(20))
    """Of news: what it tells, of which candidacy for which vacancy, for what kind of reason."""
    vacancy_id: UUID | None = None
    candidacy_id: UUID | None = None
    request_id: UUID | None = None
    """Of a place in training, and the day that its words say."""
    day: date | None = None
    reason: str | None = Field(default=None, max_length=20)
    agency_id: str | None = Field(default=None, max_length=80)
    """Of word that somebody is to say aloud (`state` is `to_say`): at which agency, by which
    agent, in which language."""
    agent_id: UUID | None = None
    language: Lang | None = Field(default=None, sa_column=Column(String(16)))


class AccountMessageRow(Base, table=True):
    """A message about what lets somebody in, by the id under which the gateway knows it.

    Nothing else is kept: neither whose account it is nor where it goes.
    """

    __tablename__ = "account_message"
    __table_args__ = (
        Index("account_message_due", "due_at", postgresql_where=text("state = 'queued'")),
    )

    id: UUID = Field(primary_key=True)
    state: str = Field(default="queued", sa_type=String(16))
    created_at: datetime = columns.moment()
    due_at: datetime | None = Field(default_factory=now, sa_column=Column(DateTime(timezone=True)))
    attempts: int = Field(default=0, sa_column=Column(Integer, nullable=False))
