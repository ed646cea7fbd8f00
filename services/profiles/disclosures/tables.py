"""The tables of who may see whose contact, and of whose vacancies are."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, desc
from sqlmodel import Field

from amuddu.kit import columns
from services.profiles.common.tables import Base, of_profile


class GrantRow(Base, table=True):
    """Whether one employer may see one person's contact, by candidacy, and what was heard of it.

    What matching says (`round` and below) and what notifications says (`answer` and below) come by
    different topics, in any order, and are kept apart until they agree. `employer_id` is who may
    see the contact, or could: it is written when the contact opens.
    """

    __tablename__ = "grants"
    __table_args__ = (
        Index("grants_of", "profile_id", desc("agreed_at")),
        Index("grants_of_vacancy", "vacancy_id"),
    )

    candidacy_id: UUID = Field(primary_key=True)
    profile_id: UUID = Field(sa_column=of_profile())
    vacancy_id: UUID
    employer_id: UUID | None = None
    round: int = 0
    """The newest round that matching told of; 0: only an answer was heard so far."""
    asked_round: int = 0
    """The newest round in which matching put the person forward."""
    asked_employer_id: UUID | None = None
    """The employer that matching named in it; none in rows older than this column."""
    cancelled_at: datetime | None = columns.moment_or_none()
    """When the newest round was heard to be over."""
    answer: str | None = Field(default=None, sa_type=String(3))
    """The newest answer; none where it was a yes of somebody who had not agreed to be proposed."""
    answered_round: int = 0
    answered_at: datetime | None = columns.moment_or_none()
    """When the newest answer was given: an older yes that comes later counts no more."""
    witnessed_round: int = 0
    """The newest round in which the gateway saw a yes come in; 0: in none, or a no came since."""
    witnessed_at: datetime | None = columns.moment_or_none()
    agreed_at: datetime | None = columns.moment_or_none()
    revoked_at: datetime | None = columns.moment_or_none()
    hired_at: datetime | None = columns.moment_or_none()
    """When the employer took the person on: for counting what happened."""


class VacancyEmployerRow(Base, table=True):
    """Whose a vacancy is, as the employers service says; none while it has not been heard.

    It never changes: a vacancy stays its employer's.
    """

    __tablename__ = "vacancy_employers"

    vacancy_id: UUID = Field(primary_key=True)
    employer_id: UUID | None = None
