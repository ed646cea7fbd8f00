"""The table of what waits to be sealed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import String
from sqlmodel import Field

from services.profiles.common.tables import Base, documents


class UnsealedRow(Base, table=True):
    """What a row said in clear before the migration that sealed it. Empty once that is done."""

    __tablename__ = "unsealed"

    kind: str = Field(primary_key=True, sa_type=String(24))
    """The row's table."""
    id: str = Field(primary_key=True, sa_type=String(400))
    person: UUID
    clear: dict[str, Any] = Field(sa_column=documents())
