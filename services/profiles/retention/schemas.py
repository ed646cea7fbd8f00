"""Days that the repository and its callers share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Days:
    """What has waited long enough on one day, by the day on which it began to wait."""

    silent: date
    """Last heard of."""
    asked: date
    """Asked once by message."""
    asked_agency: date
    """Asked of the agency."""
    asked_twice: date
    """Asked twice by message."""
    aside: date
    """Put aside."""
