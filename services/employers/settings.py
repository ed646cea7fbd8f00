"""Settings of the employers service."""

from __future__ import annotations

from pydantic import Field

from amuddu.kit.settings import Settings


class EmployersSettings(Settings):
    """What every process needs to know, and where employers and vacancies are kept."""

    database_url: str = Field(default="", validation_alias="AMUDDU_EMPLOYERS_DATABASE_URL")
    """PostgreSQL of this service; empty: an embedded one in `data_dir`."""
