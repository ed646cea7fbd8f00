"""Settings of the profiles service."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from pydantic import Field

from amuddu.kit.settings import Settings


class ProfilesSettings(Settings):
    """What every process needs to know, and where people's profiles are kept."""

    needs_secret: ClassVar[bool] = True
    database_url: str = Field(default="", validation_alias="AMUDDU_PROFILES_DATABASE_URL")
    """PostgreSQL of this service; empty: an embedded one in `data_dir`."""

    keys_database_url: str = Field(default="", validation_alias="AMUDDU_KEYS_DATABASE_URL")
    """PostgreSQL of people's wrapped keys, backed up apart from their data; empty: embedded."""
    master_key_file: Path | None = Field(default=None, validation_alias="AMUDDU_MASTER_KEY_FILE")
    """File of the master key that wraps them; unset: one made in `data_dir` (demo mode)."""
