"""This service's processes answer by the versions that were approved, its own or another's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from fastapi import FastAPI

from amuddu.kit.db import Database
from amuddu.kit.observability import logs
from amuddu.kit.periodic import Periodic
from amuddu.rules.amending.learning import learn
from services.employers.rulebook import presenting, repository

log = logs.get(__name__)

EVERY_SECONDS = 10.0
"""A version holds from a day on, so seconds do not matter."""


def follow(database: Database) -> None:
    """Learn of every approved version."""
    with database.session() as session:
        found = [
            presenting.standing_version(row, row.number)
            for row in repository.approved(session)
            if row.number is not None
        ]
    for left_out in learn(found):
        log.error("a version of a rule that cannot be read", number=left_out.number)


def follower(database: Database) -> Periodic:
    """A thread that goes on learning."""
    return Periodic("follow-rules", partial(follow, database), every=EVERY_SECONDS)


@contextmanager
def following(app: FastAPI) -> Iterator[None]:
    """Know of every version before the first question, and go on learning."""
    database: Database = app.state.database
    follow(database)
    with follower(database):
        yield
