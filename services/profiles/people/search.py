"""Finding people by what a counsellor types: a name in any spelling, a phone, a reference, a code,
a town.

Whoever is spelled so comes first, the last changed at the top; then those whose names sound so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from amuddu.kit.db import Session
from amuddu.reference.names import NameWord, begins, name_words
from amuddu.reference.places import Part, parts_of
from amuddu.reference.text import fold
from services.profiles.common import repository as common_repository
from services.profiles.common.schemas import Asked, Sounding
from services.profiles.common.tables import ProfileRow
from services.profiles.likeness.keys import (
    NATIONAL_DIGITS,
    SHORTEST,
    email_token,
    phone_token,
    sound_tokens,
    town_token,
    whole_name,
    word_token,
)
from services.profiles.likeness.service import tokens

MOST_ALIKE = 2000
"""People whose names are compared by sound, the last changed first."""

# A number however it is spaced, of six digits or more: a phone, or a reference.
_NUMBER = re.compile(r"(?<![^\W_])[+(]{0,2}\d(?:[\s().\-/]{0,3}\d){5,}(?![^\W_])")
_EMAIL = re.compile(r"\S{1,80}@\S{0,80}")


@dataclass(frozen=True, slots=True)
class _Wanted:
    asked: tuple[Asked, ...]
    """As it is spelled."""
    other: tuple[Asked, ...]
    """What is asked besides names, and holds for those who sound alike as well."""
    names: tuple[NameWord, ...]
    sounding: tuple[Sounding, ...]
    """The same as the database is asked."""
    towns: Mapping[str, str]
    """Those of the names that may as well be a town's."""


def find(
    session: Session, q: str, *, agency_id: str, agent_id: UUID | None, limit: int, offset: int
) -> tuple[list[ProfileRow], int]:
    """People of an agency (of one agent) who answer to what was typed, and how many there are."""
    wanted = _wanted(q, partial(tokens, session, agency_id))
    rows, total = common_repository.page(
        session,
        agency_id=agency_id,
        agent_id=agent_id,
        asked=wanted.asked,
        limit=limit,
        offset=offset,
    )
    if not wanted.names:
        return rows, total
    alike = _alike(session, wanted, agency_id=agency_id, agent_id=agent_id)
    start = max(0, offset - total)
    more = alike[start : start + limit - len(rows)]
    return [*rows, *common_repository.in_order(session, more)], total + len(alike)


def _alike(
    session: Session, wanted: _Wanted, *, agency_id: str, agent_id: UUID | None
) -> list[UUID]:
    """Those who only sound so, the last changed first."""
    found = common_repository.sounding(
        session,
        agency_id=agency_id,
        agent_id=agent_id,
        names=wanted.sounding,
        besides=wanted.other,
        spelled=wanted.asked,
        limit=MOST_ALIKE,
    )
    return [row.id for row in found if _sounds_so(wanted, row)]


def _sounds_so(wanted: _Wanted, row: ProfileRow) -> bool:
    own = name_words(whole_name(row))
    return all(
        any(begins(name, word) for word in own)
        or (row.place is not None and wanted.towns.get(name.text) == row.place)
        for name in wanted.names
    )


def _wanted(q: str, digests: Callable[[Iterable[str]], list[int]]) -> _Wanted:
    plain = "".join(_plain(c) for c in unicodedata.normalize("NFKC", q))
    other: list[Asked] = []
    for email in _EMAIL.findall(plain):
        other.append(_asked(digests, fold(email), email_token(email.casefold())))
    plain = _EMAIL.sub(" ", plain)
    for number in _NUMBER.findall(plain):
        digits = "".join(c for c in number if c.isdigit())
        phone = digits[-NATIONAL_DIGITS:].lstrip("0")
        other.append(_asked(digests, fold(number), phone_token(phone) if phone else None))
    typed = _NUMBER.sub(" ", plain)
    # No digest is kept of a letter alone: beside other words it narrows nothing down, and by
    # itself it finds nobody.
    parts = parts_of(typed)
    words = [_named(digests, part) for part in parts if len(part.text) >= SHORTEST]
    if parts and not words and not other:
        words = [Asked(())]
    names = name_words(typed) if words else ()
    towns = {
        word: part.town
        for part in parts
        if part.town
        for word in (part.text.replace(" ", ""), *part.text.split())
    }
    sounding = tuple(_sounding(digests, name, towns.get(name.text)) for name in names)
    return _Wanted((*other, *words), tuple(other), names, sounding, towns)


def _sounding(
    digests: Callable[[Iterable[str]], list[int]], name: NameWord, town: str | None
) -> Sounding:
    said = (word_token(name.text), *sound_tokens(name.skeleton))
    return Sounding(tuple(digests((*said, town_token(town)) if town else said)))


def _named(digests: Callable[[Iterable[str]], list[int]], part: Part) -> Asked:
    """A word of a name, or a town."""
    return _asked(digests, part.text, town_token(part.town) if part.town else None)


def _asked(
    digests: Callable[[Iterable[str]], list[int]], words: str, also: str | None = None
) -> Asked:
    spelled = [word_token(word) for word in words.split() if len(word) >= SHORTEST]
    ways = (spelled, [also] if also else [])
    return Asked(tuple(tuple(digests(way)) for way in ways if way))


def _plain(character: str) -> str:
    """Digits of any script as ASCII; nothing that is not seen."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return "" if unicodedata.category(character) == "Cf" else character
