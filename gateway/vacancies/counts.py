"""Where the people of a vacancy stand, for the pages that count or list them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from uuid import UUID

from amuddu.contracts.matching import CandidacyState
from amuddu.contracts.matching.candidacies import Candidacy
from amuddu.contracts.matching.desk import StateCountsIn
from amuddu.kit.errors import AmudduError, NotFound
from gateway.clients import Services
from gateway.clients.base import Caller

PAGE = 100
MOST_PAGES = 20
"""Beyond two thousand candidacies of one vacancy a page no longer helps anybody."""

WAITING: tuple[CandidacyState, ...] = ("shortlisted", "told")
SHORTLISTED: tuple[CandidacyState, ...] = (*WAITING, "accepted", "hired")

Counts = Counter[CandidacyState]


def candidacies(services: Services, caller: Caller, vacancy_id: UUID) -> tuple[Candidacy, ...]:
    """Every candidacy of a vacancy that the caller may see; none while matching does not know it.

    A vacancy published a moment ago may still be on its way to the matching service.
    """
    try:
        return tuple(_each(services, caller, vacancy_id))
    except AmudduError as error:
        if error.status == NotFound.status:
            return ()
        raise


def counts(services: Services, caller: Caller, vacancy_id: UUID) -> Counts | None:
    """How many people stand at each state; `None` where that cannot be told just now."""
    found = counts_of(services, caller, [vacancy_id])
    return None if found is None else found[vacancy_id]


def counts_of(services: Services, caller: Caller, ids: Sequence[UUID]) -> dict[UUID, Counts] | None:
    """The same for the vacancies of one page, in one call."""
    if not ids:
        return {}
    try:
        known = services.matching.state_counts(caller, StateCountsIn(ids=tuple(ids))).vacancies
    except AmudduError:
        return None
    return {vacancy_id: Counter(known.get(vacancy_id, {})) for vacancy_id in ids}


def _each(services: Services, caller: Caller, vacancy_id: UUID) -> Iterator[Candidacy]:
    for page in range(MOST_PAGES):
        found = services.matching.candidacies(caller, vacancy_id, limit=PAGE, offset=page * PAGE)
        yield from found.items
        if len(found.items) < PAGE:
            return
