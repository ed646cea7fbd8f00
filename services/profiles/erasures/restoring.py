"""Profiles itself was restored from a backup: who was erased since is found and erased again.

Two things tell that somebody was erased: they have no key, where the database of keys is today's;
and a mark of theirs stands in another service, where that one's database is. Nothing else knows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from uuid import UUID

from amuddu.contracts.profiles import ErasureReceipt
from amuddu.kit.auth import service_actor
from amuddu.kit.db import Database, Session
from amuddu.kit.events import erased
from services.profiles.common import repository as common_repository
from services.profiles.common.sealed import keys_of
from services.profiles.erasures import repository
from services.profiles.people import service as people

AT_ONCE = 500

Marked = Callable[[Collection[UUID]], set[UUID]]
"""Those of these people whom another service has erased."""


def come_back(session: Session, *, marked: Collection[Marked] = ()) -> Iterator[UUID]:
    """People who were erased and are here again."""
    last = UUID(int=0)
    while ids := repository.people(session, after=last, limit=AT_ONCE):
        last = ids[-1]
        gone = keys_of(session).lacking(ids).union(*(each(ids) for each in marked))
        yield from sorted(gone)


def marked_in(database: Database) -> Marked:
    """By the marks that stand in another service's database."""

    def found(ids: Collection[UUID]) -> set[UUID]:
        with database.session() as session:
            return erased.marked(session, ids)

    return found


def erase_again(
    session: Session, profile_id: UUID, *, keys: tuple[str, ...]
) -> ErasureReceipt | None:
    """Erase somebody anew, everywhere; none where somebody else did."""
    row = common_repository.locked(session, profile_id)
    if row is None:
        return None
    return people.erase_locked(session, row, actor=service_actor("profiles"), keys=keys)
