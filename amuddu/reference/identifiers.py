"""Numbers by which Morocco knows an enterprise: ICE, CNSS affiliation, RC. Pure.

What people type has spaces, dots, or digits of another script; what comes out is digits alone.

- **ICE** (the common identifier of enterprises): 15 digits, that is 9 of the enterprise, 4 of the
  establishment and 2 of control (OMPIC's leaflet on the ICE). How the two follow from the others is
  published nowhere we know of. That all fifteen, read as one number, leave nothing when divided
  by 97 holds of each of the 340 or so numbers that firms print on their own papers and that were
  gathered at arthurdejong/python-stdnum#226 (2022); by chance it would hold of three. Sure: high,
  by observation, not by a text. Whoever has one that does not fit asks the agency.
- **CNSS affiliation**: 7 digits, as the CNSS's request 322-1-11 has boxes for; no rule of control
  is known, so the shape alone is looked at. Sure: medium.
- **RC**: a number that one court gives, so it says nothing without the court's town; no control.
"""

from __future__ import annotations

import re
import unicodedata

_ICE = 15
_ENTERPRISE = 9
_CNSS = re.compile(r"\d{7}")
_RC = re.compile(r"\d{1,9}")
_BETWEEN = re.compile(r"[\s.\-/_'·]+")
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def written(typed: str) -> str:
    """What was typed with ASCII digits, without what people put between them.

    >>> written(" 00 15.61-191 / ٠٠٠٠ ٦٦")
    '001561191000066'
    """
    text = _BETWEEN.sub("", unicodedata.normalize("NFKC", _UNSEEN.sub("", typed)))
    return "".join(str(int(c)) if c.isdecimal() else c for c in text)


def ice(typed: str) -> str | None:
    """The ICE that was typed; `None` where it is none.

    >>> ice("000 123 456 0001 90"), ice("000 123 456 0001 91"), ice("12345")
    ('000123456000190', None, None)
    """
    digits = written(typed)
    if len(digits) != _ICE or not digits.isascii() or not digits.isdigit() or not int(digits):
        return None
    return digits if int(digits) % 97 == 0 else None


def control(first: str) -> str:
    """The two digits that follow the first thirteen of an ICE: 01 to 97.

    >>> control("0001234560001")
    '90'
    """
    return f"{97 - int(first) * 100 % 97:02d}"


def enterprise(number: str) -> str:
    """The nine digits of an ICE that all establishments of one enterprise share."""
    return number[:_ENTERPRISE]


def cnss(typed: str) -> str | None:
    """The affiliation that was typed; `None` where it has another shape.

    >>> cnss("12 345 67"), cnss("123")
    ('1234567', None)
    """
    digits = written(typed)
    return digits if _CNSS.fullmatch(digits) and int(digits) else None


def rc(typed: str) -> str | None:
    """The number in a court's register; `None` where it has another shape.

    >>> rc("RC n° 45.321"), rc("0")
    ('45321', None)
    """
    digits = re.sub(r"^(?:rc)?(?:n[°o]?)?:?", "", written(typed), flags=re.IGNORECASE)
    return digits if _RC.fullmatch(digits) and int(digits) else None
