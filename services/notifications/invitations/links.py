"""The short signed link by which a person answers without an account.

A token is URL-safe base64 of 24 bytes, hence 32 characters without padding: the invitation's
id (16 bytes), then the first 8 bytes of its HMAC-SHA256. Eight bytes are enough for a check
made online only: a guesser must hit both a living random id and 1 in 2^64.
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, time, timedelta
from hashlib import sha256
from uuid import UUID
from zoneinfo import ZoneInfo

from amuddu.kit.errors import NotFound
from amuddu.kit.i18n import N_

MOROCCO = ZoneInfo("Africa/Casablanca")

# Checked before decoding: Python's decoder skips foreign characters, and one invitation
# must have one link only.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_PURPOSE = b"amuddu.invitation:"
_ID_BYTES = 16
_SIGNATURE_BYTES = 8


def token(invitation_id: UUID, *, key: str) -> str:
    """The token of an invitation's link."""
    return urlsafe_b64encode(invitation_id.bytes + _signature(invitation_id.bytes, key)).decode()


def link(invitation_id: UUID, *, key: str, public_url: str) -> str:
    """The link as a person receives it: `{public_url}/r/{token}`."""
    return f"{public_url.rstrip('/')}/r/{token(invitation_id, key=key)}"


def read(token: str, *keys: str) -> UUID:
    """The invitation a token stands for. Raises `NotFound` where none of the keys signed it."""
    if not _TOKEN.fullmatch(token):
        raise _unknown()
    raw = urlsafe_b64decode(token)
    identifier, signature = raw[:_ID_BYTES], raw[_ID_BYTES:]
    if not any(hmac.compare_digest(signature, _signature(identifier, key)) for key in keys):
        raise _unknown()
    return UUID(bytes=identifier)


def last_moment(sent_at: datetime, *, days: int) -> datetime:
    """When a link sent at this moment stops working: the end of a day, as people count days."""
    last_day = (sent_at.astimezone(MOROCCO) + timedelta(days=days)).date()
    return datetime.combine(last_day, time(23, 59, 59), tzinfo=MOROCCO)


def _signature(identifier: bytes, key: str) -> bytes:
    return hmac.digest(key.encode(), _PURPOSE + identifier, sha256)[:_SIGNATURE_BYTES]


def _unknown() -> NotFound:
    return NotFound(N_("Ce lien n'est pas reconnu : ouvrez-le à nouveau depuis votre message."))
