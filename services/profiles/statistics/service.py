"""What became of the people who agreed to be counted: how many, by region, sex, language, month.

Sex is told by whoever wants to tell it, is known to this service alone, and is used for nothing
else. Nobody who does not agree to statistics, on the day of the count, is counted. Small numbers
are hidden here, before anything leaves.
"""

from __future__ import annotations

from datetime import datetime

from amuddu.contracts.statistics import UNKNOWN
from amuddu.contracts.types import LANGS
from amuddu.kit.db import Session
from amuddu.kit.disclosure.releases import Counts, Press
from amuddu.kit.disclosure.tables import regions
from services.profiles.statistics import repository


def count(session: Session, until: datetime) -> Counts:
    """People registered before an instant, and how far they have got."""
    return Counts(
        repository.counted(session, until),
        repository.COLUMNS,
        {"region": regions(), "sex": ("f", "m", UNKNOWN), "language": LANGS},
    )


PRESS = Press("people", count)
