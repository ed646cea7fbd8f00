"""What waits in the database is sealed: AES-256-GCM, a key for each job made from the secret.

A dump of the database shows no name and no title of stay, and what is sealed for one job opens
for no other. What an earlier secret sealed opens as long as that secret is accepted.
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
_PURPOSE = b"amuddu.gateway.imports"


class SealBroken(Exception):
    """No accepted secret opens it, or somebody changed it."""


def sealed(content: bytes, *, job_id: UUID, secret: str) -> bytes:
    """The content as it may be kept."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key(secret, job_id)).encrypt(nonce, content, job_id.bytes)


def opened(kept: bytes, *, job_id: UUID, secrets: Sequence[str]) -> bytes:
    """The content again. Raises `SealBroken`."""
    nonce, content = kept[:_NONCE], kept[_NONCE:]
    for secret in secrets:
        try:
            return AESGCM(_key(secret, job_id)).decrypt(nonce, content, job_id.bytes)
        except (InvalidTag, ValueError):
            continue
    raise SealBroken


def _key(secret: str, job_id: UUID) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=job_id.bytes, info=_PURPOSE)
    return derived.derive(secret.encode())
