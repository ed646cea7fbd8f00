"""What use cases of this service may ask for by name beside what every one may."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from services.profiles.settings import ProfilesSettings


def _keys(request: Request) -> tuple[str, ...]:
    """The key that marks who is erased, then those that did before."""
    settings: ProfilesSettings = request.app.state.settings
    return settings.accepted_keys


KeysDep = Annotated[tuple[str, ...], Depends(_keys)]
