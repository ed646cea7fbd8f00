"""Base of this service's tables."""

from __future__ import annotations

from sqlalchemy.orm import registry
from sqlmodel import SQLModel


class Base(SQLModel, registry=registry()):
    """Tables of this service alone: `SQLModel.metadata` is shared by the whole process."""
