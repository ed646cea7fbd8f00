"""A length of time as people say it: 18 months, 30 days. Months are those of the calendar."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, TypeVar

Unit = Literal["day", "month", "year"]
Moment = TypeVar("Moment", date, datetime)

_WRITTEN = re.compile(r"(\d{1,4}) (day|month|year)s?")


@dataclass(frozen=True, slots=True)
class Term:
    """So many days, months or years."""

    number: int
    unit: Unit

    @classmethod
    def read(cls, text: str) -> Term:
        """The term that is written like `18 months`. Raises `ValueError`.

        >>> Term.read("18 months")
        Term(number=18, unit='month')
        """
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is no term: write 30 days, 18 months or 10 years")
        return cls(int(found[1]), _UNITS[found[2]])

    def __str__(self) -> str:
        return f"{self.number} {self.unit}{'' if self.number == 1 else 's'}"

    @property
    def days(self) -> int:
        """So many days. Raises `ValueError` for months and years, which differ in length."""
        if self.unit != "day":
            raise ValueError(f"{self} is not counted in days")
        return self.number

    @property
    def months(self) -> int:
        """So many months; none for days."""
        return {"day": 0, "month": 1, "year": 12}[self.unit] * self.number

    def before(self, moment: Moment) -> Moment:
        """What lies so far back: whatever is from then or earlier has been kept long enough.

        >>> Term(1, "month").before(date(2027, 3, 31))
        datetime.date(2027, 2, 28)
        """
        if self.unit == "day":
            return moment - timedelta(days=self.number)
        return _months_later(moment, -self.months)

    def after(self, moment: Moment) -> Moment:
        """What lies so far ahead."""
        if self.unit == "day":
            return moment + timedelta(days=self.number)
        return _months_later(moment, self.months)


_UNITS: dict[str, Unit] = {"day": "day", "month": "month", "year": "year"}


def _months_later(moment: Moment, months: int) -> Moment:
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))
