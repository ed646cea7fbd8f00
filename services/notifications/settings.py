"""Settings of the notifications service, from the environment."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from amuddu.kit.production.refusals import is_loopback
from amuddu.kit.settings import Settings, WrongSettings


class NotificationsSettings(Settings):
    """Where messages go out, how long a link works, how stubborn the sender is.

    E-mail goes through SMTP. SMS go through a provider's HTTP door: a POST to `sms_url` of
    `{"to": "+212...", "from": "Amuddu", "text": "...", "reference": "<message id>"}` with
    `Authorization: Bearer <sms_key>` and `Idempotency-Key: <message id>`; any 2xx means that
    the provider took the message, 408, 429 and 5xx that it may be tried again, other 4xx that
    it refuses. Most providers' own bodies are reached through a small adapter at that address.
    """

    needs_secret: ClassVar[bool] = True
    database_url: str = Field(default="", validation_alias="AMUDDU_NOTIFICATIONS_DATABASE_URL")

    smtp_host: str = "127.0.0.1"
    smtp_port: int = Field(default=1025, ge=1, le=65535)
    smtp_user: str = ""
    """Empty: the server asks for no sign-in."""
    smtp_password: str = Field(default="", repr=False)
    smtp_tls: Literal["none", "starttls", "implicit"] = "none"
    mail_from: str = "Amuddu <messages@amuddu.example>"

    def refuse_without_mail(self) -> None:
        """Stop a sender that has no mail account in production."""
        if self.mode != "production" or "mail" in self.plaintext_allowed.split(","):
            return
        if not (self.smtp_user and self.smtp_password):
            raise WrongSettings(
                "amuddu: AMUDDU_SMTP_USER and AMUDDU_SMTP_PASSWORD: name the account that sends"
                " mail, or say AMUDDU_PLAINTEXT_ALLOWED=mail for a catcher that has none"
            )
        if self.smtp_tls == "none" and not is_loopback(self.smtp_host):
            raise WrongSettings(
                "amuddu: AMUDDU_SMTP_TLS must be starttls or implicit in production"
            )

    webhooks_inside: bool = False
    """For development: webhooks may go over http, and to addresses of this machine and network."""

    @model_validator(mode="after")
    def _webhooks_outside(self) -> Self:
        if self.mode == "production" and self.webhooks_inside:
            raise ValueError("AMUDDU_WEBHOOKS_INSIDE is for development: leave it out")
        return self

    sms_url: str = ""
    """Address of the SMS provider; empty: SMS is not set up and such messages fail."""
    sms_key: str = Field(default="", repr=False)
    """The provider's key; empty: the adapter at `sms_url` asks for none."""
    sms_sender: str = Field(default="Amuddu", max_length=11)
    """What the phone shows as sender; GSM allows 11 letters and digits."""

    quiet_hours: bool = True
    """Whether messages that can wait leave neither at night nor on Sunday morning."""

    @property
    def keeps_quiet(self) -> bool:
        """Whether the quiet hours count: who tries the demonstration at night waits for nothing."""
        return self.quiet_hours and self.mode != "demo"

    send_attempts: int = Field(default=12, ge=1, le=50)
    """Tries before a message is given up; with the pauses below, about three and a half hours."""
    send_pause_seconds: float = Field(default=10, ge=0, le=3600)
    """Pause after the first failed try; it doubles each time, up to an hour."""
    send_lease_seconds: int = Field(default=180, ge=1, le=3600)
    """How long a message stays with one sender; longer than all its time-outs together."""
    send_timeout_seconds: float = Field(default=15, gt=0, le=60)
    """Longest wait for one answer of a mail server, SMS provider or the profiles service."""
    send_poll_seconds: float = Field(default=0.5, gt=0, le=60)
    """How often an idle sender looks for messages."""
