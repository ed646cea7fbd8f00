"""A code for people whose own code is not known here, e.g. after they withdrew."""

from __future__ import annotations

from hashlib import blake2b
from uuid import UUID

_SIGNS = "CDFGHJKMNPQRTWX3479"
"""Signs that are not confused when read aloud or copied by hand."""


def stand_in(profile_id: UUID) -> str:
    """Five signs, always the same for one id, from which the id cannot be found again."""
    number = int.from_bytes(blake2b(profile_id.bytes, digest_size=8).digest(), "big")
    signs = ""
    for _ in range(5):
        number, place = divmod(number, len(_SIGNS))
        signs += _SIGNS[place]
    return f"{signs[:2]}-{signs[2:]}"
