"""Client of the matching service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from amuddu.contracts.desk import BulkIn, BulkOut, PendingPage, Standing, StandingIn
from amuddu.contracts.matching import (
    Candidacy,
    CandidacyPage,
    CandidacyState,
    Linked,
    LinkedMany,
    LinkManyIn,
    Ranking,
    RefuseIn,
    SetAsideIn,
    SkillGap,
    VacancyRanking,
)
from amuddu.contracts.statistics import Figures
from gateway.clients.base import Caller, Params, ServiceClient


class MatchingClient(ServiceClient):
    """Ranked candidates and vacancies, the pipeline, and words linked to concepts."""

    def ranking(self, caller: Caller, vacancy_id: UUID, params: Params) -> Ranking:
        return self._get(Ranking, f"/v1/vacancies/{vacancy_id}/ranking", caller, params)

    def vacancies_for(
        self, caller: Caller, profile_id: UUID, *, limit: int = 20, offset: int = 0
    ) -> VacancyRanking:
        params = {"limit": limit, "offset": offset}
        return self._get(VacancyRanking, f"/v1/profiles/{profile_id}/vacancies", caller, params)

    def skill_gap(self, caller: Caller, profile_id: UUID, *, limit: int = 5) -> SkillGap:
        path = f"/v1/profiles/{profile_id}/skill-gap"
        return self._get(SkillGap, path, caller, {"limit": limit})

    def shortlist(self, caller: Caller, vacancy_id: UUID, profile_id: UUID) -> Candidacy:
        path = f"/v1/vacancies/{vacancy_id}/candidates/{profile_id}/shortlist"
        return self._post(Candidacy, path, caller)

    def set_aside(
        self, caller: Caller, vacancy_id: UUID, profile_id: UUID, body: SetAsideIn
    ) -> Candidacy:
        path = f"/v1/vacancies/{vacancy_id}/candidates/{profile_id}/set-aside"
        return self._post(Candidacy, path, caller, body)

    def restore(self, caller: Caller, vacancy_id: UUID, profile_id: UUID) -> Candidacy:
        path = f"/v1/vacancies/{vacancy_id}/candidates/{profile_id}/restore"
        return self._post(Candidacy, path, caller)

    def candidacies(
        self,
        caller: Caller,
        vacancy_id: UUID,
        *,
        state: CandidacyState | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> CandidacyPage:
        params = {"state": state, "limit": limit, "offset": offset}
        return self._get(CandidacyPage, f"/v1/vacancies/{vacancy_id}/candidacies", caller, params)

    def candidacy(self, caller: Caller, candidacy_id: UUID) -> Candidacy:
        return self._get(Candidacy, f"/v1/candidacies/{candidacy_id}", caller)

    def cancel(self, caller: Caller, candidacy_id: UUID) -> Candidacy:
        return self._post(Candidacy, f"/v1/candidacies/{candidacy_id}/cancel", caller)

    def hire(self, caller: Caller, candidacy_id: UUID) -> Candidacy:
        return self._post(Candidacy, f"/v1/candidacies/{candidacy_id}/hire", caller)

    def refuse(self, caller: Caller, candidacy_id: UUID, body: RefuseIn) -> Candidacy:
        return self._post(Candidacy, f"/v1/candidacies/{candidacy_id}/refuse", caller, body)

    def meet(self, caller: Caller, candidacy_id: UUID) -> Candidacy:
        return self._post(Candidacy, f"/v1/candidacies/{candidacy_id}/meet", caller)

    def standing(self, caller: Caller, ids: Sequence[UUID]) -> Standing:
        return self._post(Standing, "/v1/vacancies/standing", caller, StandingIn(ids=tuple(ids)))

    def pending(self, caller: Caller, *, limit: int = 20) -> PendingPage:
        return self._get(PendingPage, "/v1/pending", caller, {"limit": limit})

    def bulk(self, caller: Caller, vacancy_id: UUID, body: BulkIn) -> BulkOut:
        return self._post(BulkOut, f"/v1/vacancies/{vacancy_id}/bulk", caller, body)

    def one_bulk(self, caller: Caller, vacancy_id: UUID, key: UUID) -> BulkOut:
        return self._get(BulkOut, f"/v1/vacancies/{vacancy_id}/bulk/{key}", caller)

    def undo_bulk(self, caller: Caller, vacancy_id: UUID, key: UUID) -> BulkOut:
        return self._post(BulkOut, f"/v1/vacancies/{vacancy_id}/bulk/{key}/undo", caller)

    def statistics(self, caller: Caller, *, months: int) -> Figures:
        return self._get(Figures, "/v1/statistics", caller, {"months": months})

    def link(
        self, caller: Caller, q: str, kind: Literal["occupation", "skill"], *, limit: int = 8
    ) -> Linked:
        return self._get(Linked, "/v1/link", caller, {"q": q, "kind": kind, "limit": limit})

    def link_many(self, caller: Caller, body: LinkManyIn) -> tuple[Linked, ...]:
        return self._post(LinkedMany, "/v1/link/batch", caller, body).texts
