"""Settings from the environment; with none set, everything runs embedded on this machine.

Every variable begins with `AMUDDU_`. A service adds its own in `services/<name>/settings.py`.
In production (`AMUDDU_MODE=production`) a missing secret stops the process with one clear line.
"""

from __future__ import annotations

import secrets
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class WrongSettings(SystemExit):
    """A variable is missing or holds what it cannot: the process ends with one line for each."""


class Settings(BaseSettings):
    """What every process needs to know. Raises `WrongSettings`, which never repeats a value."""

    model_config = SettingsConfigDict(env_prefix="AMUDDU_", extra="ignore", frozen=True)

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise WrongSettings(_said(error)) from None

    mode: Literal["demo", "production"] = "demo"
    """`demo`: embedded database, demonstration accounts, secret made at first start."""
    data_dir: Path = Path(".amuddu")
    """Where the embedded database and the demo secret live."""
    secret_key: str = ""
    """Signs what services tell each other and the links that people receive (32+ characters)."""
    previous_secret_keys: str = Field(default="", repr=False)
    """Secrets of before, divided by commas, newest first: what they signed still holds. They sign
    nothing any more. See docs/operations.md on changing the secret."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "json"
    database_pool: int = Field(default=10, ge=1, le=100)
    public_url: str = "http://127.0.0.1:8000"
    """Address of the gateway as people see it: links in messages begin with it."""
    profiles_url: str = "http://127.0.0.1:8001"
    employers_url: str = "http://127.0.0.1:8002"
    matching_url: str = "http://127.0.0.1:8003"
    notifications_url: str = "http://127.0.0.1:8004"

    audit_database_url: str = ""
    """PostgreSQL of the audit, for profiles and the gateway; empty: an embedded one."""
    audit_key: str = Field(default="", repr=False)
    """Seals the rows of the audit, for good; empty: a key that follows from `secret_key`."""
    audit_heads_file: Path | None = None
    """File to which the last seal is added as it moves; the log has it anyway."""

    degraded_after_seconds: float = Field(default=60, ge=1, le=86400)
    """An event that waits longer in the outbox makes `/readyz` say `degraded`."""
    worker_port: int = Field(default=0, ge=0, le=65535)
    """Port where a worker answers /livez, /readyz and /metrics; 0: none."""
    metrics_port: int = Field(default=0, ge=0, le=65535)
    """Port of the gateway's /metrics, which the public address never has; 0: none."""
    inside_host: str = "127.0.0.1"
    """Address on which those two ports listen."""
    bus: Literal["memory", "kafka"] = "memory"
    """How events travel: `memory` joins services that share one process."""
    kafka_servers: str = "127.0.0.1:9092"
    """Brokers to begin with, `host:port` divided by commas."""
    kafka_security: Literal["plaintext", "ssl", "sasl_plaintext", "sasl_ssl"] = "plaintext"
    kafka_ca_file: Path | None = None
    """Certificates of the authority that signed the brokers'; unset: the system's."""
    kafka_sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "SCRAM-SHA-512"
    kafka_user: str = ""
    kafka_password: str = Field(default="", repr=False)
    kafka_api_version: str = Field(default="", pattern=r"^(\d+(\.\d+)+)?$")
    """Version that the brokers speak, e.g. `2.2`; empty: asked of them."""
    kafka_proxy: str = Field(default="", pattern=r"^((http|socks5|socks5h)://\S+)?$")
    """Proxy through which the brokers are reached, e.g. `http://host:3128`; empty: directly."""
    kafka_topic_prefix: str = Field(default="", pattern=r"^[A-Za-z0-9._-]{0,60}$")
    """Put before the names of topics and consumer groups where a cluster is shared."""
    kafka_session_timeout_ms: int = Field(default=10_000, ge=1000, le=300_000)
    """A worker not heard of for so long has its partitions given to the others."""
    kafka_heartbeat_ms: int = Field(default=2_000, ge=50, le=60_000)

    trusted_proxies: str = "127.0.0.1"
    """Addresses, divided by commas, whose word on the caller's address is taken; `*` for any."""

    @model_validator(mode="after")
    def _secret_in_production(self) -> Self:
        if self.mode == "production" and len(self.secret_key) < 32:
            raise ValueError("AMUDDU_SECRET_KEY must hold at least 32 characters in production")
        if self.mode == "production" and not self.public_url.startswith("https://"):
            raise ValueError("AMUDDU_PUBLIC_URL must begin with https:// in production")
        return self

    @model_validator(mode="after")
    def _kafka_complete(self) -> Self:
        if self.kafka_security.startswith("sasl") and not (self.kafka_user and self.kafka_password):
            raise ValueError("AMUDDU_KAFKA_USER and AMUDDU_KAFKA_PASSWORD are needed with SASL")
        if self.kafka_heartbeat_ms * 3 > self.kafka_session_timeout_ms:
            raise ValueError(
                "AMUDDU_KAFKA_HEARTBEAT_MS may be at most a third of"
                " AMUDDU_KAFKA_SESSION_TIMEOUT_MS"
            )
        return self

    @cached_property
    def signing_key(self) -> str:
        """The secret set, or one made once and kept in `data_dir` (demo mode)."""
        return self.secret_key or _kept_secret(self.data_dir / "secret")

    @cached_property
    def accepted_keys(self) -> tuple[str, ...]:
        """The key that signs, then those whose signatures still hold."""
        before = (key.strip() for key in self.previous_secret_keys.split(","))
        return (self.signing_key, *(key for key in before if key))


def _said(error: ValidationError) -> str:
    """What is wrong and where, a line for each variable, without what it holds."""
    return "\n".join(
        f"amuddu: {_variable(one['loc'])}{one['msg'].removeprefix('Value error, ')}"
        for one in error.errors(include_url=False, include_input=False)
    )


def _variable(at: tuple[int | str, ...]) -> str:
    if not at:
        return ""
    name = str(at[0]).upper()
    return f"{name if name.startswith('AMUDDU_') else f'AMUDDU_{name}'}: "


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x") as stream:
            path.chmod(0o600)
            stream.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()
