"""Tells owners that a token of a partner ends soon: once, through the contacts of their account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from fastapi import FastAPI

from amuddu.kit import clock
from amuddu.kit.db import Database
from amuddu.kit.periodic import Periodic
from gateway.credentials import messages
from gateway.credentials.kept import Keys
from gateway.tokens import repository
from gateway.tokens.service import SOON

EVERY_SECONDS = 3600.0
RETRY_SECONDS = 60.0
_AT_ONCE = 50


def look(database: Database, keys: Keys) -> int:
    """Tell who answers for tokens that end soon; how many tokens."""
    now = clock.now()
    with database.session() as session:
        rows = repository.ending(session, now=now, until=now + SOON, most=_AT_ONCE)
        for row in rows:
            owner = repository.account(session, row.owner_id)
            if owner is not None and owner.disabled_at is None:
                messages.tell(session, keys, owner, "token_ends")
            row.told_at = now
            repository.save(session, row)
    return len(rows)


@contextmanager
def following(app: FastAPI) -> Iterator[None]:
    """Look at once and every hour, in each process: a token is told of once."""
    turn = partial(look, app.state.database, Keys.of(app.state.settings))
    with Periodic("token-ends", turn, every=EVERY_SECONDS, retry=RETRY_SECONDS):
        yield
