"""What anybody may ask without an account: is this employer one that an agency verified?

By its ICE or its whole name, never by a part: nobody can list employers here. Of one that is not
verified nothing is told, not even that it signed up.
"""

from __future__ import annotations

from amuddu.contracts.organisations import Genuine, GenuineIn, Marks, MarksIn
from amuddu.kit.db import Session
from amuddu.reference import identifiers
from services.employers.organisations import mapping
from services.employers.organisations.tables import EmployerRow
from services.employers.standing import repository


def check(session: Session, body: GenuineIn) -> Genuine:
    """Whether an agency verified this employer. A shared name is told as such, of nobody."""
    found = _found(session, body.asked)
    if len(found) > 1:
        return Genuine(verdict="several")
    if not found:
        return Genuine(verdict="unknown")
    row = found[0]
    since = row.verified_at.date() if row.verified_at else None
    return Genuine(verdict="verified", name=row.name, place=row.place, since=since)


def marks(session: Session, body: MarksIn) -> Marks:
    """Which vacancies are of a verified employer, as things stand now."""
    return Marks(verified=tuple(repository.verified_among(session, body.vacancies)))


def _found(session: Session, asked: str) -> list[EmployerRow]:
    if number := identifiers.ice(asked):
        row = repository.verified_with(session, number)
        return [row] if row else []
    return list(repository.verified_named(session, mapping.name_key(asked)))
