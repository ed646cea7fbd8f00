"""How secrets and addresses are kept: sealed by row, or as a digest that only we can make."""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, Self
from uuid import UUID

from amuddu.kit.trust import sealing
from gateway.settings import GatewaySettings

Purpose = Literal["contact", "message", "request", "totp"]


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """The secret that seals, and those of before that still open."""

    accepted: tuple[str, ...]

    @classmethod
    def of(cls, settings: GatewaySettings) -> Self:
        return cls(settings.accepted_keys)

    def sealed(self, value: str, *, row: UUID, purpose: Purpose) -> bytes:
        """The value as it may be kept in a row."""
        return sealing.sealed(
            value.encode(), row=row, purpose=purpose.encode(), secret=self.accepted[0]
        )

    def opened(self, kept: bytes, *, row: UUID, purpose: Purpose) -> str:
        """The value again. Raises `SealBroken`."""
        return sealing.opened(
            kept, row=row, purpose=purpose.encode(), secrets=self.accepted
        ).decode()

    def digest(self, value: str) -> str:
        """What finds a value again, and tells it to nobody who holds the table alone."""
        return _keyed(self.accepted[0], value)

    def digests(self, value: str) -> tuple[str, ...]:
        """The same by each accepted secret."""
        return tuple(_keyed(key, value) for key in self.accepted)


def _keyed(key: str, value: str) -> str:
    return hmac.new(key.encode(), b"credential:" + value.encode(), sha256).hexdigest()


def as_digits(written: str) -> str:
    """The figures that somebody typed, in whatever script, as 0 to 9; other signs are left as
    they are, and space between them out."""
    return "".join(
        str(unicodedata.decimal(each)) if each.isdecimal() else each
        for each in written
        if not each.isspace()
    )


def token() -> tuple[str, str]:
    """The end of a new link, and the digest by which it is kept."""
    made = secrets.token_urlsafe(32)
    return made, token_digest(made)


def token_digest(token: str) -> str:
    """The digest of a link's end: it is long enough to be guessed by nobody."""
    return sha256(b"link:" + token.encode(errors="replace")).hexdigest()
