"""Settings of the gateway, beside those every process has (`amuddu.kit.settings`)."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from amuddu.kit.settings import Settings


class GatewaySettings(Settings):
    """What the gateway needs to know."""

    needs_secret: ClassVar[bool] = True
    database_url: str = Field(default="", validation_alias="AMUDDU_GATEWAY_DATABASE_URL")
    session_hours: int = Field(default=12, ge=1, le=720)
    """A session that nobody uses for this long ends."""
    session_days: int = Field(default=7, ge=1, le=90)
    """A session ends so many days after it began, however much it is used."""
    second_proof_required: bool = False
    """Whether staff who see titles or money must set up a second proof; always in production."""
    proof_minutes: int = Field(default=30, ge=1, le=720)
    """A second proof older than this is asked for again before a title or a payment."""
    sign_in_attempts: int = Field(default=10, ge=1, le=1000)
    """Failed sign-ins of an account (tenfold: from an address) before each next one waits longer.
    A device that signed in before has as many of its own."""
    service_timeout_seconds: float = Field(default=15, gt=0, le=120)

    partner_requests_minute: int = Field(default=300, ge=1, le=100_000)
    """Requests of one partner a minute, with all of its tokens and in all processes."""

    operator_file: str = Field(default="", validation_alias="AMUDDU_OPERATOR_FILE")
    """YAML of what only the operator can say of itself (`gateway/about/operator.py`)."""

    identity_providers_file: str = Field(
        default="", validation_alias="AMUDDU_IDENTITY_PROVIDERS_FILE"
    )
    """YAML of the providers that staff may sign in with (`gateway/single_sign_on/providers.py`)."""

    @property
    def secure_cookies(self) -> bool:
        """Cookies travel over TLS alone wherever the public address has it."""
        return self.public_url.startswith("https://")

    @property
    def asks_second_proof(self) -> bool:
        """Whether staff get nowhere without a second proof."""
        return self.mode == "production" or self.second_proof_required
