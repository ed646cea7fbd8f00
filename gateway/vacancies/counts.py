"""Where the people of a vacancy stand, for the pages that count or list them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from uuid import UUID

from amuddu.contracts.matching import CandidacyState
from amuddu.contracts.matching.candidacies import Candidacy
from amuddu.contracts.matching.desk import StateCountsIn
from amuddu.kit.errors import AmudduError, NotFound
from gateway.web.page import Page

PAGE = 100
MOST_PAGES = 20
"""Beyond two thousand candidacies of one vacancy a page no longer helps anybody."""

WAITING: tuple[CandidacyState, ...] = ("shortlisted", "told")
SHORTLISTED: tuple[CandidacyState, ...] = (*WAITING, "accepted", "hired")

Counts = Counter[CandidacyState]


def candidacies(page: Page, vacancy_id: UUID) -> tuple[Candidacy, ...]:
    """Every candidacy of a vacancy that the caller may see; none while matching does not know it.

    A vacancy published a moment ago may still be on its way to the matching service.
    """
    try:
        return tuple(_each(page, vacancy_id))
    except NotFound:
        return ()


def counts(page: Page, vacancy_id: UUID) -> Counts | None:
    """How many people stand at each state; `None` where that cannot be told just now."""
    found = counts_of(page, [vacancy_id])
    return None if found is None else found[vacancy_id]


def counts_of(page: Page, ids: Sequence[UUID]) -> dict[UUID, Counts] | None:
    """The same for the vacancies of one page, in one call."""
    if not ids:
        return {}
    try:
        body = StateCountsIn(ids=tuple(ids))
        known = page.services.matching.state_counts(page.caller, body).vacancies
    except AmudduError:
        return None
    return {vacancy_id: Counter(known.get(vacancy_id, {})) for vacancy_id in ids}


def _each(page: Page, vacancy_id: UUID) -> Iterator[Candidacy]:
    for number in range(MOST_PAGES):
        found = page.services.matching.candidacies(
            page.caller, vacancy_id, limit=PAGE, offset=number * PAGE
        )
        yield from found.items
        if len(found.items) < PAGE:
            return
