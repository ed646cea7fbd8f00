"""Rows written, of whichever table of this service."""

from __future__ import annotations

from amuddu.kit.db import Session
from services.support.common.tables import Base


def add(session: Session, *rows: Base) -> None:
    """Write rows now, in their order, so that what the database refuses is known at once."""
    for row in rows:
        session.add(row)
        session.flush()
