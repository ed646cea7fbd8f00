"""Hide contact data in what an employer wrote, before it leaves this service.

Candidates reach an employer through the agency, and a vacancy's words go into a search index
that others read: e-mail addresses, phone numbers, links and account names become `[…]`. What a
candidate needs stays: wages, hours, dates, addresses of a street.

>>> mask_contacts("Envoyez un CV à chef@hotel.ma ou appelez le 06 12 34 56 78. Salaire 3 500 DH.")
'Envoyez un CV à […] ou appelez le […]. Salaire 3 500 DH.'
"""

from __future__ import annotations

import re

MASK = "[…]"

_AT = r"(?:@|[(\[{]\s?(?:at|arobase|arroba)\s?[)\]}])"
_DOT = r"(?:\.|\s?[(\[{]\s?(?:dot|point|punto)\s?[)\]}]\s?)"
_HOST = rf"[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,6}}"
_ENDINGS = "africa|biz|co|com|eu|fr|info|io|link|ma|me|net|online|org|site"
# Between two digits: spaces, points, hyphens, and the unseen marks that copied numbers carry.
_BETWEEN = r" \u00a0\u202f.()\u2010-\u2013\u200b-\u200f\u202a-\u202e\u2066-\u2069-"
_GAP = rf"[{_BETWEEN}]{{0,3}}"
# Dates are read first and kept: two side by side would look like a phone number.
_DATE = (
    r"(?P<date>(?<!\d)(?:\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)"
    r"(?!\d|[-./]\d))"
)

_EMAIL = rf"(?<![\w.+-])[\w.+-]{{1,64}}\s{{0,2}}{_AT}\s{{0,2}}{_HOST}"
_LINK = r"(?:https?://|www\.)\S+"
# A bare address such as `hotel-atlas.ma/emploi`. The look-behind keeps the search linear.
_BARE_LINK = rf"(?<![\w.@-])[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,4}}\.(?:{_ENDINGS})\b(?:/\S*)?"
_ACCOUNT = r"@[\w.]{2,64}"
# With the international prefix: +212 6 12 34 56 78, 00 33 6 ..., and the (0) some leave in it.
_ABROAD = rf"(?<![\w+])(?:\+|00){_GAP}\d(?:{_GAP}\d){{7,14}}(?!\d)"
# As dialled in Morocco: ten digits from 05 to 08, grouped in any way.
_HOME = rf"(?<!\d)(?<!\d[.,])0{_GAP}[5-8](?:{_GAP}\d){{8}}(?!\d)"
# The same without its zero: 661 23 45 67.
_SHORT = rf"(?<!\d)(?<!\d[.,])[5-8] ?\d{{2}}(?:[{_BETWEEN}]\d{{2}}){{3}}(?!\d)"
# Nine digits or more in one run are no wage and no date.
_RUN = r"(?<!\d)\d{9,20}(?!\d)"

_CONTACT = re.compile(
    "|".join((_DATE, _EMAIL, _LINK, _BARE_LINK, _ACCOUNT, _ABROAD, _HOME, _SHORT, _RUN)),
    re.IGNORECASE,
)
_DIGITS = {
    ord(digit): str(value)
    for zero in ("\N{ARABIC-INDIC DIGIT ZERO}", "\N{EXTENDED ARABIC-INDIC DIGIT ZERO}")
    for value, digit in enumerate(chr(ord(zero) + step) for step in range(10))
}


def mask_contacts(text: str) -> str:
    """The text with each contact replaced by `[…]`."""
    # Arabic digits are matched as Western ones, at the same places in the text.
    readable = text.translate(_DIGITS)
    kept: list[str] = []
    end = 0
    for found in _CONTACT.finditer(readable):
        kept += (text[end : found.start()], found["date"] or MASK)
        end = found.end()
    return "".join((*kept, text[end:]))
