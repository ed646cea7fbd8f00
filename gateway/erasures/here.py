"""The gateway's part of an erasure: accounts with all that hangs on them, and what imports left.

The gateway hears no event. It asks profiles which erasures it has yet to answer for, erases, and
answers; asked again before the answer was heard, it erases again, which finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from fastapi import FastAPI

from amuddu.contracts.events.erasures import PlaceErased
from amuddu.contracts.profiles.receipts import AnswerIn, OpenErasure
from amuddu.kit.auth import service_actor
from amuddu.kit.db import Database, Session
from amuddu.kit.errors import Unavailable
from amuddu.kit.events import erasing
from amuddu.kit.observability import logs
from amuddu.kit.periodic import Periodic
from gateway.accounts import signing_in
from gateway.clients import Services
from gateway.clients.base import Caller
from gateway.imports import jobs

log = logs.get(__name__)

EVERY_SECONDS = 5.0


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
    signing_in.end_accounts(session, wanted.profile_ids)
    files = jobs.forget_somebody(session, agencies=wanted.agencies, words=wanted.words)
    return PlaceErased(place="gateway", kept=erasing.kept(files_until_read=files))


@contextmanager
def following(app: FastAPI) -> Iterator[None]:
    """Look at once, and go on looking."""
    turn = partial(look, app.state.database, app.state.services)
    with Periodic("erasures-here", turn, every=EVERY_SECONDS):
        yield
