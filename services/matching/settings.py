"""Settings of the matching service."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from amuddu.kit.settings import Settings


class MatchingSettings(Settings):
    """What every process needs to know, where matching keeps its tables, and its model."""

    database_url: str = Field(default="", validation_alias="AMUDDU_MATCHING_DATABASE_URL")
    """PostgreSQL of this service; empty: an embedded one in `data_dir`."""
    model_path: Path | None = Field(default=None, validation_alias="AMUDDU_MATCHING_MODEL")
    """Folder of another language model; unset: the one that comes with the service."""
