"""Settings of the employers service."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from amuddu.kit.settings import Settings


class EmployersSettings(Settings):
    """What every process needs to know, and where employers and vacancies are kept."""

    needs_secret: ClassVar[bool] = True
    database_url: str = Field(default="", validation_alias="AMUDDU_EMPLOYERS_DATABASE_URL")
    """PostgreSQL of this service; empty: an embedded one in `data_dir`."""
