"""Public API of employers, their vacancies, and what a hiring incentive would pay.

Forwarded as declared, but for two lists that offer less than the service's own.
"""

from __future__ import annotations

from amuddu.contracts import employers as contract
from amuddu.contracts import organisations
from amuddu.contracts.employers import Employer, VacancyPage, VacancyStatus
from amuddu.contracts.operations import Limit, Offset
from amuddu.contracts.postings import alike
from gateway.clients import ServicesDep
from gateway.sessions.security import CallerDep
from gateway.web.forwarding import forwarded

router = forwarded(
    organisations.ADD_EMPLOYER,
    contract.POST_VACANCY,
    contract.READ_VACANCY,
    contract.CHANGE_VACANCY,
    contract.PUBLISH_VACANCY,
    contract.HAND_BACK_VACANCY,
    contract.CLOSE_VACANCY,
    contract.REOPEN_VACANCY,
    alike.ALIKE_VACANCIES,
    alike.TELL_APART,
    contract.SCHEMES_ON_OFFER,
    contract.EVALUATE,
)


@router.get("/employers", tags=["vacancies"])
def employers(caller: CallerDep, services: ServicesDep) -> tuple[Employer, ...]:
    """Employers that the caller speaks for or follows."""
    return services.employers.employers(caller)


@router.get("/vacancies", tags=["vacancies"])
def vacancies(
    caller: CallerDep,
    services: ServicesDep,
    status: VacancyStatus | None = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> VacancyPage:
    """Vacancies that the caller may see, newest first."""
    return services.employers.list(caller, status=status, limit=limit, offset=offset)
