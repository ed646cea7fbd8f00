"""Client of the employers service."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from pydantic import TypeAdapter

from amuddu.contracts.batch import BatchIn, BatchOut
from amuddu.contracts.employers import (
    CloseIn,
    Employer,
    EmployerIn,
    EvaluateIn,
    EvaluationOut,
    SchemeOut,
    StillHiring,
    StillHiringIn,
    StillHiringLink,
    Vacancy,
    VacancyCreate,
    VacancyIn,
    VacancyPage,
    VacancyStatus,
)
from amuddu.contracts.statistics import Figures
from gateway.clients.base import Caller
from gateway.clients.incentives import IncentiveCalls

_SCHEMES = TypeAdapter(tuple[SchemeOut, ...])
_EMPLOYERS = TypeAdapter(tuple[Employer, ...])


class EmployersClient(IncentiveCalls):
    """Employers, vacancies, hiring incentives."""

    def create_employer(self, caller: Caller, body: EmployerIn) -> Employer:
        return self._post(Employer, "/v1/employers", caller, body)

    def employers(self, caller: Caller) -> tuple[Employer, ...]:
        response = self._send("GET", "/v1/employers", caller, params={"limit": 100})
        return _EMPLOYERS.validate_json(response.content)

    def employer(self, caller: Caller, employer_id: UUID) -> Employer:
        return self._get(Employer, f"/v1/employers/{employer_id}", caller)

    def create(self, caller: Caller, body: VacancyCreate) -> Vacancy:
        return self._post(Vacancy, "/v1/vacancies", caller, body)

    def list(
        self,
        caller: Caller,
        *,
        status: VacancyStatus | None = None,
        q: str | None = None,
        silent_days: int | None = None,
        limit: int = 20,
        offset: int = 0,
    ) -> VacancyPage:
        params = {"status": status, "q": q or None, "limit": limit, "offset": offset}
        params["silent_days"] = silent_days
        return self._get(VacancyPage, "/v1/vacancies", caller, params)

    def get(self, caller: Caller, vacancy_id: UUID) -> Vacancy:
        return self._get(Vacancy, f"/v1/vacancies/{vacancy_id}", caller)

    def update(self, caller: Caller, vacancy_id: UUID, body: VacancyIn) -> Vacancy:
        return self._put(Vacancy, f"/v1/vacancies/{vacancy_id}", caller, body)

    def publish(self, caller: Caller, vacancy_id: UUID) -> Vacancy:
        return self._post(Vacancy, f"/v1/vacancies/{vacancy_id}/publish", caller)

    def close(self, caller: Caller, vacancy_id: UUID, body: CloseIn) -> Vacancy:
        return self._post(Vacancy, f"/v1/vacancies/{vacancy_id}/close", caller, body)

    def confirm(self, caller: Caller, vacancy_id: UUID) -> Vacancy:
        return self._post(Vacancy, f"/v1/vacancies/{vacancy_id}/confirm", caller)

    def still_hiring_link(self, caller: Caller, vacancy_id: UUID) -> StillHiringLink:
        path = f"/v1/vacancies/{vacancy_id}/still-hiring-link"
        return self._get(StillHiringLink, path, caller)

    def still_hiring(self, caller: Caller, token: str) -> StillHiring:
        return self._get(StillHiring, f"/v1/still-hiring/{quote(token, safe='')}", caller)

    def answer_still_hiring(self, caller: Caller, token: str, body: StillHiringIn) -> StillHiring:
        return self._post(StillHiring, f"/v1/still-hiring/{quote(token, safe='')}", caller, body)

    def statistics(self, caller: Caller, *, months: int) -> Figures:
        return self._get(Figures, "/v1/statistics", caller, {"months": months})

    def schemes(self, caller: Caller) -> tuple[SchemeOut, ...]:
        return _SCHEMES.validate_json(self._send("GET", "/v1/schemes", caller).content)

    def evaluate(self, caller: Caller, body: EvaluateIn) -> EvaluationOut:
        return self._post(EvaluationOut, "/v1/incentives/evaluate", caller, body)

    def batch(self, caller: Caller, body: BatchIn) -> BatchOut:
        return self._post(BatchOut, "/v1/vacancies/batch", caller, body)
