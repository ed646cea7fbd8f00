"""All that this service told and that still stands, told once more: the worker does it, some
people at a time, when it next looks at whose facts are others."""

from __future__ import annotations

from amuddu.kit.db import Session
from services.profiles.people import repository


def retell(session: Session) -> int:
    """Have everybody told of once more; how many."""
    return repository.forget_what_was_told(session)
