"""Devices that signed in before: a signed cookie that names the accounts, to nobody but us.

A device is known for one account and one secret: another password, or another card, and it is
unknown again. It is a way past what strangers do to a login, never a way in: the password or the
number is asked all the same.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from gateway.sessions.service import digest

COOKIE = "amuddu_device"
_MOST = 8
"""Accounts that one device is known for: telephones are shared."""


@dataclass(frozen=True, slots=True)
class Device:
    """A browser, and the accounts that it signed in to, the last first."""

    id: str
    marks: tuple[str, ...] = ()

    def knows(self, account_id: UUID, secret_hash: str) -> bool:
        """Whether this device signed in to the account with the secret that still holds."""
        return mark(account_id, secret_hash) in self.marks

    def with_mark(self, account_id: UUID, secret_hash: str) -> Device:
        """The same device, once it has signed in."""
        made = mark(account_id, secret_hash)
        others = [each for each in self.marks if each != made]
        return replace(self, marks=(made, *others)[:_MOST])


def mark(account_id: UUID, secret_hash: str) -> str:
    """What a device keeps of an account: nothing that can be read."""
    return digest(f"device:{account_id}:{secret_hash}")[:24]


def read(cookie: str | None, keys: Sequence[str]) -> Device:
    """The device of a cookie that one of the keys signed; else a new one that knows nobody."""
    try:
        kept = _signer(keys).loads(cookie or "")
        return Device(str(kept["d"]), tuple(str(each) for each in kept["m"]))
    except (BadSignature, KeyError, TypeError):
        return Device(secrets.token_urlsafe(16))


def written(device: Device, keys: Sequence[str]) -> str:
    """The cookie of a device."""
    signed = _signer(keys).dumps({"d": device.id, "m": device.marks})
    return signed if isinstance(signed, str) else signed.decode()


def _signer(keys: Sequence[str]) -> URLSafeSerializer:
    # The library wants them from the oldest to the newest.
    return URLSafeSerializer(list(reversed(keys)), salt="amuddu.device")
