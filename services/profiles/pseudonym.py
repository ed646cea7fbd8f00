"""Short codes by which people are spoken of before they say yes, e.g. `K7-4QX`.

The alphabet leaves out what is confused when read aloud or copied by hand (0 and O, 1, I and L,
2 and Z, 5 and S, 8 and B, U and V) and every vowel, so that no code spells a word. 19 signs in
five places make 2.4 million codes; whoever draws one already taken draws again.
"""

from __future__ import annotations

import secrets

ALPHABET = "CDFGHJKMNPQRTWX3479"


def draw() -> str:
    """A random code; it says nothing about the person."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(5))
    return f"{signs[:2]}-{signs[2:]}"
