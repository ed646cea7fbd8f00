"""Keys by which a person is found or recognised, made from what is stored of them. Pure.

None is kept as it is: the database holds keyed digests of them, each agency's for itself, so
that a dump tells no phone and no name. See docs/decisions/0043 and 0049.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from amuddu.reference.names import name_words, sound_key, spelled
from amuddu.reference.text import fold
from services.profiles.common.tables import ProfileRow

VERSION = 3
"""Of the rules by which keys are made: rows of another are made again by the worker."""
NATIONAL_DIGITS = 9
"""Last digits by which a number is compared, with or without its country code."""
_SHORTEST_PHONE = 8
_SHORTEST_END = 4
SHORTEST, LONGEST = 2, 16
"""Letters of the beginnings by which words are found. One letter would sort people by initials,
for whoever holds the digests alone."""
_SOUND_BEGINS = "sound begins:"


class Named(Protocol):
    """Whatever tells who somebody is: a row, or the body of a form or a file."""

    @property
    def given_name(self) -> str: ...
    @property
    def family_name(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...
    @property
    def email(self) -> str | None: ...


def whole_name(person: Named) -> str:
    """Given name, then family name."""
    return " ".join(name for name in (person.given_name, person.family_name) if name)


def search_tokens(row: ProfileRow, former: Iterable[str] = ()) -> frozenset[str]:
    """All that a person is found by: beginnings of the words of their name, code and references,
    beginnings of the sounds of the name, ends of the phone, beginnings of the e-mail, the town."""
    name = whole_name(row)
    texts = [fold(name), " ".join(spelled(name))]
    for sign in (row.code, row.external_ref or "", *former):
        texts += [fold(sign), fold(sign).replace(" ", "")]
    found = {token for text in texts for word in text.split() for token in _beginnings(word)}
    for skeleton in sound_key(name).split():
        found |= {sound_token(skeleton)}
        found |= {_SOUND_BEGINS + skeleton[:n] for n in range(SHORTEST, len(skeleton) + 1)}
    if digits := "".join(c for c in row.phone or "" if c.isdecimal()):
        found |= {phone_token(digits[-n:]) for n in range(_SHORTEST_END, NATIONAL_DIGITS + 1)}
    if email := (row.email or "").casefold():
        found |= {email_token(email[:n]) for n in range(email.find("@") + 1, len(email) + 1)}
    if row.place:
        found |= {town_token(row.place)}
    return frozenset(found)


def _beginnings(word: str) -> Iterator[str]:
    yield from (word_token(word[:n]) for n in range(SHORTEST, min(len(word), LONGEST) + 1))


def word_token(word: str) -> str:
    """What finds everybody with a word that begins so."""
    return f"word:{word[:LONGEST]}"


def sound_tokens(skeleton: str) -> tuple[str, ...]:
    """What finds everybody with a name that sounds so, or so from its beginning."""
    begins = (_SOUND_BEGINS + skeleton,) if len(skeleton) >= SHORTEST else ()
    return (sound_token(skeleton), *begins)


def sound_token(skeleton: str) -> str:
    """What finds everybody with a name of exactly these consonants."""
    return f"sound:{skeleton}"


def phone_token(digits: str) -> str:
    """What finds everybody whose number ends so."""
    return f"phone:{digits}"


def email_token(beginning: str) -> str:
    """What finds everybody whose address begins so, up to the @ at least."""
    return f"email:{beginning}"


def town_token(place: str) -> str:
    """What finds everybody who lives in a town."""
    return f"town:{place}"


def phone_key(phone: str) -> str | None:
    """The end of a number, the same in every way of writing it; none where it is no number."""
    digits = "".join(c for c in phone if c.isdecimal())
    return digits[-NATIONAL_DIGITS:].lstrip("0") if len(digits) >= _SHORTEST_PHONE else None


def pair_keys(person: Named) -> frozenset[str]:
    """What two people have in common who may be one: a phone, an e-mail, a whole name's sound.

    A name of one word is too many people's.
    """
    return frozenset(_pair_keys(person))


def _pair_keys(person: Named) -> Iterator[str]:
    if person.phone and (digits := phone_key(person.phone)):
        yield f"phone:{digits}"
    if person.email:
        yield f"email:{person.email.casefold()}"
    name = whole_name(person)
    if len(name_words(name)) > 1:
        yield f"name:{sound_key(name)}"
