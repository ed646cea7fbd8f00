"""What became of the people who agreed to be counted: how many, by region, sex, language, month.

Sex is told by whoever wants to tell it, is known to this service alone, and is used for nothing
else. Nobody who did not agree to statistics is counted. Small numbers are hidden here, before
anything leaves.
"""

from __future__ import annotations

from datetime import date

from amuddu.contracts.statistics import UNKNOWN, Dimension, Figures
from amuddu.contracts.types import LANGS
from amuddu.kit.db import Session
from amuddu.kit.disclosure.small_cells import LEAST
from amuddu.kit.disclosure.tables import Period, tables
from services.profiles.statistics import repository


def people(session: Session, *, on: date, months: int) -> Figures:
    """People registered in the last months, and how far they got since."""
    period = Period.of(on, months=months)
    rows: dict[Dimension, tuple[str, ...]] = {
        "region": period.regions,
        "sex": ("f", "m", UNKNOWN),
        "language": LANGS,
        "month": period.months,
    }
    counted = repository.counted(session, period.since)
    return Figures(
        subject="people",
        least=LEAST,
        tables=tables(counted, rows=rows, columns=repository.COLUMNS, least=LEAST),
    )
