"""Settings of the support service."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from amuddu.kit.settings import Settings


class SupportSettings(Settings):
    """Where the catalogue and the requests are kept, and how long a seat is held."""

    needs_secret: ClassVar[bool] = True
    database_url: str = Field(default="", validation_alias="AMUDDU_SUPPORT_DATABASE_URL")
    """PostgreSQL of this service; empty: an embedded one in `data_dir`."""
    training_hold_days: int = Field(default=3, ge=1, le=30)
    """How long a seat is held for somebody before it goes to the next."""
