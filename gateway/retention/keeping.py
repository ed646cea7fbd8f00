"""The job of the gateway that follows the table of retention."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from fastapi import FastAPI

from amuddu.kit.db import Session
from amuddu.kit.retention import Keeper, Sweep, before
from gateway.imports import jobs
from gateway.retention import repository
from gateway.saved.repository import expiring as expiring_views
from gateway.taken.repository import expiring as expiring_lines
from gateway.tokens.repository import expiring as expiring_tokens

_STAFF = "staff_account"


def _unused(session: Session, at: datetime) -> int:
    return repository.staff_count(
        session, unused=before(_STAFF, at), closed=before(_STAFF, at, step="deleted")
    )


def _close(session: Session, at: datetime, limit: int) -> int:
    return repository.close_or_delete_staff(
        session,
        unused=before(_STAFF, at),
        closed=before(_STAFF, at, step="deleted"),
        at=at,
        limit=limit,
    )


KEEPER = Keeper(
    "gateway",
    [
        Sweep(_STAFF, _unused, _close),
        Sweep("import_file", jobs.files_due, jobs.end_waiting),
        *repository.expiring(),
        expiring_lines(),
        expiring_views(),
        expiring_tokens(),
    ],
)


@contextmanager
def following(app: FastAPI) -> Iterator[None]:
    """Follow the table while the gateway runs."""
    with KEEPER.periodic(app.state.database):
        yield
