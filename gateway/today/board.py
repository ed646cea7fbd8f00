"""Open vacancies with how many people stand where, and those who said yes: asked once a page."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import Future
from functools import cached_property
from uuid import UUID

from amuddu.contracts.employers import Vacancy, VacancyPage
from amuddu.contracts.matching.candidacies import Candidacy, CandidacyPage
from amuddu.contracts.matching.desk import StateCounts, StateCountsIn
from gateway.vacancies.counts import Counts
from gateway.web.concurrent import asking
from gateway.web.page import Page

MOST = 100
MOST_ASKED = 20
"""Vacancies whose people who said yes are read: those with a yes, newest first."""


class Board:
    """Each question is asked once, and its failure is the same for whoever needs the answer."""

    def __init__(self, page: Page) -> None:
        self._page = page
        caller = page.caller
        self._listed: Future[VacancyPage] = asking(
            lambda: page.services.employers.list(caller, status="published", limit=MOST)
        )

    @property
    def vacancies(self) -> tuple[Vacancy, ...]:
        """Open vacancies, newest first."""
        return self._listed.result().items

    @cached_property
    def _counted(self) -> Future[StateCounts]:
        body = StateCountsIn(ids=tuple(one.id for one in self.vacancies))
        caller = self._page.caller
        return asking(lambda: self._page.services.matching.state_counts(caller, body))

    @property
    def counts(self) -> dict[UUID, Counts]:
        """How many people stand where; a vacancy on its way to matching has nobody yet."""
        if not self.vacancies:
            return {}
        known = self._counted.result().vacancies
        return {one.id: Counter(known.get(one.id, {})) for one in self.vacancies}

    @cached_property
    def _answered(self) -> list[tuple[Vacancy, Future[CandidacyPage]]]:
        counts = self.counts
        wanted = [one for one in self.vacancies if counts[one.id]["accepted"]][:MOST_ASKED]
        return [(one, self._people(one.id)) for one in wanted]

    def _people(self, vacancy_id: UUID) -> Future[CandidacyPage]:
        caller, matching = self._page.caller, self._page.services.matching
        return asking(
            lambda: matching.candidacies(caller, vacancy_id, state="accepted", limit=MOST)
        )

    @property
    def accepted(self) -> list[tuple[Vacancy, Candidacy]]:
        """Who said yes to an open vacancy and was neither hired nor refused since."""
        return [
            (vacancy, candidacy)
            for vacancy, asked in self._answered
            for candidacy in asked.result().items
        ]

    @property
    def all_seen(self) -> bool:
        """Whether there is nobody beyond those."""
        asked = self._listed.result()
        wanted = sum(1 for one in self.vacancies if self.counts[one.id]["accepted"])
        return asked.total <= MOST and wanted <= MOST_ASKED
