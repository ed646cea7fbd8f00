"""Codes made from an id: for people whose own code is not known here, e.g. after they withdrew,
and for a candidacy, by which its employer speaks of somebody without knowing who it is."""

from __future__ import annotations

from hashlib import blake2b
from uuid import UUID

_SIGNS = "CDFGHJKMNPQRTWX3479"
"""Signs that are not confused when read aloud or copied by hand."""


def stand_in(identifier: UUID) -> str:
    """Five signs, always the same for one id, from which the id cannot be found again."""
    number = int.from_bytes(blake2b(identifier.bytes, digest_size=8).digest(), "big")
    signs = ""
    for _ in range(5):
        number, place = divmod(number, len(_SIGNS))
        signs += _SIGNS[place]
    return f"{signs[:2]}-{signs[2:]}"
