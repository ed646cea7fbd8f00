"""The gateway answers by the approved versions of the rules: it asks the employers service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from fastapi import FastAPI

from amuddu.kit.auth import service_actor
from amuddu.kit.errors import Unavailable
from amuddu.kit.observability import logs
from amuddu.kit.periodic import Periodic
from amuddu.rules.amending.learning import learn
from gateway.clients import Services
from gateway.clients.base import Caller

log = logs.get(__name__)

EVERY_SECONDS = 30.0
"""A version holds from a day on, so seconds do not matter."""


def follow(services: Services) -> None:
    """Learn of every approved version; while the service is away, what was learnt stays."""
    try:
        found = services.employers.standing_rules(Caller(service_actor("gateway"), "fr"))
    except Unavailable:
        log.info("rules not asked: the employers service is away")
        return
    for left_out in learn(found.items):
        log.error("a version of a rule that cannot be read", number=left_out.number)


@contextmanager
def following(app: FastAPI) -> Iterator[None]:
    """Ask at once, without keeping the first page waiting, and go on asking."""
    with Periodic("follow-rules", partial(follow, app.state.services), every=EVERY_SECONDS):
        yield
