"""The table by which ads that say the same are found."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import String
from sqlmodel import Field

from services.employers.common.tables import Base


class LikenessRow(Base, table=True):
    """What an imported vacancy said when it came, as a digest. A hint: the vacancy may have
    changed since, so it is looked at again before anybody is asked."""

    __tablename__ = "vacancy_likenesses"

    employer_id: UUID = Field(primary_key=True)
    digest: str = Field(primary_key=True, sa_type=String(32))
    vacancy_id: UUID = Field(primary_key=True)
