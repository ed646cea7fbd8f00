"""One way to compare words in French, Arabic, English and Spanish, whoever typed them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "\N{LATIN SMALL LIGATURE OE}": "oe",
        "\N{LATIN SMALL LETTER AE}": "ae",
        "\N{LATIN SMALL LETTER O WITH STROKE}": "o",
        "\N{LATIN SMALL LETTER L WITH STROKE}": "l",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "\N{ARABIC TATWEEL}": None,  # it only stretches a word
        "\N{ARABIC LETTER ALEF WASLA}": "\N{ARABIC LETTER ALEF}",
        "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER FARSI YEH}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER KEHEH}": "\N{ARABIC LETTER KAF}",
        # Three ways to write the Moroccan hard g, which others write as a plain kaf.
        "\N{ARABIC LETTER NG}": "\N{ARABIC LETTER KAF}",
        "\N{ARABIC LETTER KEHEH WITH THREE DOTS ABOVE}": "\N{ARABIC LETTER KAF}",
        "\N{ARABIC LETTER GAF}": "\N{ARABIC LETTER KAF}",
    }
)
_NO_LETTER = re.compile(r"[\W_]+")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """Text as it is compared: no case, accent, vowel mark or punctuation, single spaces.

    Arabic letters that people write for one another become one: alef with or without hamza,
    final ya and alef maqsura, ta marbuta and ha. Digits become ASCII.

    >>> fold("  L'Aïd  El-Kébir ")
    'l aid el kebir'
    >>> fold("أݣادير") == fold("اكادير")
    True
    """
    if text.isascii():
        return _NO_LETTER.sub(" ", text.lower()).strip()
    # NFKC first: letters of another shape (full width, mathematical) must be letters before case.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LETTERS)
    return _OTHER_DIGIT.sub(_ascii_digit, _NO_LETTER.sub(" ", bare).strip())


def _ascii_digit(found: re.Match[str]) -> str:
    return str(unicodedata.decimal(found.group()))


def listed(words: str) -> list[str]:
    """Words of a table that stands in the code, parted by bars."""
    return words.split("|")
