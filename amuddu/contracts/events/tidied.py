"""What was kept long enough and is gone, by kind: how many, and nothing of whom.

The services that have no audit of their own tell profiles, which writes it in the audit.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from amuddu.contracts.events.envelope import Event
from amuddu.contracts.types import Slug


class Tidied(Event):
    """So many rows of a kind of the table of retention were done with."""

    keyed_by: ClassVar[str] = "kind"

    kind: Slug
    number: int = Field(ge=1)


class EmployersTidied(Tidied):
    """Of the employers service."""

    type: ClassVar[str] = "employers.tidied"
    topic: ClassVar[str] = "employers.retention"


class MatchingTidied(Tidied):
    """Of matching."""

    type: ClassVar[str] = "matching.tidied"
    topic: ClassVar[str] = "matching.retention"


class NotificationsTidied(Tidied):
    """Of notifications."""

    type: ClassVar[str] = "notifications.tidied"
    topic: ClassVar[str] = "notifications.retention"


class SupportTidied(Tidied):
    """Of support."""

    type: ClassVar[str] = "support.tidied"
    topic: ClassVar[str] = "support.retention"


TOLD_BY: dict[str, type[Tidied]] = {
    "employers": EmployersTidied,
    "matching": MatchingTidied,
    "notifications": NotificationsTidied,
    "support": SupportTidied,
}
"""Service -> how it tells."""
