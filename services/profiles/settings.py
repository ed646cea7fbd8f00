"""Settings of the profiles service."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from amuddu.kit.settings import Settings


class ProfilesSettings(Settings):
    """What every process needs to know, and where people's profiles are kept."""

    needs_secret: ClassVar[bool] = True
    database_url: str = Field(default="", validation_alias="AMUDDU_PROFILES_DATABASE_URL")
    """PostgreSQL of this service; empty: an embedded one in `data_dir`."""
