"""Secrets of webhooks, and signing with them as Standard Webhooks has it.

    webhook-id: <id of the message, the same at each try>
    webhook-timestamp: <seconds since 1970, of this try>
    webhook-signature: v1,<base64 of HMAC-SHA256 over "id.timestamp.body"> [v1,<with another>]

A secret is sealed for its webhook's row; a dump shows none.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Self
from uuid import UUID

from amuddu.kit.settings import Settings
from amuddu.kit.trust import sealing

PREFIX = "whsec_"
_BYTES = 32
_PURPOSE = b"webhook"


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """The secret of this service that seals, and those of before that still open."""

    accepted: tuple[str, ...]

    @classmethod
    def of(cls, settings: Settings) -> Self:
        return cls(settings.accepted_keys)

    def sealed(self, secret: str, *, row: UUID) -> bytes:
        """A secret as it may be kept."""
        return sealing.sealed(secret.encode(), row=row, purpose=_PURPOSE, secret=self.accepted[0])

    def opened(self, kept: bytes, *, row: UUID) -> str:
        """A secret again. Raises `SealBroken`."""
        opened = sealing.opened(kept, row=row, purpose=_PURPOSE, secrets=self.accepted)
        return opened.decode()


def new_secret() -> str:
    """A secret that nobody guesses."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def headers(message_id: UUID, body: bytes, *, at: int, keys: Sequence[str]) -> dict[str, str]:
    """What goes beside a message; `keys`: the secret, and for a while the one before it."""
    signed = f"{message_id}.{at}.".encode() + body
    return {
        "webhook-id": str(message_id),
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(f"v1,{_signature(key, signed)}" for key in keys),
    }


def _signature(key: str, signed: bytes) -> str:
    secret = base64.b64decode(key.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(secret, signed, sha256).digest()).decode()
