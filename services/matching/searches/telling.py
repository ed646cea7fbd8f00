"""Looking through saved searches again, and telling of what is new: a person is told once a week at
most, of all their searches together.

What is told names no search, no offer and no number. Whether a message leaves, when and how, is
for notifications: as the person agreed, after the quiet hours, and not if they muted it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from amuddu.contracts.matching import SearchFound
from amuddu.kit import clock
from amuddu.kit.db import Database, Session
from amuddu.kit.events import outbox
from amuddu.kit.observability import logs
from amuddu.kit.periodic import Periodic
from services.matching.facts import protection
from services.matching.facts import repository as facts_repository
from services.matching.facts.tables import CandidateRow
from services.matching.searches import repository
from services.matching.searches.tables import SavedSearchRow

log = logs.get(__name__)

WEEK = timedelta(days=7)
AGAIN = timedelta(hours=1)
"""How often a search is looked through."""
AT_ONCE = 100


def found(session: Session, row: SavedSearchRow, person: CandidateRow) -> set[UUID]:
    """Open offers that answer to a search and are open to somebody of this age."""
    trades = None if row.occupation is None else {row.occupation}
    ids = facts_repository.open_with(session, trades=trades, place=row.place, hours=row.wanted)
    known = facts_repository.vacancies(session, ids)
    return {each for each, vacancy in known.items() if protection.allowed_in(person, vacancy)}


def look(session: Session) -> int:
    """Look through some of the searches that are due; how many they were."""
    now = clock.now()
    rows = repository.due(
        session, checked_before=now - AGAIN, told_before=now - WEEK, limit=AT_ONCE
    )
    told = 0
    for row, person in rows:
        row.checked_at = now
        there = found(session, row, person)
        if there <= set(row.known):
            row.known = sorted(there)  # what closed and opens again is new
        else:
            _tell(session, row, person, now)
            told += 1
    if told:
        log.info("saved searches told", people=told)
    return len(rows)


def _tell(session: Session, row: SavedSearchRow, person: CandidateRow, now: datetime) -> None:
    """Tell of all of a person's searches at once: whichever of them finds an offer, it is told one
    time."""
    for each in repository.locked_of_person(session, row.profile_id):
        each.known = sorted(found(session, each, person))
    row.sent_at = row.used_at = now
    outbox.add(
        session,
        SearchFound(search_id=row.id, profile_id=row.profile_id, found_on=now.date()),
    )


def periodic(database: Database) -> Periodic:
    """What does so again and again."""
    return Periodic("saved-searches", partial(_turn, database), every=AGAIN.total_seconds())


def _turn(database: Database) -> int:
    with database.session() as session:
        return look(session)
