"""The search engine of this process, as routes ask for it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from services.matching.search.engine import Desk


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


DeskDep = Annotated[Desk, Depends(_desk)]
