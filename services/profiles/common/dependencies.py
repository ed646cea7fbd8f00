"""What the use cases of several subjects here are given beside the session."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Depends, Request

from amuddu.contracts.types import Lang
from amuddu.kit import clock
from amuddu.kit.web.http import request_language
from services.profiles.settings import ProfilesSettings


def _keys(request: Request) -> tuple[str, ...]:
    """The key that marks who is erased, then those that did before."""
    settings: ProfilesSettings = request.app.state.settings
    return settings.accepted_keys


LangDep = Annotated[Lang, Depends(request_language)]
TodayDep = Annotated[date, Depends(clock.today)]
KeysDep = Annotated[tuple[str, ...], Depends(_keys)]
