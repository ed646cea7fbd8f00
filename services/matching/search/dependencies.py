"""The search engine of this process, as routes ask for it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from services.matching.search.engine import Engine


def _engine(request: Request) -> Engine:
    engine: Engine = request.app.state.engine
    return engine


EngineDep = Annotated[Engine, Depends(_engine)]
