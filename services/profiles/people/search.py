"""Finding people by what a counsellor types: a name in any spelling, a phone, a reference, a code.

Whoever is spelled so comes first, the last changed at the top; then those whose names sound so.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from amuddu.kit.db import Session
from amuddu.reference.names import NameWord, begins, name_words
from amuddu.reference.text import fold
from services.profiles.common import repository as common_repository
from services.profiles.common.schemas import Asked, Sounding
from services.profiles.common.tables import ProfileRow
from services.profiles.likeness.keys import NATIONAL_DIGITS, whole_name

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


def find(
    session: Session, q: str, *, agency_id: str, agent_id: UUID | None, limit: int, offset: int
) -> tuple[list[ProfileRow], int]:
    """People of an agency (of one agent) who answer to what was typed, and how many there are."""
    wanted = _wanted(q)
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
        names=[Sounding(word.text, word.skeleton) for word in wanted.names],
        besides=wanted.other,
        spelled=wanted.asked,
        limit=MOST_ALIKE,
    )
    return [row.id for row in found if _sounds_so(wanted.names, row)]


def _sounds_so(names: tuple[NameWord, ...], row: ProfileRow) -> bool:
    own = name_words(whole_name(row))
    return all(any(begins(name, word) for word in own) for name in names)


def _wanted(q: str) -> _Wanted:
    plain = "".join(_plain(c) for c in unicodedata.normalize("NFKC", q))
    other: list[Asked] = []
    for email in _EMAIL.findall(plain):
        other.append(Asked(words=tuple(fold(email).split()), email=email.casefold()))
    plain = _EMAIL.sub(" ", plain)
    for number in _NUMBER.findall(plain):
        digits = "".join(c for c in number if c.isdigit())
        phone = digits[-NATIONAL_DIGITS:].lstrip("0")
        other.append(Asked(words=tuple(fold(number).split()), phone=phone or None))
    typed = _NUMBER.sub(" ", plain)
    words = [Asked(words=(word,)) for word in fold(typed).split()]
    names = name_words(typed) if words else ()
    return _Wanted((*other, *words), tuple(other), names)


def _plain(character: str) -> str:
    """Digits of any script as ASCII; nothing that is not seen."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return "" if unicodedata.category(character) == "Cf" else character
