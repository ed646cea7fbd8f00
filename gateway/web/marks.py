"""The mark of a verified employer, as things stand when the page is made.

It is asked each time and kept nowhere: a verification that is taken back is gone from every page
at once. Where nobody can say, no page shows the mark.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from amuddu.contracts.organisations import MarksIn
from amuddu.kit.errors import AmudduError
from gateway.clients import Services
from gateway.clients.base import Caller

_MOST = 100


def verified(services: Services, vacancies: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the vacancies whose employer an agency verified."""
    asked = tuple(dict.fromkeys(vacancies))[:_MOST]
    if not asked:
        return frozenset()
    try:
        found = services.employers.employer_marks(Caller(None, "fr"), MarksIn(vacancies=asked))
    except AmudduError:
        return frozenset()
    return frozenset(found.verified)
