"""How long an employer may be silent about an open vacancy.

A vacancy whose employer is not heard of for as long as the table of retention says closes by
itself: people are not to be asked for jobs that are gone. Whatever is done to the vacancy is a sign
of life, and so is one tap on "still hiring?". From the 60th day the agency and the employer are
reminded on their pages.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from amuddu.kit import clock, retention
from services.employers.vacancies.tables import VacancyRow

KIND = "silent_vacancy"


def closes_on(row: VacancyRow) -> date:
    """The day on which the vacancy closes, unless its employer is heard of before."""
    return retention.term(KIND).after(row.updated_at).date()


def before(days: int, *, at: datetime | None = None) -> datetime:
    """The instant so many days ago."""
    return (at or clock.now()) - timedelta(days=days)
