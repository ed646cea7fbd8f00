"""Erasures that nobody stopped in time, and those of people who did not answer whether they stay:
the account goes first, then everything else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial

from fastapi import FastAPI

from amuddu.kit import retention
from amuddu.kit.auth import service_actor
from amuddu.kit.db import Database
from amuddu.kit.errors import NotFound, Unavailable
from amuddu.kit.observability import logs
from amuddu.kit.periodic import Periodic
from gateway.accounts import profiles as account_profiles
from gateway.clients import Services
from gateway.clients.base import Caller

log = logs.get(__name__)

EVERY_SECONDS = 600.0


def carry_out(database: Database, services: Services) -> int:
    """Erase those whose week is over; how many."""
    caller = Caller(service_actor("gateway"), "fr")
    done = 0
    try:
        for profile_id in services.profiles.due_erasures(caller).ids:
            with suppress(NotFound), database.session() as session:
                account_profiles.carry_out_erasure(session, services, caller, profile_id)
                done += 1
        for profile_id in services.profiles.due_dormant(caller).ids:
            # Who answered since is not due any more: then their account comes back with them.
            with suppress(NotFound), database.session() as session:
                account_profiles.erase_dormant(session, services, caller, profile_id)
                retention.in_audit("gateway", session, "unanswered_profile", 1)
                done += 1
    except Unavailable:
        log.info("erasures wait: the profiles service is away")
    return done


@contextmanager
def following(app: FastAPI) -> Iterator[None]:
    """Look at once, and go on looking."""
    turn = partial(carry_out, app.state.database, app.state.services)
    with Periodic("due-erasures", turn, every=EVERY_SECONDS):
        yield
