"""The gateway's part of an erasure: accounts with all that hangs on them, and what imports left.

The gateway hears no event. It asks profiles which erasures it has yet to answer for, erases, and
answers; asked again before the answer was heard, it erases again, which finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from uuid import UUID

from fastapi import FastAPI

from amuddu.contracts.events.erasures import PlaceErased
from amuddu.contracts.events.restored import MOST, MarksIn
from amuddu.contracts.profiles.receipts import AnswerIn, OpenErasure
from amuddu.kit.auth import service_actor
from amuddu.kit.db import Database, Session
from amuddu.kit.errors import Unavailable
from amuddu.kit.events import erased, erasing
from amuddu.kit.observability import logs
from amuddu.kit.periodic import Periodic
from gateway.accounts import profiles as account_profiles
from gateway.clients import Services
from gateway.clients.base import Caller
from gateway.imports import jobs
from gateway.taken import service as taken

log = logs.get(__name__)

EVERY_SECONDS = 5.0
COMPARED_EVERY_SECONDS = 24 * 3600.0


def look(database: Database, services: Services) -> int:
    """Erase whoever is to be erased here, and say so; how many."""
    caller = Caller(service_actor("gateway"), "fr")
    try:
        wanted = services.profiles.open_erasures(caller).items
        for each in wanted:
            with database.session() as session:
                done = erase(session, each)
            body = AnswerIn(places=(done,))
            services.profiles.answer_erasure(caller, each.erasure_id, body)
            log.info("erased", erasure_id=str(each.erasure_id))
    except Unavailable:
        log.info("erasures wait: the profiles service is away")
        return 0
    return len(wanted)


def erase(session: Session, wanted: OpenErasure) -> PlaceErased:
    """Erase one person here; what stays."""
    account_profiles.end_accounts(session, wanted.profile_ids)
    taken.forget(session, wanted.profile_ids)
    files = jobs.forget_somebody(session, agencies=wanted.agencies, words=wanted.words)
    return PlaceErased(place="gateway", kept=erasing.kept(files_until_read=files))


def compare(database: Database, services: Services) -> int:
    """End the accounts of people who were erased: a restored backup brings them back; how many.

    Reports of imports that came back with it name people by words that nobody keeps any more;
    whoever restores the gateway deletes those (docs/operations.md).
    """
    caller = Caller(service_actor("gateway"), "fr")
    ended, last = 0, UUID(int=0)
    while True:
        with database.session() as session:
            ids = account_profiles.people_with_accounts(session, after=last, limit=MOST)
        if not ids:
            return ended
        last = ids[-1]
        marks = {erased.digest(each): each for each in ids}
        found = services.profiles.find_erased(caller, MarksIn(marks=tuple(marks))).marks
        if found:
            log.warning("accounts of people who were erased", number=len(found))
            with database.session() as session:
                account_profiles.end_accounts(session, [marks[each] for each in found])
            ended += len(found)


@contextmanager
def following(app: FastAPI) -> Iterator[None]:
    """Look at once, and go on looking."""
    turn = partial(look, app.state.database, app.state.services)
    again = partial(compare, app.state.database, app.state.services)
    with (
        Periodic("erasures-here", turn, every=EVERY_SECONDS),
        Periodic(
            "erased-before", lambda: again() and None, every=COMPARED_EVERY_SECONDS, retry=60.0
        ),
    ):
        yield
