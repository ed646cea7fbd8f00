"""Versions of rules as the employers service told them: kept, and learnt by each process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from fastapi import FastAPI

from amuddu.contracts.rules.versions import RuleAmended, StandingVersion
from amuddu.kit.db import Database, Session
from amuddu.kit.observability import logs
from amuddu.kit.periodic import Periodic
from amuddu.rules.amending.learning import learn
from services.profiles.residence import repository
from services.profiles.residence.tables import RuleVersionRow

log = logs.get(__name__)

EVERY_SECONDS = 10.0
"""A version holds from a day on, so seconds do not matter."""


def heard(session: Session, event: RuleAmended) -> None:
    """Keep a version; the same one told again changes nothing."""
    version = event.amendment
    row = RuleVersionRow(number=version.number, content=version.model_dump(mode="json"))
    if repository.keep_rule_version(session, row):
        log.info("rule version heard", number=version.number)


def follow(database: Database) -> None:
    """Learn of every version that was heard."""
    with database.session() as session:
        rows = repository.rule_versions(session)
        found = [StandingVersion.model_validate(row.content) for row in rows]
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
