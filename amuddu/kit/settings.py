"""Settings from the environment; with none set, everything runs embedded on this machine.

Every variable begins with `AMUDDU_`. A service adds its own in `services/<name>/settings.py`.
In production (`AMUDDU_MODE=production`) a missing secret stops the process with one clear line.
"""

from __future__ import annotations

import secrets
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What every process needs to know."""

    model_config = SettingsConfigDict(env_prefix="AMUDDU_", extra="ignore", frozen=True)

    mode: Literal["demo", "production"] = "demo"
    """`demo`: embedded database, demonstration accounts, secret made at first start."""
    data_dir: Path = Path(".amuddu")
    """Where the embedded database and the demo secret live."""
    secret_key: str = ""
    """Signs what services tell each other and the links that people receive (32+ characters)."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "json"
    database_pool: int = Field(default=10, ge=1, le=100)
    public_url: str = "http://127.0.0.1:8000"
    """Address of the gateway as people see it: links in messages begin with it."""
    profiles_url: str = "http://127.0.0.1:8001"
    employers_url: str = "http://127.0.0.1:8002"
    matching_url: str = "http://127.0.0.1:8003"
    notifications_url: str = "http://127.0.0.1:8004"

    degraded_after_seconds: float = Field(default=60, ge=1, le=86400)
    """An event that waits longer in the outbox makes `/readyz` say `degraded`."""
    worker_port: int = Field(default=0, ge=0, le=65535)
    """Port where a worker answers /livez, /readyz and /metrics; 0: none."""
    metrics_port: int = Field(default=0, ge=0, le=65535)
    """Port of the gateway's /metrics, which the public address never has; 0: none."""
    inside_host: str = "127.0.0.1"
    """Address on which those two ports listen."""

    trusted_proxies: str = "127.0.0.1"
    """Addresses, divided by commas, whose word on the caller's address is taken; `*` for any."""

    @model_validator(mode="after")
    def _secret_in_production(self) -> Self:
        if self.mode == "production" and len(self.secret_key) < 32:
            raise ValueError("AMUDDU_SECRET_KEY must hold at least 32 characters in production")
        if self.mode == "production" and not self.public_url.startswith("https://"):
            raise ValueError("AMUDDU_PUBLIC_URL must begin with https:// in production")
        return self

    @cached_property
    def signing_key(self) -> str:
        """The secret set, or one made once and kept in `data_dir` (demo mode)."""
        return self.secret_key or _kept_secret(self.data_dir / "secret")


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x") as stream:
            path.chmod(0o600)
            stream.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()
