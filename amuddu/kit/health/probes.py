"""What machines ask a process: does it live, can it serve, what does it count.

`/livez` touches nothing. `/readyz` asks the process's own database, and stays green while the
broker is away: writes are accepted and wait in the outbox. It then says `degraded`, and why.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import Response

from amuddu.kit.db import Database
from amuddu.kit.errors import Unavailable
from amuddu.kit.events import backlog
from amuddu.kit.health import exposition
from amuddu.kit.settings import Settings

Why = Literal["events_waiting"]


class Live(BaseModel):
    """The process runs."""

    model_config = ConfigDict(frozen=True)

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """The process can serve; where it is degraded, it does so with its events held back."""

    model_config = ConfigDict(frozen=True)

    status: Literal["ready"] = "ready"
    degraded: bool = False
    why: tuple[Why, ...] = ()
    oldest_outbox_seconds: float = 0.0


class Health:
    """How one process does. `doubts` are asked beside the database."""

    def __init__(self, name: str, settings: Settings, database: Database) -> None:
        self._name = name
        self._patience = settings.degraded_after_seconds
        self._database = database

    def readiness(self) -> Readiness:
        """Whether to send it work. Raises `Unavailable` where the database does not answer."""
        try:
            self._database.check()
            oldest = backlog.oldest_seconds(self._name, self._database)
        except SQLAlchemyError as error:
            raise Unavailable(retry_after=2) from error
        why: tuple[Why, ...] = ("events_waiting",) if oldest > self._patience else ()
        return Readiness(degraded=bool(why), why=why, oldest_outbox_seconds=round(oldest, 1))

    def figures(self) -> bytes:
        """What Prometheus reads."""
        return exposition.exposition(self._name, self._database, self._degraded())

    def _degraded(self) -> bool | None:
        try:
            return self.readiness().degraded
        except Unavailable:
            return None


def _of(request: Request) -> Health:
    found: Health = request.app.state.health
    return found


HealthDep = Annotated[Health, Depends(_of)]

probes = APIRouter(tags=["health"])
figures = APIRouter(include_in_schema=False)


@probes.get("/livez")
async def livez() -> Live:
    """The process runs."""
    # On the event loop itself: it answers even while every thread waits for a database.
    return Live()


@probes.get("/readyz")
def readyz(health: HealthDep) -> Readiness:
    """The process can serve: its database answers."""
    return health.readiness()


@figures.get("/metrics")
def prometheus(health: HealthDep) -> Response:
    """Figures in Prometheus' text format."""
    return Response(health.figures(), media_type=exposition.CONTENT_TYPE)
