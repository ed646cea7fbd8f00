"""How long a text message is, and how to keep it short.

A phone network sends SMS in the GSM 7-bit alphabet (3GPP TS 23.038): 160 characters in one part,
153 in each of several. One character outside of it turns the whole message into UTF-16:
70 characters in one part, 67 in each of several. Senders pay for each part.
"""

from __future__ import annotations

import unicodedata

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")
"""Characters that take two places."""

_FOLDED = {
    "œ": "oe",
    "Œ": "OE",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
    "…": "...",
    "–": "-",
    "—": "-",
    "\u00a0": " ",
    "\u202f": " ",
}

_PLAIN_PART, _PLAIN_PARTS = 160, 153
_WIDE_PART, _WIDE_PARTS = 70, 67


def plain(text: str) -> bool:
    """Whether the text stays within the GSM alphabet."""
    return all(character in _BASIC or character in _EXTENSION for character in text)


def fold(text: str) -> str:
    """The text within the GSM alphabet, less some accents; unchanged where that cannot be.

    >>> fold("Maçon à Fès, sans date d'août")
    "Macon à Fès, sans date d'aout"
    """
    folded = "".join(map(_fold_one, text))
    return folded if plain(folded) else text


def parts(text: str) -> int:
    """How many SMS the text takes."""
    if plain(text):
        length = sum(2 if character in _EXTENSION else 1 for character in text)
        single, several = _PLAIN_PART, _PLAIN_PARTS
    else:
        length = len(text.encode("utf-16-be")) // 2
        single, several = _WIDE_PART, _WIDE_PARTS
    return 1 if length <= single else -(-length // several)


def _fold_one(character: str) -> str:
    if character in _BASIC or character in _EXTENSION:
        return character
    if character in _FOLDED:
        return _FOLDED[character]
    bare = "".join(
        c for c in unicodedata.normalize("NFD", character) if not unicodedata.combining(c)
    )
    return bare or character
