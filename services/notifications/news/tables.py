"""Tables of news: ids, kinds and codes; never a name, a contact or a text."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Column, Identity, Index, Integer, String, text
from sqlmodel import Field

from amuddu.contracts.news import NewsKind, Pace, Who
from amuddu.kit import columns
from services.notifications.invitations.tables import Base


class NewsRow(Base, table=True):
    """Something that one person, or those of one organisation, are told.

    Its id follows from what it tells and to whom: what is told twice is one row. `due_at` is when
    it is next to be given to those at work who want an e-mail; null once it was, or needs not.
    """

    __tablename__ = "news"
    __table_args__ = (
        Index("news_of", "who", "addressee", "at"),
        Index("news_about", "profile_id"),
        Index("news_candidacy", "candidacy_id"),
        Index("news_claim", "claim_id"),
        Index("news_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    id: UUID = Field(primary_key=True)
    number: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), nullable=False)
    )
    """The order of writing: two things may happen at one instant."""
    kind: NewsKind = Field(sa_type=String(20))
    who: Who = Field(sa_type=String(12))
    addressee: str = Field(max_length=80)
    """Id of the person or employer, or the agency; empty for the coordination."""
    at: datetime = columns.moment()
    """From when on it is in the list."""
    profile_id: UUID | None = None
    """The person whom it is about, so that an erasure finds it; told to those who follow people."""
    vacancy_id: UUID | None = None
    candidacy_id: UUID | None = None
    claim_id: UUID | None = None
    request_id: UUID | None = None
    """Of a place in training, or an application for a scholarship (`grant_…`)."""
    day: date | None = None
    """Until when a seat is held, or the first day, where the words say it."""
    reason: str | None = Field(default=None, max_length=20)
    due_at: datetime | None = columns.moment_or_none()
    attempts: int = Field(default=0, sa_column=Column(Integer, nullable=False))


class NewsSeenRow(Base, table=True):
    """That somebody opened a line."""

    __tablename__ = "news_seen"

    news_id: UUID = Field(primary_key=True, foreign_key="news.id", ondelete="CASCADE")
    reader_id: UUID = Field(primary_key=True)
    """The account; of somebody who looks for work, their profile."""


class NewsMailRow(Base, table=True):
    """A line that somebody at work gets by e-mail, alone or with others: `batch` is the e-mail."""

    __tablename__ = "news_mail"
    __table_args__ = (
        Index("news_mail_due", "due_at", postgresql_where=text("state = 'queued'")),
        Index("news_mail_account", "account_id"),
    )

    news_id: UUID = Field(primary_key=True, foreign_key="news.id", ondelete="CASCADE")
    account_id: UUID = Field(primary_key=True)
    state: str = Field(default="queued", sa_type=String(16))
    created_at: datetime = columns.moment()
    due_at: datetime = columns.moment()
    attempts: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    batch: UUID | None = None


class NewsChoiceRow(Base, table=True):
    """What somebody wants to hear: a person by their profile, others by their account."""

    __tablename__ = "news_choice"

    owner_id: UUID = Field(primary_key=True)
    is_person: bool
    pace: Pace | None = Field(default=None, sa_type=String(8))
    muted: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(String(20)), nullable=False)
    )
    used_at: datetime = columns.moment()
    """When it was last set, or heeded."""
