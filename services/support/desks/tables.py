"""Table: the link of each centre, by its digest. Nothing of a person."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, String
from sqlmodel import Field

from amuddu.kit import columns
from services.support.common.tables import Base


class DeskLinkRow(Base, table=True):
    """The link of a centre; a new one takes its place."""

    __tablename__ = "centre_links"
    __table_args__ = (Index("centre_links_digest", "digest", unique=True),)

    centre_id: UUID = Field(foreign_key="centres.id", primary_key=True)
    digest: str = Field(sa_type=String(64))
    made_by: UUID
    made_at: datetime = columns.moment()
    expires_on: date
    used_at: datetime | None = columns.moment_or_none()
