"""Signs that stand for people: codes, and the marks of those who were erased.

Codes are how people are spoken of before they say yes, e.g. `K7-4QX`.

The alphabet leaves out what is confused when read aloud or copied by hand (0 and O, 1, I and L,
2 and Z, 5 and S, 8 and B, U and V) and every vowel, so that no code spells a word. 19 signs in
five places make 2.4 million codes; whoever draws one already taken draws again.
"""

from __future__ import annotations

import hmac
import secrets

ALPHABET = "CDFGHJKMNPQRTWX3479"


_PURPOSE = "erased reference"


def mark(agency_id: str, external_ref: str, *, key: str) -> str:
    """What is kept of an agency's reference once its person is erased: 64 hexadecimal digits.

    Nobody without the key can try references until one fits.
    """
    message = "\0".join((_PURPOSE, agency_id, external_ref))
    return hmac.digest(key.encode(), message.encode(), "sha256").hex()


def draw() -> str:
    """A random code; it says nothing about the person."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(5))
    return f"{signs[:2]}-{signs[2:]}"
