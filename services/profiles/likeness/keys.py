"""Keys by which a person is found or recognised, made from what is stored of them. Pure.

They stand in the same row and the same database as what they are made from, and tell less:
whoever reads them has read the name and the phone already. See docs/decisions/0043.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from amuddu.reference.names import name_words, sound_key, spelled
from amuddu.reference.text import fold
from services.profiles.common.tables import ProfileRow

VERSION = 1
"""Of the rules by which keys are made: rows of another are made again by the worker."""
NATIONAL_DIGITS = 9
"""Last digits by which a number is compared, with or without its country code."""
_SHORTEST_PHONE = 8


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


def search_key(row: ProfileRow) -> str:
    """Name, code and reference as they are compared, for the agency's search."""
    name, code = fold(whole_name(row)), fold(row.code)
    closed = " ".join(spelled(whole_name(row)))
    reference = fold(row.external_ref or "")
    found = (name, closed, code, code.replace(" ", ""), reference, reference.replace(" ", ""))
    return " ".join(key for key in dict.fromkeys(found) if key)


def search_sound(row: ProfileRow) -> str:
    """The sounds of the name's words, each between spaces."""
    return f" {sound_key(whole_name(row))} "


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
