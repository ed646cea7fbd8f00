"""What résumés share: the last job, how long it lasted, words joined as the columns read them."""

from __future__ import annotations

import re
from typing import Any

from amuddu.imports.parsing.objects.vocabulary import Found
from amuddu.imports.parsing.said import N_, Said

_MONTH = re.compile(r"(\d{4})-(\d{1,2})")


def last_job(found: Found, title: Any, months: int | None, jobs: int) -> None:
    found.put("experience.title", title)
    found.put("experience.months", months)
    if jobs > 1:
        said = Said(N_("Seul le dernier emploi est lu, sur {count}."), {"count": jobs})
        found.notes.append(("experience.title", said, True))


def joined(pairs: Any) -> str:
    return "; ".join(" ".join(str(word) for word in pair if word) for pair in pairs if pair[0])


def year_month(written: Any) -> tuple[int, int] | None:
    found = _MONTH.match(str(written or ""))
    return (int(found.group(1)), int(found.group(2))) if found else None


def months_between(start: tuple[int, int] | None, end: tuple[int, int] | None) -> int | None:
    """Months of a job that has ended; of one that lasts, no day is given up to which to count."""
    if start is None or end is None:
        return None
    months = (end[0] - start[0]) * 12 + end[1] - start[1]
    return months if months > 0 else None
