"""Settings from the environment; with none set, everything runs embedded on this machine.

Every variable begins with `AMUDDU_`. A service adds its own in `services/<name>/settings.py`.
In production (`AMUDDU_MODE=production`) a missing secret stops the process with one clear line.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from amuddu.kit.production import refusals

_ADDRESSES = (
    "profiles_url",
    "employers_url",
    "matching_url",
    "notifications_url",
    "support_url",
    "gateway_inside_url",
)


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

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the base class hands these in
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment alone: looking for each field in files that nobody may name doubles what
        reading the settings costs."""
        return init_settings, env_settings

    mode: Literal["demo", "production"] = "demo"
    """`demo`: embedded database, demonstration accounts, secret made at first start."""
    data_dir: Path = Path(".amuddu")
    """Where the embedded database and the demo secret live."""
    secret_key: str = Field(default="", repr=False)
    """Signs what this process alone reads again: links in messages, forms, cards, marks of erased
    people; seals files that wait. Nothing between processes. See docs/operations.md."""
    previous_secret_keys: str = Field(default="", repr=False)
    """Secrets of before, divided by commas, newest first: what they signed still holds. They sign
    nothing any more. See docs/operations.md on changing the secret."""
    identities_dir: Path | None = None
    """Keys by which processes know one another; unset: `identities` in `data_dir`."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "json"
    database_pool: int = Field(default=10, ge=1, le=100)
    public_url: str = "http://127.0.0.1:8000"
    """Address of the gateway as people see it: links in messages begin with it."""
    profiles_url: str = "http://127.0.0.1:8001"
    employers_url: str = "http://127.0.0.1:8002"
    matching_url: str = "http://127.0.0.1:8003"
    notifications_url: str = "http://127.0.0.1:8004"
    support_url: str = "http://127.0.0.1:8005"
    gateway_inside_url: str = "http://127.0.0.1:9000"
    """The gateway's internal port (`metrics_port` there): services ask it about sessions."""

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

    needs_secret: ClassVar[bool] = False
    """Whether the process uses `secret_key`."""
    plaintext_allowed: str = Field(
        default="", pattern=r"^((services|database|kafka|mail)(,(services|database|kafka|mail))*)?$"
    )
    """What may travel unencrypted in production, said out loud, divided by commas: `services`
    (calls between processes: a mesh encrypts them, or they never leave one machine), `database`,
    `kafka`, `mail` (a catcher without an account)."""
    inside_cert_file: Path | None = None
    """Certificate with which this process answers the others over TLS; unset: it does not."""
    inside_key_file: Path | None = None
    """The private key of that certificate."""
    inside_ca_file: Path | None = None
    """Certificates of the authority that signed those of the others; unset: the system's."""

    @model_validator(mode="after")
    def _fit_for_production(self) -> Self:
        if self.mode == "production" and (wrong := [*self._wrong_secrets(), *self._plain()]):
            # The first line gets its prefix from whoever prints them.
            raise ValueError("\namuddu: ".join(wrong))
        return self

    def _wrong_secrets(self) -> Iterator[str]:
        previous = (one.strip() for one in self.previous_secret_keys.split(","))
        if self.secret_key and (why := refusals.weak_secret(self.secret_key)):
            yield f"AMUDDU_SECRET_KEY {why}"
        if any(refusals.weak_secret(one) for one in previous if one):
            yield (
                "AMUDDU_PREVIOUS_SECRET_KEYS holds one that is no secret: leave it out, and ask"
                " people with open links to get new ones"
            )
        password = refusals.database_password(self._database_url)
        if password is not None and (why := refusals.weak_password(password)):
            yield f"{self._database_variable}: its password {why}"
        if self.kafka_password and (why := refusals.weak_password(self.kafka_password)):
            yield f"AMUDDU_KAFKA_PASSWORD {why}"

    def _plain(self) -> Iterator[str]:
        allowed = self.plaintext_allowed.split(",")
        if not self.public_url.startswith("https://"):
            yield "AMUDDU_PUBLIC_URL must begin with https:// in production"
        for name in _ADDRESSES:
            if "services" not in allowed and refusals.plain_address(getattr(self, name)):
                yield (
                    f"AMUDDU_{name.upper()} must begin with https:// in production; where a mesh"
                    " encrypts, say AMUDDU_PLAINTEXT_ALLOWED=services"
                )
        if "database" not in allowed and refusals.plain_database(self._database_url):
            yield (
                f"{self._database_variable}: add ?sslmode=verify-full, or say"
                " AMUDDU_PLAINTEXT_ALLOWED=database"
            )
        encrypted = self.bus == "memory" or self.kafka_security.endswith("ssl")
        if "kafka" not in allowed and not encrypted and refusals.plain_brokers(self.kafka_servers):
            yield (
                "AMUDDU_KAFKA_SECURITY must be ssl or sasl_ssl in production, or say"
                " AMUDDU_PLAINTEXT_ALLOWED=kafka"
            )

    def refuse_without_secret(self) -> None:
        """Stop a process that would sign with nothing in production."""
        if self.mode == "production" and self.needs_secret and not self.secret_key:
            raise WrongSettings(f"amuddu: AMUDDU_SECRET_KEY {refusals.weak_secret('')}")

    @property
    def _database_url(self) -> str:
        return str(getattr(self, "database_url", ""))

    @property
    def _database_variable(self) -> str:
        field = type(self).model_fields.get("database_url")
        return str(field.validation_alias) if field is not None else ""

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
    def identities_folder(self) -> Path:
        """Folder of the processes' keys, see `amuddu.kit.identity`."""
        return self.identities_dir or self.data_dir / "identities"

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
