"""What waits in a database is sealed: AES-256-GCM, a key for each row made from the secret.

A dump of the database shows nothing of it, and what is sealed for one row or purpose opens for no
other. What an earlier secret sealed opens as long as that secret is accepted.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class SealBroken(Exception):
    """No accepted secret opens it, or somebody changed it."""


def sealed(content: bytes, *, row: UUID, purpose: bytes, secret: str) -> bytes:
    """The content as it may be kept."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key(secret, row, purpose)).encrypt(nonce, content, row.bytes)


def opened(kept: bytes, *, row: UUID, purpose: bytes, secrets: Sequence[str]) -> bytes:
    """The content again. Raises `SealBroken`."""
    nonce, content = kept[:_NONCE], kept[_NONCE:]
    for secret in secrets:
        try:
            return AESGCM(_key(secret, row, purpose)).decrypt(nonce, content, row.bytes)
        except (InvalidTag, ValueError):
            continue
    raise SealBroken


def _key(secret: str, row: UUID, purpose: bytes) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=row.bytes, info=purpose)
    return derived.derive(secret.encode())
