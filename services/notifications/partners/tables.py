"""Tables of what partners are told: offers as they stand, webhooks, and messages to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Sequence,
    String,
    Text,
    text,
)
from sqlmodel import Field

from amuddu.contracts.postings.partners import (
    DeliveryFailure,
    DeliveryState,
    OfferEvent,
    WebhookState,
)
from amuddu.kit import columns
from services.notifications.invitations.tables import Base

NUMBERS = Sequence("shared_offer_number", metadata=Base.metadata)
"""Numbers of changes, in the order in which they are committed."""


class SharedOfferRow(Base, table=True):
    """A vacancy as partners may know it.

    `number` and `last` are those of its last change; none while it never was for everybody.
    """

    __tablename__ = "shared_offer"
    __table_args__ = (Index("shared_offer_changed", "changed_at"),)

    vacancy_id: UUID = Field(primary_key=True)
    revision: int = Field(sa_column=Column(Integer, nullable=False))
    open: bool = Field(sa_column=Column(Boolean, nullable=False))
    facts: dict[str, Any] | None = columns.document_or_none()
    number: int | None = Field(default=None, sa_column=Column(BigInteger, unique=True))
    last: OfferEvent | None = Field(default=None, sa_type=String(16))
    changed_at: datetime = columns.moment()


class WebhookRow(Base, table=True):
    """An address that hears of offers. Its secrets are sealed.

    `free_at`: from when a worker may take it: the lease of one that sends to it, or a pause after
    it took nothing.
    """

    __tablename__ = "webhook"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    partner_id: UUID = Field(index=True)
    url: str = Field(max_length=500)
    events: list[str] = columns.document(list)
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    former: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    former_until: datetime | None = columns.moment_or_none()
    state: WebhookState = Field(default="on", sa_type=String(16))
    failing_since: datetime | None = columns.moment_or_none()
    free_at: datetime = columns.moment()
    created_at: datetime = columns.moment()


class DeliveryRow(Base, table=True):
    """A message to a webhook: written with the change that it tells of, sent later.

    `due_at`: from when it may be sent; none once it is settled.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        Index("webhook_delivery_of", "webhook_id", "number"),
        Index(
            "webhook_delivery_due",
            "webhook_id",
            "due_at",
            postgresql_where=text("state = 'queued'"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    webhook_id: UUID = Field(
        sa_column=Column(ForeignKey("webhook.id", ondelete="CASCADE"), nullable=False)
    )
    number: int = Field(sa_column=Column(BigInteger, nullable=False))
    """Of the change."""
    type: OfferEvent = Field(sa_type=String(16))
    offer_id: UUID
    body: str = Field(sa_type=Text)
    state: DeliveryState = Field(default="queued", sa_type=String(16))
    attempts: int = 0
    status: int | None = None
    failure: DeliveryFailure | None = Field(default=None, sa_type=String(16))
    created_at: datetime = columns.moment()
    due_at: datetime | None = columns.moment_or_none()
    settled_at: datetime | None = columns.moment_or_none()
